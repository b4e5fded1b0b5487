import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer } from "react";
import { conversationKeys, type Log, readEvents } from "@/api/conversations";
import type { Event } from "@/api/types";
import type { ConversationNews } from "@/realtime/connection";
import { useConnection } from "@/realtime/context";

// The log is what is true. Publications make it fast; a hole in `seq`, a reconnect and a slow clock make it complete.

export function merge(old: Event[], more: Event[]): Event[] {
  if (more.length === 0) return old;
  const bySeq = new Map(old.map((e) => [e.seq, e]));
  for (const e of more) bySeq.set(e.seq, e);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** The last seq up to which nothing is missing. */
export function whole(events: Event[]): number {
  let seq = 0;
  for (const e of events) {
    if (e.seq !== seq + 1) break;
    seq = e.seq;
  }
  return seq;
}

export function addEvents(client: QueryClient, id: string, more: Event[]) {
  client.setQueryData<Log>(conversationKeys.events(id), (old) => ({ ...old, events: merge(old?.events ?? [], more) }));
}

export interface Live {
  run?: string;
  state?: "thinking" | "writing";
  text: string;
  /** A delta is missing: the text so far must be read again. */
  torn?: boolean;
}

export type LiveNews =
  | Extract<ConversationNews, { type: "delta" } | { type: "run" }>
  | { type: "event"; event: Event }
  | { type: "read"; run?: { id: string; text: string } };

/** What the assistant is writing right now. A finished message with the same run replaces it. */
export function live(now: Live, news: LiveNews): Live {
  switch (news.type) {
    case "delta": {
      const text = news.run === now.run ? now.text : "";
      if (news.offset > text.length) return { run: news.run, state: "writing", text, torn: true };
      return { run: news.run, state: "writing", text: text.slice(0, news.offset) + news.text };
    }
    case "run":
      if (news.state === "thinking" || news.state === "writing")
        return { run: news.run, state: news.state, text: news.run === now.run ? now.text : "" };
      return now;
    case "event": {
      const { event } = news;
      if (event.kind === "message" && event.actor.kind === "assistant") return { text: "" };
      if (event.kind === "joined" || event.kind === "closed") return { text: "" };
      return now;
    }
    case "read":
      if (!news.run) return now.run ? { text: "" } : now;
      if (news.run.id === now.run && now.text.length >= news.run.text.length && !now.torn) return now;
      return { run: news.run.id, state: "writing", text: news.run.text };
  }
}

export function useLog(id: string, onNews: (news: ConversationNews) => void) {
  const client = useQueryClient();
  const connection = useConnection();
  const [now, dispatch] = useReducer(live, { text: "" });

  const log = useQuery({
    queryKey: conversationKeys.events(id),
    queryFn: async ({ signal }) => {
      const known = client.getQueryData<Log>(conversationKeys.events(id))?.events ?? [];
      const answer = await readEvents(id, whole(known), signal);
      dispatch({ type: "read", run: answer.run });
      const newest = client.getQueryData<Log>(conversationKeys.events(id))?.events ?? known;
      return { events: merge(newest, answer.events), run: answer.run, seen: answer.seen };
    },
    // A lost publication is never noticed later than this.
    refetchInterval: 4500,
    staleTime: 0,
  });
  const refetch = log.refetch;

  const hear = useCallback(
    (news: ConversationNews) => {
      if (news.type === "event") {
        const known = client.getQueryData<Log>(conversationKeys.events(id))?.events ?? [];
        addEvents(client, id, [news.event]);
        dispatch(news);
        if (news.event.seq > whole(known) + 1) refetch();
        if (news.event.kind === "unsent") client.invalidateQueries({ queryKey: conversationKeys.laters(id) });
      } else if (news.type === "delta" || news.type === "run") dispatch(news);
      else if (news.type === "head") refetch();
      else if (news.type === "seen")
        client.setQueryData<Log>(conversationKeys.events(id), (old) => old && { ...old, seen: news.seq });
      else if (news.type === "later") client.invalidateQueries({ queryKey: conversationKeys.laters(id) });
      onNews(news);
    },
    [client, id, onNews, refetch],
  );

  useEffect(() => connection?.follow(id, hear, () => refetch()), [connection, id, hear, refetch]);
  useEffect(() => {
    if (now.torn) refetch();
  }, [now.torn, refetch]);

  const events = log.data?.events;
  const finished = events?.some((e) => e.kind === "message" && e.payload.run === now.run);
  return { log, events, seen: log.data?.seen ?? 0, now: now.run && !finished ? now : undefined, refetch };
}
