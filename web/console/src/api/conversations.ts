import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, patch, post, remove, upload } from "./client";
import type { Attachment, Card, ConversationPage, Counts, Event, Later, Row, Run } from "./types";

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
  laters: (id: string) => ["conversations", "laters", id] as const,
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
  /** The customer has read up to here. */
  seen?: number;
}

export const readEvents = (id: string, after: number, signal?: AbortSignal) =>
  get<Log>(`/conversations/${id}/events`, { after }, { signal });

export interface Said {
  client_key: string;
  text: string;
  attachments?: string[];
  quote?: number;
  after_seq?: number;
  mentions?: string[];
}

export const say = (id: string, body: Said) => post<Event>(`/conversations/${id}/messages`, body);
export const note = (id: string, body: Said) => post<Event>(`/conversations/${id}/notes`, body);
export const attach = (id: string, file: File, onPart: (part: number) => void, signal: AbortSignal) =>
  upload<Attachment>(`/conversations/${id}/attachments`, file, onPart, signal);
export const take = (id: string, force = false) => post<Row>(`/conversations/${id}/take`, force ? { force: true } : {});
export const giveBack = (id: string) => post<Row>(`/conversations/${id}/give-back`);
export const close = (id: string, why: { reason?: string; comment?: string } = {}) =>
  post<Row>(`/conversations/${id}/close`, why);
export const reopen = (id: string, asBefore = false) =>
  post<Row>(`/conversations/${id}/reopen`, asBefore ? { as_before: true } : {});
export const typing = (id: string, isNote: boolean) =>
  post<void>(`/conversations/${id}/typing`, isNote ? { note: true } : {});
export const edit = (id: string, seq: number, text: string) => post<Event>(`/conversations/${id}/edit`, { seq, text });
export const recall = (id: string, seq: number) => post<Event>(`/conversations/${id}/recall`, { seq });
export const snooze = (id: string, until?: string) => post<Row>(`/conversations/${id}/snooze`, { until });
export const wake = (id: string) => post<Row>(`/conversations/${id}/wake`);
export const merge = (id: string, other: string) => post<Row>(`/conversations/${id}/merge`, { with: other });
export const split = (id: string, seq: number) => post<Row>(`/conversations/${id}/split`, { seq });
export const undo = (id: string, seq: number) => post<Row>(`/conversations/${id}/undo`, { seq });
export const tag = (id: string, add: string[], off: string[] = []) =>
  post<Row>(`/conversations/${id}/tags`, { add, remove: off });
export const fill = (id: string, values: Record<string, string>) =>
  post<Row>(`/conversations/${id}/fields`, { values });
export const sendLater = (id: string, body: { client_key: string; text: string; at: string }) =>
  post<Later>(`/conversations/${id}/scheduled`, body);
export const changeLater = (id: string, body: { text?: string; at?: string }) => patch<Later>(`/scheduled/${id}`, body);
export const cancelLater = (id: string) => remove(`/scheduled/${id}`);
export const latersQuery = (id: string) =>
  queryOptions({
    queryKey: conversationKeys.laters(id),
    queryFn: async ({ signal }) =>
      (await get<{ scheduled: Later[] }>(`/conversations/${id}/scheduled`, undefined, { signal })).scheduled,
    // As for the log: a lost publication is noticed.
    refetchInterval: 15_000,
  });
export const read = (id: string, seq: number) => post<void>(`/conversations/${id}/read`, { seq });
