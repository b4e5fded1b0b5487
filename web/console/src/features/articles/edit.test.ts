import { expect, test } from "vitest";
import { lines, link, wrap } from "./edit";

test("bold goes on and off", () => {
  const on = wrap("**")("24 months", 0, 2);
  expect(on).toEqual({ text: "**24** months", from: 2, to: 4 });
  expect(wrap("**")(on.text, on.from, on.to)).toEqual({ text: "24 months", from: 0, to: 2 });
});

test("a list mark goes before every selected line and away again", () => {
  const on = lines("- ")("a\nb\nc", 0, 3);
  expect(on.text).toBe("- a\n- b\nc");
  expect(lines("- ")(on.text, on.from, on.to).text).toBe("a\nb\nc");
});

test("a link leaves the cursor where the address goes", () => {
  const made = link("see terms", 4, 9);
  expect(made.text).toBe("see [terms](https://)");
  expect(made.text.slice(0, made.from)).toBe("see [terms](https://");
});
