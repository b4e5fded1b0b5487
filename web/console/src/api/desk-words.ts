import { queryOptions } from "@tanstack/react-query";
import { get, patch, post, remove } from "./client";
import type { DeskRules, DeskWord, DeskWords } from "./types";

export type WordPath = "tags" | "close-reasons" | "conversation-fields";

export const deskWordsQuery = queryOptions({
  queryKey: ["desk-words"],
  queryFn: ({ signal }) => get<DeskWords>("/conversation-words", undefined, { signal }),
  staleTime: 60_000,
});

export const addDeskWord = (path: WordPath, body: Partial<Omit<DeskWord, "id" | "gone">>) =>
  post<DeskWord>(`/${path}`, body);
export const changeDeskWord = (path: WordPath, id: string, body: Partial<Omit<DeskWord, "id" | "type">>) =>
  patch<DeskWord>(`/${path}/${id}`, body);
export const removeDeskWord = (path: WordPath, id: string) => remove(`/${path}/${id}`);
export const changeRules = (body: Partial<DeskRules>) => patch<DeskRules>("/conversation-rules", body);
