import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { get, post, put, remove } from "./client";
import type { Filled, Known, Macro, MacroDraft } from "./types";

const key = ["macros"] as const;

export const macrosQuery = queryOptions({
  queryKey: key,
  queryFn: ({ signal }) => get<{ macros: Macro[]; fields: string[] }>("/macros", undefined, { signal }),
  staleTime: 60_000,
});

export const addMacro = (draft: MacroDraft) => post<Macro>("/macros", draft);
export const changeMacro = (id: string, draft: MacroDraft) => put<Macro>(`/macros/${id}`, draft);
export const removeMacro = (id: string) => remove(`/macros/${id}`);
export const refreshMacros = (client: QueryClient) => client.invalidateQueries({ queryKey: key });

/** The text for her language and market, with its fields filled from the conversation. */
export const fillMacro = (conversation: string, id: string) =>
  post<Filled>(`/conversations/${conversation}/macros/${id}`);

/** What a text asks her for although it is known. */
export const askedAgain = async (conversation: string, text: string) =>
  (await post<{ known: Known[] }>(`/conversations/${conversation}/known`, { text })).known;
