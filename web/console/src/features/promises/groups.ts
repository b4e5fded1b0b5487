import type { DatedPromise } from "@/api/types";

export type Group = "over" | "soon" | "later";

const SOON = 24 * 3_600_000;

/** Sorts what is to be kept into what is over, what is due within a day, and the rest; empty groups are left out. */
export function groups(promises: DatedPromise[], now: number): [Group, DatedPromise[]][] {
  const of = (p: DatedPromise): Group => {
    const left = new Date(p.due_at).getTime() - now;
    return left < 0 ? "over" : left < SOON ? "soon" : "later";
  };
  const order: Group[] = ["over", "soon", "later"];
  return order
    .map((g): [Group, DatedPromise[]] => [g, promises.filter((p) => of(p) === g)])
    .filter(([, list]) => list.length > 0);
}
