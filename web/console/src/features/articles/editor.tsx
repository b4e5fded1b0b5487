import {
  ActionIcon,
  Button,
  Group,
  Menu,
  Modal,
  Select,
  Skeleton,
  TagsInput,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import {
  IconArrowLeft,
  IconDeviceFloppy,
  IconDots,
  IconEyeOff,
  IconMessageQuestion,
  IconPlus,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useBlocker } from "@tanstack/react-router";
import { languageName } from "@ui/language";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { articleKeys, articleQuery, createArticle, deleteArticle, saveArticle } from "@/api/articles";
import { useMay, useSession } from "@/api/auth";
import { get, Problem } from "@/api/client";
import type { Article, ArticleState } from "@/api/types";
import { useCommands } from "@/commands/registry";
import { Failed } from "@/kit/failed";
import { useUi } from "@/kit/i18n";
import { notify } from "@/kit/notify";
import { fieldErrors, problemText, tellProblem } from "@/kit/problem";
import { countryOptions, languageOptions } from "@/kit/regions";
import { Ago } from "@/kit/time";
import classes from "./articles.module.css";
import { blank, type Draft, draftOf, same, toSend } from "./draft";
import { State } from "./list";
import { TryIt } from "./try";
import { Writer } from "./writer";

interface Props {
  id?: string;
  onCreated: (id: string) => void;
  onGone: () => void;
}

export function ArticleEditor({ id, ...rest }: Props) {
  const { shop } = useSession();
  const one = useQuery({ ...articleQuery(id ?? ""), enabled: id !== undefined });
  if (id === undefined)
    return (
      <Editor
        first={blank(shop.locale.startsWith("zh") ? shop.locale : (shop.locale.split("-")[0] ?? "en"))}
        {...rest}
      />
    );
  if (one.isError && !one.data) return <Failed error={one.error} retry={() => one.refetch()} />;
  if (!one.data) return <Skeleton height={32} m={24} width="40%" />;
  return <Editor base={one.data} first={draftOf(one.data)} {...rest} />;
}

function Editor({ base: given, first, onCreated, onGone }: { base?: Article; first: Draft } & Omit<Props, "id">) {
  const { t } = useTranslation();
  const may = useMay("operator");
  const [base, setBase] = useState(given);
  const [draft, setDraft] = useState(first);
  const [tab, setTab] = useState(-1);
  const question = useRef<HTMLTextAreaElement>(null);
  const clean = same(draft, base ? draftOf(base) : first);
  const change = (part: Partial<Draft>) => setDraft((d) => ({ ...d, ...part }));
  const io = useSaving({ base, setBase, draft, setDraft, onCreated, onGone });

  // Another window saved, and nothing is changed here: just show the newer one.
  useEffect(() => {
    if (!given || !base || given.version <= base.version || !clean) return;
    setBase(given);
    setDraft(draftOf(given));
  }, [given, base, clean]);

  const blocker = useBlocker({
    shouldBlockFn: () => !clean && may,
    enableBeforeUnload: !clean && may,
    withResolver: true,
  });
  const state: ArticleState = base?.state ?? "draft";
  useCommands([
    {
      id: "save",
      group: "knowledge",
      labelKey: "cmd.save",
      icon: IconDeviceFloppy,
      keys: "mod+s",
      when: () => may,
      run: () => io.save(state),
    },
    {
      id: "try",
      group: "knowledge",
      labelKey: "cmd.try",
      icon: IconMessageQuestion,
      keys: "q",
      run: () => question.current?.focus(),
    },
  ]);

  const variant = tab >= 0 ? draft.variants[tab] : undefined;
  const write = (part: { title?: string; body?: string }) => {
    if (!variant) return change(part);
    change({ variants: draft.variants.map((v, i) => (i === tab ? { ...v, ...part } : v)) });
  };
  const prefix = variant ? `variants.${tab}.` : "";

  return (
    <div className={classes.editorPage}>
      <EditorHead base={base} clean={clean} may={may} io={io} />
      {io.conflict && <Conflict io={io} />}
      <div className={classes.columns}>
        <div className={classes.editor}>
          <div className={classes.meta}>
            <VariantTabs draft={draft} tab={tab} onTab={setTab} onChange={change} may={may} />
            <Meta draft={draft} onChange={change} may={may} tab={tab} errors={io.errors} />
          </div>
          <TextInput
            size="lg"
            variant="unstyled"
            classNames={{ input: classes.title }}
            dir="auto"
            value={variant ? variant.title : draft.title}
            onChange={(e) => write({ title: e.currentTarget.value })}
            placeholder={t("articles.title_placeholder")}
            aria-label={t("field.title")}
            error={io.errors[`${prefix}title`]}
            readOnly={!may}
            data-testid="article-title"
          />
          <Writer
            key={tab}
            value={variant ? variant.body : draft.body}
            onChange={(body) => write({ body })}
            error={io.errors[`${prefix}body`]}
            may={may}
          />
        </div>
        <TryIt
          draft={() => (draft.title.trim() && draft.body.trim() ? toSend(draft, "published", base) : undefined)}
          field={question}
        />
      </div>
      <Modal
        opened={blocker.status === "blocked"}
        onClose={() => blocker.reset?.()}
        title={t("articles.unsaved")}
        size="sm"
        closeButtonProps={{ "aria-label": t("do.close_panel") }}
      >
        <Text size="sm" mb="md">
          {t("articles.unsaved_hint")}
        </Text>
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {t("articles.leave")}
          </Button>
          <Button data-autofocus onClick={() => blocker.reset?.()}>
            {t("articles.stay")}
          </Button>
        </Group>
      </Modal>
    </div>
  );
}

interface Saving {
  base?: Article;
  setBase: (a: Article) => void;
  draft: Draft;
  setDraft: (d: Draft) => void;
  onCreated: (id: string) => void;
  onGone: () => void;
}

function useSaving({ base, setBase, draft, setDraft, onCreated, onGone }: Saving) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [busy, setBusy] = useState("");
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [conflict, setConflict] = useState<Article | null>(null);

  const keep = (saved: Article) => {
    setBase(saved);
    client.setQueryData(articleKeys.one(saved.id), saved);
    client.invalidateQueries({ queryKey: ["articles", "list"] });
  };

  const save = async (state: ArticleState, over?: Article) => {
    const from = over ?? base;
    const local: Record<string, string> = {};
    if (!draft.title.trim()) local.title = t("articles.need_title");
    if (!draft.body.trim()) local.body = t("articles.need_body");
    setErrors(local);
    if (Object.keys(local).length > 0) return;
    setBusy(state);
    try {
      const send = toSend(draft, state, from);
      const saved = from ? await saveArticle(from.id, send) : await createArticle(send);
      const before = from?.state;
      setConflict(null);
      setDraft(draftOf(saved));
      keep(saved);
      notify(
        t(
          state === "published"
            ? "articles.published_now"
            : before === "published"
              ? "articles.unpublished_now"
              : "articles.saved_now",
        ),
      );
      if (!from) onCreated(saved.id);
    } catch (err) {
      if (err instanceof Problem && err.code === "conflict" && from)
        setConflict(await get<Article>(`/articles/${encodeURIComponent(from.id)}`).catch(() => from));
      else {
        const fields = fieldErrors(err);
        setErrors(fields);
        if (Object.keys(fields).length === 0) tellProblem(err);
        else notify(problemText(err), { bad: true });
      }
    } finally {
      setBusy("");
    }
  };

  const remove = async () => {
    if (!base) return;
    setBusy("delete");
    try {
      await deleteArticle(base.id);
      client.removeQueries({ queryKey: articleKeys.one(base.id) });
      client.invalidateQueries({ queryKey: ["articles", "list"] });
      notify(t("articles.deleted_now"));
      onGone();
    } catch (err) {
      tellProblem(err);
    } finally {
      setBusy("");
    }
  };

  const takeTheirs = () => {
    if (!conflict) return;
    keep(conflict);
    setDraft(draftOf(conflict));
    setConflict(null);
  };

  return {
    save,
    remove,
    busy,
    errors,
    conflict,
    takeTheirs,
    keepMine: () => conflict && save(conflict.state, conflict),
  };
}

type Io = ReturnType<typeof useSaving>;

function EditorHead({ base, clean, may, io }: { base?: Article; clean: boolean; may: boolean; io: Io }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const live = base?.state === "published";
  return (
    <header className={classes.editorHead}>
      <ActionIcon aria-label={t("articles.back")} renderRoot={(props) => <Link to="/knowledge" {...props} />}>
        <IconArrowLeft size={18} />
      </ActionIcon>
      <div className={classes.where}>
        <h1>{base ? t("articles.one") : t("articles.new")}</h1>
        {base && <State state={base.state} />}
        <span className={classes.quiet} role="status" data-testid="article-status">
          {!clean ? t("articles.changed_here") : base ? <Ago at={base.updated_at} /> : ""}
        </span>
      </div>
      <Tooltip label={t("articles.operators_only")} disabled={may}>
        <Group gap={6} wrap="nowrap">
          {!live && (
            <Button
              size="xs"
              variant="default"
              onClick={() => io.save("draft")}
              disabled={!may || clean}
              loading={io.busy === "draft"}
              data-testid="article-save"
            >
              {t("articles.save_draft")}
            </Button>
          )}
          <Button
            size="xs"
            onClick={() => io.save("published")}
            disabled={!may || (live && clean)}
            loading={io.busy === "published"}
            data-testid="article-publish"
          >
            {t(live ? "articles.publish_changes" : "articles.publish")}
          </Button>
        </Group>
      </Tooltip>
      {base && may && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t("do.more")} data-testid="article-more">
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {live && (
              <Menu.Item
                leftSection={<IconEyeOff size={16} aria-hidden />}
                onClick={() => io.save("draft")}
                data-testid="article-unpublish"
              >
                {t("articles.unpublish")}
              </Menu.Item>
            )}
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => setAsking(true)}
              data-testid="article-delete"
            >
              {t("do.delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("articles.delete_title")}
        size="sm"
        closeButtonProps={{ "aria-label": t("do.close_panel") }}
      >
        <Text size="sm" mb="md">
          {t("articles.delete_hint", { title: base?.title })}
        </Text>
        <Group justify="flex-end" gap={8}>
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            {t("do.cancel")}
          </Button>
          <Button color="red.8" onClick={io.remove} loading={io.busy === "delete"} data-testid="article-delete-yes">
            {t("do.delete")}
          </Button>
        </Group>
      </Modal>
    </header>
  );
}

function Conflict({ io }: { io: Io }) {
  const { t } = useTranslation();
  const name = io.conflict?.updated_by || t("conversation.somebody");
  return (
    <div className={classes.conflict} role="alert" data-testid="article-conflict">
      <span>{t("articles.conflict", { name })}</span>
      <Group gap={6}>
        <Button size="xs" variant="default" onClick={io.takeTheirs} data-testid="conflict-theirs">
          {t("articles.take_theirs")}
        </Button>
        <Button size="xs" variant="default" onClick={io.keepMine} data-testid="conflict-mine">
          {t("articles.keep_mine")}
        </Button>
      </Group>
    </div>
  );
}

interface MetaProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  may: boolean;
  tab: number;
}

function VariantTabs({ draft, tab, onTab, onChange, may }: MetaProps & { onTab: (n: number) => void }) {
  const { t } = useTranslation();
  const ui = useUi();
  const used = new Set([draft.lang, ...draft.variants.map((v) => v.locale)]);
  const add = (locale: string | null) => {
    if (!locale) return;
    onChange({ variants: [...draft.variants, { locale, title: "", body: "" }] });
    onTab(draft.variants.length);
  };
  return (
    <div className={classes.variants} role="group" aria-label={t("articles.variants")}>
      <button type="button" aria-pressed={tab === -1} onClick={() => onTab(-1)} data-testid="variant-main">
        {languageName(draft.lang, ui, true)} <small>{t("articles.main")}</small>
      </button>
      {draft.variants.map((v, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a variant has no other name than its place
        <span key={i} className={classes.variant}>
          <button type="button" aria-pressed={tab === i} onClick={() => onTab(i)} data-testid={`variant-${v.locale}`}>
            {languageName(v.locale, ui)} {v.market && <small title={t("field.market")}>{v.market}</small>}
          </button>
          {may && tab === i && (
            <ActionIcon
              size={20}
              aria-label={t("articles.remove_variant", { language: languageName(v.locale, ui) })}
              onClick={() => {
                onTab(-1);
                onChange({ variants: draft.variants.filter((_, n) => n !== i) });
              }}
            >
              <IconX size={13} />
            </ActionIcon>
          )}
        </span>
      ))}
      {may && (
        <Select
          size="xs"
          variant="unstyled"
          w={140}
          aria-label={t("articles.add_variant")}
          placeholder={t("articles.add_variant")}
          leftSection={<IconPlus size={14} aria-hidden />}
          data={languageOptions(ui).filter((o) => !used.has(o.value))}
          value={null}
          onChange={add}
          searchable
          data-testid="variant-add"
        />
      )}
    </div>
  );
}

function Meta({ draft, onChange, may, tab, errors }: MetaProps & { errors: Record<string, string> }) {
  const { t } = useTranslation();
  const ui = useUi();
  const variant = tab >= 0 ? draft.variants[tab] : undefined;
  const markets = [{ value: "", label: t("articles.every_market") }, ...countryOptions(ui)];
  const market = (value: string | null) => {
    const next = value || undefined;
    if (!variant) return onChange({ market: next });
    onChange({ variants: draft.variants.map((v, i) => (i === tab ? { ...v, market: next } : v)) });
  };
  return (
    <div className={classes.fields}>
      {!variant && (
        <Select
          size="xs"
          label={t("field.language")}
          data={languageOptions(ui, [draft.lang])}
          value={draft.lang}
          onChange={(lang) => lang && onChange({ lang })}
          searchable
          disabled={!may}
          error={errors.lang}
          data-testid="article-lang"
        />
      )}
      <Select
        size="xs"
        label={t("field.market")}
        data={markets}
        value={(variant ?? draft).market ?? ""}
        onChange={market}
        searchable
        disabled={!may}
      />
      {!variant && (
        <TagsInput
          size="xs"
          className={classes.tags}
          label={t("field.tags")}
          value={draft.tags}
          onChange={(tags) => onChange({ tags })}
          placeholder={draft.tags.length ? "" : t("articles.tags_placeholder")}
          disabled={!may}
          error={errors.tags}
          data-testid="article-tags"
        />
      )}
    </div>
  );
}
