import { Button, Select, Skeleton, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconBook, IconPlus, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { languageName } from "@ui/language";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ArticleFilter, articlesQuery } from "@/api/articles";
import { useMay } from "@/api/auth";
import type { ArticleRow } from "@/api/types";
import { useCommands } from "@/commands/registry";
import { Empty } from "@/kit/empty";
import { Failed } from "@/kit/failed";
import { useUi } from "@/kit/i18n";
import { languageOptions } from "@/kit/regions";
import { Ago } from "@/kit/time";
import classes from "./articles.module.css";

interface Props {
  head: ReactNode;
  filter: ArticleFilter;
  onFilter: (part: ArticleFilter) => void;
  onNew: () => void;
}

export function ArticleList({ head, filter, onFilter, onNew }: Props) {
  const { t } = useTranslation();
  const ui = useUi();
  const may = useMay("operator");
  const [text, setText] = useState(filter.q ?? "");
  const find = useDebouncedCallback((q: string) => onFilter({ q: q.trim() || undefined }), 250);
  const list = useInfiniteQuery({ ...articlesQuery(filter), placeholderData: (old) => old });
  const rows = list.data?.pages.flatMap((p) => p.articles) ?? [];
  const filtered = Boolean(filter.q || filter.lang || filter.state);
  const field = useRef<HTMLInputElement>(null);
  useCommands([
    {
      id: "search",
      group: "knowledge",
      labelKey: "cmd.search",
      icon: IconSearch,
      keys: "/",
      run: () => field.current?.focus(),
    },
    {
      id: "new-article",
      group: "knowledge",
      labelKey: "cmd.new_article",
      icon: IconPlus,
      keys: "c",
      when: () => may,
      run: onNew,
    },
  ]);
  const create = (
    <Tooltip label={t("articles.operators_only")} disabled={may}>
      <Button
        size="xs"
        onClick={onNew}
        disabled={!may}
        leftSection={<IconPlus size={15} aria-hidden />}
        data-testid="article-new"
      >
        {t("articles.new")}
      </Button>
    </Tooltip>
  );

  return (
    <div className={classes.page}>
      <header className={classes.listHead}>
        {head}
        <div className={classes.filters}>
          <TextInput
            ref={field}
            size="xs"
            value={text}
            onChange={(e) => {
              setText(e.currentTarget.value);
              find(e.currentTarget.value);
            }}
            placeholder={t("articles.search")}
            aria-label={t("articles.search")}
            leftSection={<IconSearch size={14} aria-hidden />}
            data-testid="articles-search"
          />
          <Select
            size="xs"
            aria-label={t("field.language")}
            placeholder={t("inbox.any_language")}
            data={languageOptions(ui, filter.lang ? [filter.lang] : [])}
            value={filter.lang ?? null}
            onChange={(lang) => onFilter({ lang: lang ?? undefined })}
            clearable
            clearButtonProps={{ "aria-label": t("do.clear") }}
            searchable
            w={150}
          />
          <Select
            size="xs"
            aria-label={t("field.state")}
            placeholder={t("articles.any_state")}
            data={[
              { value: "published", label: t("articles.published") },
              { value: "draft", label: t("articles.draft") },
            ]}
            value={filter.state ?? null}
            onChange={(state) => onFilter({ state: state ?? undefined })}
            clearable
            clearButtonProps={{ "aria-label": t("do.clear") }}
            w={130}
          />
          {create}
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("nav.knowledge")}>
        {list.isPending && [0, 1, 2, 3].map((i) => <Skeleton key={i} height={40} m={12} />)}
        {list.isError && <Failed error={list.error} retry={() => list.refetch()} />}
        {list.isSuccess && rows.length === 0 && (
          <Empty
            icon={IconBook}
            title={t(filtered ? "articles.none_found" : "articles.empty")}
            action={filtered ? undefined : create}
          >
            {t(filtered ? "articles.none_found_hint" : "articles.empty_hint")}
          </Empty>
        )}
        {rows.length > 0 && <Table rows={rows} />}
        {list.hasNextPage && (
          <Button
            variant="default"
            size="xs"
            m={16}
            loading={list.isFetchingNextPage}
            onClick={() => list.fetchNextPage()}
          >
            {t("do.load_more")}
          </Button>
        )}
      </div>
    </div>
  );
}

function Table({ rows }: { rows: ArticleRow[] }) {
  const { t } = useTranslation();
  const ui = useUi();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>{t("field.title")}</th>
          <th className={classes.wide}>{t("field.language")}</th>
          <th>{t("field.state")}</th>
          <th className={classes.numeric}>{t("articles.answers")}</th>
          <th className={classes.wide}>{t("articles.changed")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((a) => (
          <tr key={a.id} data-testid="article-row" data-id={a.id}>
            <td>
              <Link to="/knowledge/$id" params={{ id: a.id }} className={classes.titleLink} dir="auto">
                {a.title}
              </Link>
              {a.tags?.slice(0, 3).map((tag) => (
                <span key={tag} className={classes.tag}>
                  {tag}
                </span>
              ))}
            </td>
            <td className={classes.wide}>
              {languageName(a.lang, ui, true)}
              {(a.variants?.length ?? 0) > 0 && (
                <span className={classes.also} title={a.variants?.map((v) => languageName(v, ui)).join(", ")}>
                  +{a.variants?.length}
                </span>
              )}
            </td>
            <td>
              <State state={a.state} />
            </td>
            <td className={classes.numeric}>{new Intl.NumberFormat(ui).format(a.answers ?? 0)}</td>
            <td className={classes.wide}>
              <Ago at={a.updated_at} narrow />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function State({ state }: { state: ArticleRow["state"] }) {
  const { t } = useTranslation();
  return (
    <span className={classes.state} data-state={state}>
      {t(`articles.${state}`)}
    </span>
  );
}
