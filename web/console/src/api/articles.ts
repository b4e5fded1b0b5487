import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get, post, put, remove } from "./client";
import type { Article, ArticleDraft, ArticleRow, Trial } from "./types";

export interface ArticleFilter {
  q?: string;
  lang?: string;
  state?: string;
}

export const articleKeys = {
  all: ["articles"] as const,
  one: (id: string) => ["articles", "one", id] as const,
};

export const articlesQuery = (f: ArticleFilter) =>
  infiniteQueryOptions({
    queryKey: ["articles", "list", f],
    queryFn: ({ pageParam, signal }) =>
      get<{ articles: ArticleRow[]; next?: string }>("/articles", { ...f, before: pageParam, limit: 50 }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });

export const articleQuery = (id: string) =>
  queryOptions({
    queryKey: articleKeys.one(id),
    queryFn: ({ signal }) => get<Article>(`/articles/${encodeURIComponent(id)}`, undefined, { signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

export const createArticle = (draft: ArticleDraft) => post<Article>("/articles", draft);
export const saveArticle = (id: string, draft: ArticleDraft) =>
  put<Article>(`/articles/${encodeURIComponent(id)}`, draft);
export const deleteArticle = (id: string) => remove(`/articles/${encodeURIComponent(id)}`);

export const tryArticle = (body: { text: string; locale?: string; country?: string; draft?: ArticleDraft }) =>
  post<Trial>("/articles/try", body);
