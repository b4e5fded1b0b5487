import { readdirSync } from "node:fs";
import { contrast, parseHex, readableOn, textOn } from "@ui/colour";
import { dirOf, languageName } from "@ui/language";
import { relative, span } from "@ui/time";
import { expect, test } from "vitest";
import { spoken } from "./regions";

const now = Date.parse("2026-11-21T09:00:00Z");
const before = (s: number) => new Date(now - s * 1000);

test("times are said as people say them", () => {
  expect(relative(before(10), now, "en")).toBe("now");
  expect(relative(before(180), now, "en")).toBe("3 minutes ago");
  expect(relative(before(3 * 3600), now, "zh-CN")).toBe("3小时前");
  expect(relative(before(86_400), now, "en")).toBe("yesterday");
  expect(relative(before(40 * 86_400), now, "en")).toBe("last month");
});

test("waiting counts up", () => {
  expect(span(40_000, "en")).toBe("40s");
  expect(span(4 * 60_000, "en")).toBe("4m");
  expect(span(72 * 60_000, "en")).toBe("1h 12m");
  expect(span(4 * 60_000, "zh-CN")).toBe("4分钟");
});

test("any shop colour becomes readable", () => {
  for (const hex of ["#ffe600", "#0f6b66", "#eeeeee", "#000000", "#ff69b4"]) {
    const c = parseHex(hex) ?? [0, 0, 0];
    expect(contrast(c, parseHex(textOn(c)) ?? [0, 0, 0])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(readableOn(c, [255, 255, 255]), [255, 255, 255])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(readableOn(c, [20, 24, 25]), [20, 24, 25])).toBeGreaterThanOrEqual(4.5);
  }
});

test("languages have names and directions", () => {
  expect(languageName("de-AT", "en", true)).toBe("German");
  expect(languageName("ja", "zh-CN")).toBe("日语");
  expect(languageName("not a tag", "en")).toBe("not a tag");
  expect(dirOf("ar-SA")).toBe("rtl");
  expect(dirOf("th")).toBe("ltr");
});

test("the languages offered for customers are those that the assistant speaks", () => {
  const packs = readdirSync(`${import.meta.dirname}/../../../../content/locales`).map((f) => f.replace(".yaml", ""));
  expect(spoken).toEqual(packs.sort());
});
