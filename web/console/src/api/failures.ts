import { queryOptions } from "@tanstack/react-query";
import { get, post, remove } from "./client";
import type { Failure } from "./types";

export const failuresQuery = queryOptions({
  queryKey: ["failures"],
  queryFn: async ({ signal }) =>
    (await get<{ dead_letters: Failure[] }>("/dead-letters", undefined, { signal })).dead_letters,
  refetchInterval: 20_000,
});

const path = (id: string) => `/dead-letters/${encodeURIComponent(id)}`;
/** Ends when it went through, or after a while when it is still at work. */
export const retryFailure = (id: string) => post<void>(`${path(id)}/retry`);
export const discardFailure = (id: string) => remove(path(id));
