import type { Article, ArticleDraft, ArticleState, Variant } from "@/api/types";

// The article on the screen, before it is saved.
export interface Draft {
  lang: string;
  title: string;
  body: string;
  tags: string[];
  market?: string;
  variants: Variant[];
}

export const blank = (lang: string): Draft => ({ lang, title: "", body: "", tags: [], variants: [] });

export function draftOf(a: Article): Draft {
  return {
    lang: a.lang,
    title: a.title,
    body: a.body,
    tags: a.tags ?? [],
    market: a.market ?? undefined,
    variants: (a.variants ?? []).map((v) => ({ ...v, market: v.market ?? undefined })),
  };
}

export function toSend(d: Draft, state: ArticleState, base?: Article): ArticleDraft {
  return { ...d, title: d.title.trim(), state, ...(base ? { id: base.id, version: base.version } : {}) };
}

export const same = (a: Draft, b: Draft) => JSON.stringify(a) === JSON.stringify(b);
