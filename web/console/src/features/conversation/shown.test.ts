import { expect, test } from "vitest";
import type { Event } from "@/api/types";
import { shown } from "./shown";

const at = (minute: number) => `2026-11-21T09:${String(minute).padStart(2, "0")}:00.000Z`;
const say = (seq: number, text: string, more: object = {}, minute = seq) =>
  ({
    seq,
    kind: "message",
    actor: { kind: "agent", id: "a", name: "Mia" },
    at: at(minute),
    payload: { text, ...more },
  }) as Event;
const happen = (seq: number, kind: string, payload: object) =>
  ({ seq, kind, actor: { kind: "agent", id: "a", name: "Mia" }, at: at(seq), payload }) as Event;
const texts = (log: Event[]) => shown(log).flatMap((s) => (s.event.kind === "message" ? [s.event.payload.text] : []));

test("a mended message has its new text, and staff the first one", () => {
  const log = [
    say(1, "15th"),
    happen(2, "edited", { ref: 1, text: "16th", was: "15th" }),
    happen(3, "edited", { ref: 1, text: "17th", was: "16th" }),
  ];
  expect(shown(log)).toHaveLength(1);
  expect(shown(log)[0]?.event.payload).toMatchObject({ text: "17th", edited: true, was: "15th" });
});

test("what was taken back is gone, in quotes too", () => {
  const log = [
    say(1, "oops", { attachments: [{ id: "f" }] }),
    say(2, "what?", { quote: { seq: 1, text: "oops", actor: { kind: "agent" } } }),
    happen(3, "recalled", { ref: 1, was: "oops" }),
  ];
  expect(shown(log)[0]?.event.payload).toMatchObject({ text: "", recalled: true, attachments: undefined });
  expect(shown(log)[1]?.event.payload).toMatchObject({ quote: { text: "" } });
});

test("merged messages stand in order of time until the merge is undone", () => {
  const merged = happen(3, "merged", { from: "cv", events: [say(1, "between", {}, 2), say(2, "before", {}, 0)] });
  const log = [say(1, "first", {}, 1), say(2, "last", {}, 3), merged];
  expect(texts(log)).toEqual(["before", "first", "between", "last"]);
  expect(shown(log).filter((s) => s.foreign)).toHaveLength(2);
  expect(texts([...log, happen(4, "undone", { ref: 3 })])).toEqual(["first", "last"]);
});

test("what was split off is read elsewhere until that is undone", () => {
  const log = [say(1, "here"), say(2, "there"), happen(3, "split", { into: "cv", from: 2, to: 2 })];
  expect(texts(log)).toEqual(["here"]);
  expect(texts([...log, happen(4, "undone", { ref: 3 })])).toEqual(["here", "there"]);
});
