import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ContextCard } from "@/features/card/card";
import { Conversation } from "@/features/conversation/conversation";
import type { Inspected } from "@/features/conversation/inspected";
import { Inspector } from "@/features/conversation/inspector";
import { InboxList } from "@/features/inbox/list";
import { NothingOpen } from "@/features/inbox/nothing-open";
import { type InboxSearch, viewOf } from "@/features/inbox/views";
import classes from "./inbox.module.css";

export interface InboxUrl extends InboxSearch {
  /** What the right pane shows on a narrow screen, or the answer being inspected. */
  pane?: "card";
  inspect?: number;
}

export function inboxSearch(s: Record<string, unknown>): InboxUrl {
  const text = (v: unknown) => (v === undefined || v === "" ? undefined : String(v));
  const inspect = Number(s.inspect);
  return {
    view: viewOf(s.view),
    lang: text(s.lang),
    q: text(s.q),
    pane: s.pane === "card" ? "card" : undefined,
    inspect: Number.isInteger(inspect) && inspect > 0 ? inspect : undefined,
  };
}

export function InboxPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false });
  const search = useSearch({ from: "/inside/inbox" });
  const navigate = useNavigate();
  const [inspected, setInspected] = useState<Inspected | null>(null);

  const open = useCallback(
    (next: string | undefined) =>
      next
        ? navigate({
            to: "/inbox/$id",
            params: { id: next },
            search: (s) => ({ ...s, pane: undefined, inspect: undefined }),
          })
        : navigate({ to: "/inbox", search: (s) => ({ ...s, pane: undefined, inspect: undefined }) }),
    [navigate],
  );
  const change = useCallback(
    (part: Partial<InboxUrl>) => navigate({ to: ".", search: (s) => ({ ...s, ...part }), replace: true }),
    [navigate],
  );
  const inspect = useCallback((seq: number | undefined) => change({ inspect: seq, pane: undefined }), [change]);

  useEffect(() => {
    document.title = `${t("nav.inbox")} · Parley`;
  }, [t]);

  const side = search.inspect ? "inspector" : search.pane === "card" ? "card" : "none";
  return (
    <div className={classes.panes} data-open={id ? "" : undefined} data-side={side}>
      <section className={classes.list} aria-label={t("inbox.list")}>
        <InboxList search={search} selected={id} onOpen={open} onSearch={change} />
      </section>
      <section className={classes.middle} aria-label={t("inbox.conversation")}>
        {id ? (
          <Conversation
            key={id}
            id={id}
            inspecting={search.inspect}
            onInspect={inspect}
            onInspected={setInspected}
            onBack={() => open(undefined)}
            onOpen={open}
            onCard={() => change({ pane: "card", inspect: undefined })}
          />
        ) : (
          <NothingOpen />
        )}
      </section>
      {id && (
        <aside className={classes.side} aria-label={t(search.inspect ? "inspector.title" : "card.title")}>
          {search.inspect ? (
            <Inspector inspected={inspected} onClose={() => inspect(undefined)} />
          ) : (
            <ContextCard id={id} onBack={() => change({ pane: undefined })} onOpen={open} />
          )}
        </aside>
      )}
    </div>
  );
}
