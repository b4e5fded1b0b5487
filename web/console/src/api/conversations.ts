import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, post, upload } from "./client";
import type { Attachment, Card, ConversationPage, Counts, Event, Row, Run } from "./types";

export interface Filter {
  status?: string;
  assignee?: string;
  locale?: string;
  q?: string;
}

export const conversationKeys = {
  lists: ["conversations", "list"] as const,
  list: (f: Filter) => ["conversations", "list", f] as const,
  counts: ["conversations", "counts"] as const,
  one: (id: string) => ["conversations", "one", id] as const,
  events: (id: string) => ["conversations", "events", id] as const,
};

export const listQuery = (f: Filter) =>
  infiniteQueryOptions({
    queryKey: conversationKeys.list(f),
    queryFn: ({ pageParam, signal }) =>
      get<ConversationPage>("/conversations", { ...f, before: pageParam, limit: 50 }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchInterval: 20_000,
  });

export const countsQuery = queryOptions({
  queryKey: conversationKeys.counts,
  queryFn: async ({ signal }): Promise<Counts> =>
    (await get<ConversationPage>("/conversations", { limit: 1 }, { signal })).counts,
  refetchInterval: 20_000,
});

export type Opened = Row & { card?: Card };

export const oneQuery = (id: string) =>
  queryOptions({
    queryKey: conversationKeys.one(id),
    queryFn: ({ signal }) => get<Opened>(`/conversations/${id}`, undefined, { signal }),
  });

export interface Log {
  events: Event[];
  run?: Run;
}

export const readEvents = (id: string, after: number, signal?: AbortSignal) =>
  get<Log>(`/conversations/${id}/events`, { after }, { signal });

export interface Said {
  client_key: string;
  text: string;
  attachments?: string[];
}

export const say = (id: string, body: Said) => post<Event>(`/conversations/${id}/messages`, body);
export const note = (id: string, body: Said) => post<Event>(`/conversations/${id}/notes`, body);
export const attach = (id: string, file: File, onPart: (part: number) => void, signal: AbortSignal) =>
  upload<Attachment>(`/conversations/${id}/attachments`, file, onPart, signal);
export const take = (id: string, force = false) => post<Row>(`/conversations/${id}/take`, force ? { force: true } : {});
export const giveBack = (id: string) => post<Row>(`/conversations/${id}/give-back`);
export const close = (id: string) => post<Row>(`/conversations/${id}/close`);
export const reopen = (id: string) => post<Row>(`/conversations/${id}/reopen`);
export const typing = (id: string) => post<void>(`/conversations/${id}/typing`);
export const read = (id: string, seq: number) => post<void>(`/conversations/${id}/read`, { seq });
