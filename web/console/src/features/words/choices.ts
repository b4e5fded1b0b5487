import type { Concept } from "@/api/types";
import type { Meaning } from "@/api/words";

/** One thing that can be picked for what was typed: a concept, or the typed text itself. */
export type Choice = { concept: Concept } | { text: string };

const most = 8;

/** What fits the typed text: concepts whose name begins with it, then those that contain it, then the text as a word of her customers. */
export function choices(concepts: Concept[], typed: string, have: Meaning): Choice[] {
  const text = typed.trim().toLocaleLowerCase();
  if (!text) return [];
  const free = concepts.filter((n) => !have.concepts.includes(n.id));
  const name = (n: Concept) => n.label.toLocaleLowerCase();
  const begins = free.filter((n) => name(n).startsWith(text)).sort((a, b) => a.label.length - b.label.length);
  const holds = free.filter((n) => !name(n).startsWith(text) && (name(n).includes(text) || n.id.includes(text)));
  const out: Choice[] = [...begins, ...holds].slice(0, most).map((concept) => ({ concept }));
  const said = have.means.some((m) => m.toLocaleLowerCase() === text);
  return said ? out : [...out, { text: typed.trim() }];
}

export const nothing: Meaning = { concepts: [], means: [] };

export const isEmpty = (m: Meaning) => m.concepts.length + m.means.length === 0;

export const wordKey = (w: { lang: string; word: string }) => `${w.lang}:${w.word}`;
