import { Button, Skeleton } from "@mantine/core";
import { IconEyeOff, IconMoodSmile, IconSparkles } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Suggested, UnknownWord } from "@/api/types";
import { type Meaning, refreshWords, sayWord, suggestWords, unknownWordsQuery } from "@/api/words";
import { Empty } from "@/kit/empty";
import { Failed } from "@/kit/failed";
import { useUi } from "@/kit/i18n";
import { Language } from "@/kit/language";
import { notify } from "@/kit/notify";
import { tellProblem } from "@/kit/problem";
import { Ago } from "@/kit/time";
import { isEmpty, nothing, wordKey } from "./choices";
import { useWord } from "./do";
import { MeaningField } from "./meaning-field";
import classes from "./words.module.css";

/** What she has typed so far, by word; suggested as long as she has not touched what the model filled in. */
type Drafts = Record<string, Meaning & { suggested?: boolean }>;

/** Words that customers used and nobody knows, the most frequent first. */
export function Unknown() {
  const { t } = useTranslation();
  const list = useQuery(unknownWordsQuery);
  const [drafts, setDrafts] = useState<Drafts>({});
  const put = (key: string, m: Drafts[string]) => setDrafts((old) => ({ ...old, [key]: m }));
  if (list.isPending) return <Skeleton height={160} m={20} />;
  if (list.isError && !list.data) return <Failed error={list.error} retry={() => list.refetch()} />;
  const { words, left, model } = list.data;
  if (words.length === 0)
    return (
      <Empty icon={IconMoodSmile} title={t("words.none")}>
        {t("words.none_hint")}
      </Empty>
    );
  return (
    <>
      <Help words={words} model={model} drafts={drafts} onDrafts={setDrafts} />
      <table className={classes.table} data-testid="words-unknown">
        <thead>
          <tr>
            <th>{t("words.word")}</th>
            <th className={classes.numeric}>{t("words.times")}</th>
            <th>{t("words.meaning")}</th>
            <th>
              <span className={classes.unseen}>{t("words.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {words.map((w) => (
            <Row key={wordKey(w)} word={w} draft={drafts[wordKey(w)] ?? nothing} onDraft={(m) => put(wordKey(w), m)} />
          ))}
        </tbody>
      </table>
      {left > 0 && <p className={classes.left}>{t("words.left", { count: left })}</p>}
    </>
  );
}

function Row({
  word,
  draft,
  onDraft,
}: {
  word: UnknownWord;
  draft: Drafts[string];
  onDraft: (m: Drafts[string]) => void;
}) {
  const { t } = useTranslation();
  const ui = useUi();
  const { busy, error, say, hide } = useWord(word);
  const save = async () => (await say(draft)) && onDraft(nothing);
  return (
    <tr data-testid="unknown-word" data-word={wordKey(word)}>
      <td className={classes.word}>
        <b lang={word.lang} dir="auto">
          {word.word}
        </b>
        <span className={classes.about}>
          <Language locale={word.lang} short /> · <Ago at={word.last_seen} />
        </span>
        <q lang={word.lang} dir="auto" className={classes.example}>
          {word.question}
        </q>
      </td>
      <td
        className={classes.numeric}
        title={t("words.in_conversations", { count: word.conversations })}
        data-label={t("words.times")}
      >
        {new Intl.NumberFormat(ui).format(word.times)}
      </td>
      <td className={classes.meaning}>
        <MeaningField
          word={word.word}
          lang={word.lang}
          value={draft}
          suggested={draft.suggested}
          error={error}
          onChange={(m) => onDraft({ concepts: m.concepts, means: m.means })}
          onSubmit={() => !isEmpty(draft) && save()}
        />
        {draft.suggested && <small className={classes.suggested}>{t("words.suggested")}</small>}
      </td>
      <td className={classes.actions}>
        <Button
          size="xs"
          variant={isEmpty(draft) ? "default" : "filled"}
          loading={busy}
          disabled={isEmpty(draft)}
          onClick={save}
          data-testid="word-save"
        >
          {t(draft.suggested ? "words.confirm" : "do.save")}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          disabled={busy}
          leftSection={<IconEyeOff size={15} aria-hidden />}
          onClick={hide}
          data-testid="word-hide"
        >
          {t("words.hide")}
        </Button>
      </td>
    </tr>
  );
}

/** The model's part: it fills fields in, she confirms. Without one a line says that all goes by hand. */
function Help({
  words,
  model,
  drafts,
  onDrafts,
}: {
  words: UnknownWord[];
  model: boolean;
  drafts: Drafts;
  onDrafts: (change: (old: Drafts) => Drafts) => void;
}) {
  const { t } = useTranslation();
  const suggest = useMutation({
    mutationFn: suggestWords,
    onSuccess: (s) => onDrafts((old) => ({ ...filled(s), ...old })),
    onError: tellProblem,
  });
  if (!model)
    return (
      <p className={classes.lead} data-testid="words-by-hand">
        {t("words.lead")} {t("words.by_hand")}
      </p>
    );
  return (
    <div className={classes.help}>
      <p className={classes.lead}>{t("words.lead")}</p>
      <div className={classes.helpActions}>
        <ConfirmAll words={words} drafts={drafts} onDone={onDrafts} />
        <Button
          size="xs"
          variant="default"
          loading={suggest.isPending}
          leftSection={<IconSparkles size={15} aria-hidden />}
          onClick={() => suggest.mutate()}
          data-testid="words-suggest"
        >
          {t("words.suggest")}
        </Button>
      </div>
      {suggest.data && <Outcome outcome={suggest.data} />}
    </div>
  );
}

const filled = (s: Suggested): Drafts =>
  Object.fromEntries(
    s.suggestions.map((one) => [wordKey(one), { concepts: one.concepts, means: one.means, suggested: true }]),
  );

function ConfirmAll({
  words,
  drafts,
  onDone,
}: {
  words: UnknownWord[];
  drafts: Drafts;
  onDone: (change: (old: Drafts) => Drafts) => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const open = words.filter((w) => drafts[wordKey(w)]?.suggested);
  const all = useMutation({
    mutationFn: async () => {
      for (const w of open) {
        await sayWord(w, drafts[wordKey(w)]!);
        onDone((old) => ({ ...old, [wordKey(w)]: nothing }));
      }
    },
    onSuccess: () => notify(t("words.all_saved", { count: open.length })),
    onError: tellProblem,
    onSettled: () => refreshWords(client),
  });
  if (open.length === 0) return null;
  return (
    <Button size="xs" loading={all.isPending} onClick={() => all.mutate()} data-testid="words-confirm-all">
      {t("words.confirm_all", { count: open.length })}
    </Button>
  );
}

/** How many suggestions came, and what of the answer was thrown away. */
function Outcome({ outcome: { suggestions, asked, dropped } }: { outcome: Suggested }) {
  const { t } = useTranslation();
  return (
    <div role="status" className={classes.outcome} data-testid="words-outcome">
      {t("words.came", { count: suggestions.length, asked })}
      {dropped.length > 0 && (
        <details>
          <summary>{t("words.dropped", { count: dropped.length })}</summary>
          <ul>
            {dropped.map((d, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
              <li key={i}>
                {d.word && <bdi>{d.word}: </bdi>}
                <bdi>{d.what}</bdi> — {t(`words.why.${d.why}`)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
