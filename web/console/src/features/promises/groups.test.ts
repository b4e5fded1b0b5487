import { expect, test } from "vitest";
import type { DatedPromise } from "@/api/types";
import { groups } from "./groups";

const now = Date.parse("2026-03-10T10:00:00Z");
const due = (id: string, at: string) => ({ id, due_at: at }) as DatedPromise;

test("what is over comes first, then what is due within a day", () => {
  const list = [due("b", "2026-03-10T09:59:59Z"), due("a", "2026-03-11T09:00:00Z"), due("c", "2026-03-11T10:00:00Z")];
  expect(groups(list, now).map(([g, l]) => [g, l.map((p) => p.id)])).toEqual([
    ["over", ["b"]],
    ["soon", ["a"]],
    ["later", ["c"]],
  ]);
});

test("an empty group has no heading", () => {
  expect(groups([due("a", "2026-04-01T00:00:00Z")], now).map(([g]) => g)).toEqual(["later"]);
  expect(groups([], now)).toEqual([]);
});
