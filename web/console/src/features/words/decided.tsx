import { Button, Skeleton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconArrowBackUp, IconEyeOff, IconPencil, IconSearch, IconVocabulary } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OwnWord } from "@/api/types";
import { conceptsQuery, ownWordsQuery, type Decided as State } from "@/api/words";
import { Empty } from "@/kit/empty";
import { Failed } from "@/kit/failed";
import { Language } from "@/kit/language";
import { Ago } from "@/kit/time";
import { isEmpty, wordKey } from "./choices";
import { useWord } from "./do";
import { labelOf, MeaningField } from "./meaning-field";
import classes from "./words.module.css";

/** Words about which somebody has decided: explained, or hidden. */
export function Decided({ state, q, onSearch }: { state: State; q?: string; onSearch: (q?: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(q ?? "");
  const find = useDebouncedCallback((typed: string) => onSearch(typed.trim() || undefined), 250);
  const list = useQuery({ ...ownWordsQuery(state, q), placeholderData: (old) => old });
  return (
    <>
      <div className={classes.searching}>
        <TextInput
          size="xs"
          value={text}
          onChange={(e) => {
            setText(e.currentTarget.value);
            find(e.currentTarget.value);
          }}
          placeholder={t("words.search")}
          aria-label={t("words.search")}
          leftSection={<IconSearch size={14} aria-hidden />}
          data-testid="words-search"
        />
      </div>
      {list.isPending && <Skeleton height={160} m={20} />}
      {list.isError && !list.data && <Failed error={list.error} retry={() => list.refetch()} />}
      {list.data && list.data.length === 0 && (
        <Empty
          icon={state === "meant" ? IconVocabulary : IconEyeOff}
          title={t(q ? "words.none_found" : `words.no_${state}`)}
        >
          {q ? undefined : t(`words.no_${state}_hint`)}
        </Empty>
      )}
      {list.data && list.data.length > 0 && (
        <ul className={classes.list} data-testid={`words-${state}`}>
          {list.data.map((w) => (
            <Item key={wordKey(w)} word={w} />
          ))}
        </ul>
      )}
    </>
  );
}

function Item({ word }: { word: OwnWord }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const { busy, takeBack } = useWord(word, word);
  return (
    <li data-testid="own-word" data-word={wordKey(word)}>
      <div className={classes.word}>
        <b lang={word.lang} dir="auto">
          {word.word}
        </b>
        <span className={classes.about}>
          <Language locale={word.lang} short /> · {t("words.by", { name: word.updated_by })} ·{" "}
          <Ago at={word.updated_at} />
        </span>
      </div>
      {editing ? (
        <Edit word={word} onDone={() => setEditing(false)} />
      ) : (
        <>
          <Meaning word={word} />
          <div className={classes.actions}>
            {word.state === "meant" && (
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                leftSection={<IconPencil size={15} aria-hidden />}
                onClick={() => setEditing(true)}
                data-testid="word-edit"
              >
                {t("words.edit")}
              </Button>
            )}
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              loading={busy}
              leftSection={<IconArrowBackUp size={15} aria-hidden />}
              onClick={takeBack}
              data-testid="word-take-back"
            >
              {t(word.state === "meant" ? "words.remove" : "words.show_again")}
            </Button>
          </div>
        </>
      )}
    </li>
  );
}

function Meaning({ word }: { word: OwnWord }) {
  const { i18n } = useTranslation();
  const { data: concepts = [] } = useQuery(conceptsQuery(i18n.language));
  return (
    <span className={classes.said}>
      {word.concepts.map((id) => (
        <span key={id} className={classes.concept}>
          {labelOf(concepts, id)}
        </span>
      ))}
      {word.means.map((m) => (
        <bdi key={m} lang={word.lang} className={classes.synonym}>
          “{m}”
        </bdi>
      ))}
    </span>
  );
}

function Edit({ word, onDone }: { word: OwnWord; onDone: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState({ concepts: word.concepts, means: word.means });
  const { busy, error, say } = useWord(word, word);
  const save = async () => (await say(draft)) && onDone();
  return (
    <>
      <MeaningField word={word.word} lang={word.lang} value={draft} onChange={setDraft} error={error} onSubmit={save} />
      <div className={classes.actions}>
        <Button size="xs" loading={busy} disabled={isEmpty(draft)} onClick={save} data-testid="word-save">
          {t("do.save")}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
          {t("do.cancel")}
        </Button>
      </div>
    </>
  );
}
