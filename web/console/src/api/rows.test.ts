import { expect, test } from "vitest";
import { belongs, placed } from "./rows";
import type { ConversationPage, Row } from "./types";

const row = (id: string, minute: number, over: Partial<Row> = {}): Row => {
  const at = `2026-11-21T09:${String(minute).padStart(2, "0")}:00.000Z`;
  return {
    id,
    status: "waiting",
    locale: "de-DE",
    queue: "general",
    country: "DE",
    subject: "",
    contact: { id: `k${id}`, verified: false, created_at: at },
    head: 1,
    unread: 0,
    seen: 0,
    staff_seen: 0,
    tags: [],
    fields: {},
    waiting_since: at,
    created_at: at,
    updated_at: at,
    version: 1,
    ...over,
  };
};
const page = (rows: Row[], next?: string): ConversationPage => ({
  conversations: rows,
  next,
  counts: { open: 0, waiting: 0, taken: 0, closed: 0, mine: 0, mentioned: 0 },
});
const ids = (pages: ConversationPage[]) => pages.map((p) => p.conversations.map((r) => r.id));
const waiting = { status: "waiting" };

test("the longest waiting stands first", () => {
  const after = placed([page([row("a", 1), row("c", 5)])], row("b", 3), waiting, "me");
  expect(ids(after)).toEqual([["a", "b", "c"]]);
});

test("a taken conversation leaves the waiting list and comes into mine", () => {
  const taken = row("a", 1, { status: "taken", assignee: { id: "me", name: "Mia" }, version: 2 });
  expect(ids(placed([page([row("a", 1), row("b", 2)])], taken, waiting, "me"))).toEqual([["b"]]);
  expect(ids(placed([page([])], taken, { status: "taken", assignee: "me" }, "me"))).toEqual([["a"]]);
  expect(ids(placed([page([])], taken, { status: "taken", assignee: "me" }, "other"))).toEqual([[]]);
});

test("late news does not undo newer news", () => {
  const pages = [page([row("a", 1, { version: 5 })])];
  expect(placed(pages, row("a", 1, { status: "closed", version: 4 }), waiting, "me")).toBe(pages);
});

test("a new row behind the last known one waits for its page", () => {
  expect(ids(placed([page([row("a", 1)], "more")], row("z", 9), waiting, "me"))).toEqual([["a"]]);
  expect(ids(placed([page([row("a", 1)])], row("z", 9), waiting, "me"))).toEqual([["a", "z"]]);
});

test("a search is the server's: an unknown row does not slip in", () => {
  expect(ids(placed([page([row("a", 1)])], row("b", 2), { ...waiting, q: "leak" }, "me"))).toEqual([["a"]]);
});

test("a language covers its countries", () => {
  expect(belongs(row("a", 1), { locale: "de" }, "me")).toBe(true);
  expect(belongs(row("a", 1), { locale: "fr" }, "me")).toBe(false);
});
