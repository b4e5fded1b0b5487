import type { Filter } from "@/api/conversations";
import type { Counts } from "@/api/types";

// The views of the inbox, in the order in which they matter at rush hour.
export const views = ["waiting", "mine", "open", "taken", "all", "closed"] as const;
export type View = (typeof views)[number];

export interface InboxSearch {
  view?: View;
  lang?: string;
  q?: string;
}

export function viewOf(v: unknown): View | undefined {
  return views.includes(v as View) ? (v as View) : undefined;
}

const filters: Record<View, Filter> = {
  waiting: { status: "waiting" },
  mine: { status: "taken", assignee: "me" },
  open: { status: "open" },
  taken: { status: "taken" },
  all: { status: "open,waiting,taken" },
  closed: { status: "closed" },
};

export function filterOf(s: InboxSearch): Filter {
  return { ...filters[s.view ?? "waiting"], locale: s.lang, q: s.q };
}

export function countOf(view: View, counts?: Counts): number | undefined {
  if (!counts) return undefined;
  if (view === "all") return counts.open + counts.waiting + counts.taken;
  return counts[view];
}
