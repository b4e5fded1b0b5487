import { expect, test } from "vitest";
import type { Event } from "@/api/types";
import { type Live, live, merge, whole } from "./log";

const event = (seq: number, run?: string): Event => ({
  seq,
  kind: "message",
  actor: { kind: run ? "assistant" : "contact", id: "x", name: "x" },
  at: "2026-11-21T09:00:00.000Z",
  payload: { text: `t${seq}`, run },
});

test("events come in any order and twice, and stand once and in order", () => {
  const all = merge(merge([event(1)], [event(3)]), [event(2), event(3)]);
  expect(all.map((e) => e.seq)).toEqual([1, 2, 3]);
});

test("a hole is noticed", () => {
  expect(whole([event(1), event(2), event(4)])).toBe(2);
  expect(whole([])).toBe(0);
});

test("deltas grow the text, a repeated one does not double it", () => {
  let now: Live = { text: "" };
  now = live(now, { type: "delta", run: "r1", offset: 0, text: "The warranty " });
  now = live(now, { type: "delta", run: "r1", offset: 13, text: "lasts" });
  now = live(now, { type: "delta", run: "r1", offset: 13, text: "lasts" });
  expect(now.text).toBe("The warranty lasts");
});

test("offsets count UTF-16 units", () => {
  let now = live({ text: "" }, { type: "delta", run: "r1", offset: 0, text: "👍 " });
  now = live(now, { type: "delta", run: "r1", offset: 3, text: "好" });
  expect(now.text).toBe("👍 好");
});

test("a missing delta tears the text until it is read again", () => {
  let now = live({ text: "" }, { type: "delta", run: "r1", offset: 20, text: "late" });
  expect(now.torn).toBe(true);
  now = live(now, { type: "read", run: { id: "r1", text: "the whole text until late" } });
  expect(now.torn).toBeUndefined();
  expect(now.text).toBe("the whole text until late");
});

test("the finished message replaces what was streaming; another run begins empty", () => {
  let now = live({ text: "" }, { type: "delta", run: "r1", offset: 0, text: "old" });
  now = live(now, { type: "event", event: event(4, "r1") });
  expect(now.run).toBeUndefined();
  now = live({ run: "r1", text: "old" }, { type: "run", run: "r2", state: "thinking" });
  expect(now).toEqual({ run: "r2", state: "thinking", text: "" });
});
