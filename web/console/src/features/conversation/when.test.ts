import { expect, test } from "vitest";
import { fromField, onClock, presets, toField, toMonday } from "./when";

test("tomorrow at nine is nine on her clock, also when the clocks change in between", () => {
  const now = new Date("2026-11-22T02:00:00Z");
  expect(onClock(now, 1, 9, "Asia/Shanghai").toISOString()).toBe("2026-11-23T01:00:00.000Z");
  expect(onClock(now, 1, 9, "America/Los_Angeles").toISOString()).toBe("2026-11-22T17:00:00.000Z");
  expect(onClock(new Date("2026-03-28T12:00:00Z"), 1, 9, "Europe/Berlin").toISOString()).toBe(
    "2026-03-29T07:00:00.000Z",
  );
  expect(onClock(new Date("2026-10-24T12:00:00Z"), 1, 9, "Europe/Berlin").toISOString()).toBe(
    "2026-10-25T08:00:00.000Z",
  );
});

test("Monday is the next one", () => {
  expect(toMonday(new Date("2026-11-23T12:00:00Z"), "UTC")).toBe(7);
  expect(toMonday(new Date("2026-11-22T12:00:00Z"), "UTC")).toBe(1);
  expect(presets(new Date("2026-11-22T12:00:00Z"), "UTC").map((p) => p.id)).toEqual([
    "hour",
    "three_hours",
    "evening",
    "tomorrow",
  ]);
  expect(presets(new Date("2026-11-24T19:00:00Z"), "UTC").map((p) => p.id)).toEqual([
    "hour",
    "three_hours",
    "tomorrow",
    "monday",
  ]);
});

test("a field goes to her clock and back", () => {
  const at = new Date("2026-11-23T01:30:00Z");
  expect(toField(at, "Asia/Shanghai")).toBe("2026-11-23T09:30");
  expect(fromField("2026-11-23T09:30", "Asia/Shanghai")?.toISOString()).toBe(at.toISOString());
  expect(fromField("", "UTC")).toBeUndefined();
});
