import { expect, test } from "vitest";
import type { Event } from "@/api/types";
import { inspectedOf } from "./inspected";

const say = (seq: number, kind: "contact" | "assistant" | "agent", text: string) =>
  ({
    seq,
    kind: "message",
    actor: { kind, id: kind, name: "" },
    at: "2026-01-01T00:00:00Z",
    payload: { text },
  }) as Event;

const events = [
  say(1, "contact", "How long?"),
  say(2, "assistant", "Two years."),
  say(3, "contact", "And in Japan?"),
  say(4, "contact", ""),
  say(5, "agent", "I look."),
  say(6, "assistant", "One year."),
];

test("an answer stands with the last words that the customer wrote before it", () => {
  expect(inspectedOf(events, 2)?.question).toBe("How long?");
  expect(inspectedOf(events, 6, "JP")).toMatchObject({ question: "And in Japan?", country: "JP" });
  expect(inspectedOf(events.slice(1), 2)?.question).toBeUndefined();
});

test("what is not there or no message has nothing to explain", () => {
  expect(inspectedOf(events, 9)).toBeNull();
  expect(inspectedOf(undefined, 2)).toBeNull();
  expect(inspectedOf([{ ...events[0], kind: "closed", payload: {} } as Event], 1)).toBeNull();
});
