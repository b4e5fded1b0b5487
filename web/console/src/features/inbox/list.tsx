import {
  ActionIcon,
  Button,
  CloseButton,
  Menu,
  Popover,
  Select,
  Skeleton,
  TextInput,
  Tooltip,
  VisuallyHidden,
} from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconCoffee,
  IconFilter,
  IconMessages,
  IconSearch,
} from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { countsQuery, listQuery } from "@/api/conversations";
import { useCommands } from "@/commands/registry";
import { Empty } from "@/kit/empty";
import { Failed } from "@/kit/failed";
import { useUi } from "@/kit/i18n";
import { localeOptions } from "@/kit/regions";
import classes from "./inbox.module.css";
import { InboxRow } from "./row";
import { countOf, filterOf, type InboxSearch, type View, views } from "./views";

const ROW = 86;

interface Props {
  search: InboxSearch;
  selected?: string;
  onOpen: (id: string | undefined) => void;
  onSearch: (part: InboxSearch) => void;
}

export function InboxList({ search, selected, onOpen, onSearch }: Props) {
  const list = useInfiniteQuery(listQuery(filterOf(search)));
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.conversations) ?? [], [list.data]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    getItemKey: (i) => rows[i]?.id ?? i,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items[items.length - 1]?.index ?? 0;
  useEffect(() => {
    if (list.hasNextPage && !list.isFetchingNextPage && lastShown >= rows.length - 10) list.fetchNextPage();
  }, [list, lastShown, rows.length]);

  const step = (by: number) => {
    const at = rows.findIndex((r) => r.id === selected);
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next) return;
    onOpen(next.id);
    virtual.scrollToIndex(rows.indexOf(next), { align: "auto" });
  };
  const field = useRef<HTMLInputElement>(null);
  useCommands([
    { id: "next", group: "inbox", labelKey: "cmd.next", icon: IconArrowDown, keys: "j", run: () => step(1) },
    { id: "previous", group: "inbox", labelKey: "cmd.previous", icon: IconArrowUp, keys: "k", run: () => step(-1) },
    {
      id: "search",
      group: "inbox",
      labelKey: "cmd.search",
      icon: IconSearch,
      keys: "/",
      run: () => field.current?.focus(),
    },
  ]);

  return (
    <div className={classes.pane}>
      <Head search={search} onSearch={onSearch} field={field} />
      <div className={classes.scroll} ref={scroller} data-testid="conversation-list" aria-busy={list.isPending}>
        {list.isPending && <Skeletons />}
        {list.isError && rows.length === 0 && <Failed error={list.error} retry={() => list.refetch()} />}
        {list.isSuccess && rows.length === 0 && <Nothing search={search} onSearch={onSearch} />}
        <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="list">
          {items.map((item) => {
            const row = rows[item.index];
            return row ? (
              <div
                key={item.key}
                role="listitem"
                className={classes.slot}
                style={{ height: ROW, transform: `translateY(${item.start}px)` }}
              >
                <InboxRow row={row} selected={row.id === selected} />
              </div>
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}

function Head({
  search,
  onSearch,
  field,
}: Pick<Props, "search" | "onSearch"> & { field: React.RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation();
  const ui = useUi();
  const { data: counts } = useQuery(countsQuery);
  const [text, setText] = useState(search.q ?? "");
  const find = useDebouncedCallback((q: string) => onSearch({ q: q.trim() || undefined }), 250);
  const current: View = search.view ?? "waiting";
  const first: View[] = ["waiting", "mine", "open"];
  const more = views.filter((v) => !first.includes(v));
  const inMore = more.includes(current);
  const write = (q: string) => {
    setText(q);
    find(q);
  };
  return (
    <header className={classes.head}>
      <VisuallyHidden component="h1">{t("nav.inbox")}</VisuallyHidden>
      <div className={classes.tabs} role="group" aria-label={t("inbox.views")}>
        {first.map((v) => (
          <button
            key={v}
            type="button"
            className={classes.tab}
            aria-pressed={current === v}
            onClick={() => onSearch({ view: v })}
            data-testid={`view-${v}`}
          >
            {t(`inbox.view.${v}`)} <Count n={countOf(v, counts)} />
          </button>
        ))}
        <Menu position="bottom-end">
          <Menu.Target>
            <button type="button" className={classes.tab} aria-pressed={inMore} data-testid="view-more">
              {inMore ? t(`inbox.view.${current}`) : t("inbox.more")}
              {inMore && <Count n={countOf(current, counts)} />}
              <IconChevronDown size={13} aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map((v) => (
              <Menu.Item
                key={v}
                onClick={() => onSearch({ view: v })}
                rightSection={<Count n={countOf(v, counts)} />}
                data-testid={`view-${v}`}
              >
                {t(`inbox.view.${v}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={classes.find}>
        <TextInput
          ref={field}
          size="xs"
          value={text}
          onChange={(e) => write(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === "Escape") {
              write("");
              e.currentTarget.blur();
            }
          }}
          placeholder={t("inbox.search")}
          aria-label={t("inbox.search")}
          leftSection={<IconSearch size={14} aria-hidden />}
          rightSection={
            text ? <CloseButton size="xs" aria-label={t("do.clear")} onClick={() => write("")} /> : undefined
          }
          data-testid="inbox-search"
        />
        <Popover position="bottom-end" shadow="md" width={240} trapFocus>
          <Popover.Target>
            <Tooltip label={t("inbox.filter")}>
              <ActionIcon
                aria-label={t("inbox.filter")}
                variant={search.lang ? "light" : "subtle"}
                color={search.lang ? "parley" : "gray"}
                size={30}
                data-testid="inbox-filter"
              >
                <IconFilter size={16} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          </Popover.Target>
          <Popover.Dropdown>
            <Select
              label={t("field.language")}
              data={localeOptions(ui, search.lang ? [search.lang] : [])}
              value={search.lang ?? null}
              onChange={(lang) => onSearch({ lang: lang ?? undefined })}
              placeholder={t("inbox.any_language")}
              clearable
              clearButtonProps={{ "aria-label": t("do.clear") }}
              searchable
              comboboxProps={{ withinPortal: false }}
            />
          </Popover.Dropdown>
        </Popover>
      </div>
    </header>
  );
}

const Count = ({ n }: { n?: number }) => (n ? <span className={classes.count}>{n > 999 ? "999+" : n}</span> : null);

function Nothing({ search, onSearch }: Pick<Props, "search" | "onSearch">) {
  const { t } = useTranslation();
  if (search.q || search.lang)
    return (
      <Empty
        icon={IconSearch}
        title={t("inbox.none_found")}
        action={
          <Button variant="default" size="xs" onClick={() => onSearch({ q: undefined, lang: undefined })}>
            {t("inbox.clear_filters")}
          </Button>
        }
      >
        {t("inbox.none_found_hint")}
      </Empty>
    );
  const view = search.view ?? "waiting";
  const elsewhere: View = view === "all" ? "closed" : view === "open" ? "all" : "open";
  return (
    <Empty
      icon={view === "waiting" ? IconCoffee : IconMessages}
      title={t(`inbox.empty.${view}`)}
      action={
        <Button variant="default" size="xs" onClick={() => onSearch({ view: elsewhere })}>
          {t(`inbox.go.${elsewhere}`)}
        </Button>
      }
    >
      {t(`inbox.empty_hint.${view}`)}
    </Empty>
  );
}

/** Shown only after 300 ms (by CSS): a fast answer never flashes. */
function Skeletons() {
  return (
    <div className={classes.skeletons} aria-hidden>
      {[0, 1, 2, 3, 4, 5].map((i) => (
        <div key={i} className={classes.skeleton}>
          <Skeleton height={12} width="45%" />
          <Skeleton height={10} width="85%" />
          <Skeleton height={9} width="30%" />
        </div>
      ))}
    </div>
  );
}
