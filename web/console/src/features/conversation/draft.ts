import { useCallback, useState } from "react";
import type { Person, Quote } from "@/api/types";

// What is half written belongs to the conversation and this device, and outlives a reload or a lost session. A reply and a note are
// written side by side: going from one to the other loses neither.

type Mode = "reply" | "note";

export interface Draft {
  mode: Mode;
  /** Of the mode that is open. */
  text: string;
  /** The newest event when the reply was begun: what a colleague said after it must be read before sending. */
  began?: number;
  quote?: Quote;
  /** Colleagues called in the note so far. */
  mentions?: Person[];
  /** The conversation is closed once the reply is sent: a macro says so. */
  close?: boolean;
}

interface Kept extends Omit<Draft, "text"> {
  reply: string;
  note: string;
}

const empty: Kept = { mode: "reply", reply: "", note: "" };
const keyOf = (conversation: string) => `parley.draft.${conversation}`;

function read(key: string): Kept {
  try {
    return { ...empty, ...JSON.parse(localStorage.getItem(key) ?? "{}") };
  } catch {
    return empty;
  }
}

export function changed(old: Kept, part: Partial<Draft>): Kept {
  const { text, ...rest } = part;
  const next = { ...old, ...rest };
  if (text !== undefined) next[next.mode] = text;
  if (next.reply === "") {
    next.began = undefined;
    next.close = undefined;
  }
  return next;
}

export function useDraft(conversation: string) {
  const key = keyOf(conversation);
  const [kept, setKept] = useState(() => read(key));
  const change = useCallback(
    (part: Partial<Draft>) =>
      setKept((old) => {
        const next = changed(old, part);
        if (next.reply || next.note || next.quote) localStorage.setItem(key, JSON.stringify(next));
        else localStorage.removeItem(key);
        return next;
      }),
    [key],
  );
  const { reply, note, ...rest } = kept;
  const draft: Draft = { ...rest, text: kept[kept.mode] };
  return [draft, change] as const;
}
