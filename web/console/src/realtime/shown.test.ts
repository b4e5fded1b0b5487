import { expect, test } from "vitest";
import { createShown } from "./shown";

test("what came as a row is not read again", () => {
  const shown = createShown();
  shown.row("a", 4);
  expect(shown.behind({ a: 4 })).toBe(false);
  shown.row("a", 2); // late
  expect(shown.behind({ a: 4 })).toBe(false);
});

test("a row that was lost is read again, once", () => {
  const shown = createShown();
  shown.row("a", 4);
  expect(shown.behind({ a: 4, b: 1 })).toBe(true);
  expect(shown.behind({ a: 4, b: 1 })).toBe(false);
  expect(shown.behind({ a: 5 })).toBe(true);
});
