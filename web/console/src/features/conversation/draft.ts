import { useCallback, useState } from "react";

// What is half written belongs to the conversation and this device, and outlives a reload or a lost session.

export interface Draft {
  mode: "reply" | "note";
  text: string;
}

const empty: Draft = { mode: "reply", text: "" };

function read(key: string): Draft {
  try {
    return { ...empty, ...JSON.parse(localStorage.getItem(key) ?? "{}") };
  } catch {
    return empty;
  }
}

export function useDraft(conversation: string) {
  const key = `parley.draft.${conversation}`;
  const [draft, setDraft] = useState(() => read(key));
  const change = useCallback(
    (part: Partial<Draft>) =>
      setDraft((old) => {
        const next = { ...old, ...part };
        if (next.text) localStorage.setItem(key, JSON.stringify(next));
        else localStorage.removeItem(key);
        return next;
      }),
    [key],
  );
  return [draft, change] as const;
}
