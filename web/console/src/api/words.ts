import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { get, post, put, remove } from "./client";
import type { Concept, OwnWord, Suggested, UnknownWord } from "./types";

/** What an operator says of a word: concepts that the lexicon knows, or words of the same language. */
export interface Meaning {
  concepts: string[];
  means: string[];
}

export type Decided = "meant" | "hidden";

const keys = { all: ["words"] as const };

export const unknownWordsQuery = queryOptions({
  queryKey: [...keys.all, "unknown"],
  queryFn: ({ signal }) =>
    get<{ words: UnknownWord[]; left: number; model: boolean }>("/words/unknown", undefined, { signal }),
});

export const ownWordsQuery = (state: Decided, q?: string) =>
  queryOptions({
    queryKey: [...keys.all, state, q ?? ""],
    queryFn: async ({ signal }) => (await get<{ words: OwnWord[] }>("/words", { state, q }, { signal })).words,
  });

/** All concepts, named in the language of the screen; they change with the server's version only. */
export const conceptsQuery = (lang: string) =>
  queryOptions({
    queryKey: ["concepts", lang],
    queryFn: async ({ signal }) =>
      (await get<{ concepts: Concept[] }>("/words/concepts", { lang }, { signal })).concepts,
    staleTime: Number.POSITIVE_INFINITY,
  });

interface Word {
  lang: string;
  word: string;
}

const path = ({ lang, word }: Word) => `/words/${encodeURIComponent(lang)}/${encodeURIComponent(word)}`;

export const sayWord = (w: Word, { concepts, means }: Meaning) =>
  put<OwnWord>(path(w), { state: "meant", concepts, means });
export const hideWord = (w: Word) => put<OwnWord>(path(w), { state: "hidden" });
export const takeBackWord = (w: Word) => remove(path(w));
export const suggestWords = () => post<Suggested>("/words/suggest");

export const refreshWords = (client: QueryClient) => client.invalidateQueries({ queryKey: keys.all });
