import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { get, post } from "./client";
import { conversationKeys } from "./conversations";
import type { DatedPromise, PromisePage } from "./types";

export type PromiseView = "due" | "kept" | "withdrawn";

export const promiseKeys = { all: ["promises"] as const };

/** What is to be kept is two lists, the broken ones first; what has ended is one. */
export const promisesQuery = (view: PromiseView) =>
  queryOptions({
    queryKey: [...promiseKeys.all, view],
    queryFn: async ({ signal }): Promise<DatedPromise[]> => {
      const states = view === "due" ? ["broken", "open"] : [view];
      const pages = await Promise.all(states.map((state) => get<PromisePage>("/promises", { state }, { signal })));
      return pages.flatMap((p) => p.promises);
    },
    refetchInterval: 60_000,
  });

export const promiseCountsQuery = queryOptions({
  queryKey: [...promiseKeys.all, "counts"],
  queryFn: async ({ signal }) => (await get<PromisePage>("/promises", { limit: 1 }, { signal })).counts,
  refetchInterval: 60_000,
});

export const keepPromise = (id: string) => post<DatedPromise>(`/promises/${id}/keep`);
export const withdrawPromise = (id: string) => post<DatedPromise>(`/promises/${id}/withdraw`);
export const movePromise = (id: string, due_at: string) => post<DatedPromise>(`/promises/${id}/move`, { due_at });
export const addPromise = (conversation: string, body: { client_key: string; text: string; due_at: string }) =>
  post<DatedPromise>(`/conversations/${conversation}/promises`, body);

/** After a promise has changed: every list of promises, and the card of its conversation. */
export function refreshPromises(client: QueryClient, conversation: string) {
  client.invalidateQueries({ queryKey: promiseKeys.all });
  client.invalidateQueries({ queryKey: conversationKeys.one(conversation) });
}
