import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import en from "./en.json";
import zh from "./zh.json";

type Tree = { [k: string]: string | Tree };

function flat(tree: Tree, prefix = ""): Map<string, string> {
  const out = new Map<string, string>();
  for (const [k, v] of Object.entries(tree)) {
    const key = prefix ? `${prefix}.${k}` : k;
    if (typeof v === "string") out.set(key, v);
    else for (const [kk, vv] of flat(v, key)) out.set(kk, vv);
  }
  return out;
}

// "how_many" is no plural form.
const base = (key: string) => key.replace(/(?<!how)_(zero|one|two|few|many|other)$/, "");
const holes = (text: string) => [...new Set(text.match(/{{\w+}}/g) ?? [])].sort();
const languages = { en: flat(en), zh: flat(zh) };

test("both languages have the same keys", () => {
  const keys = (m: Map<string, string>) => [...new Set([...m.keys()].map(base))].sort();
  expect(keys(languages.zh)).toEqual(keys(languages.en));
});

describe.each(Object.entries(languages))("%s", (locale, all) => {
  test("nothing is empty", () => {
    expect([...all].filter(([, v]) => v.trim() === "")).toEqual([]);
  });

  test("every plural has the forms this language uses", () => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const counted = new Set([...all.keys()].filter((k) => base(k) !== k).map(base));
    for (const key of counted) for (const form of forms) expect(all.has(`${key}_${form}`), `${key}_${form}`).toBe(true);
  });
});

test("placeholders agree", () => {
  for (const [key, text] of languages.zh) {
    const other = languages.en.get(key) ?? languages.en.get(`${base(key)}_other`);
    expect(holes(text), key).toEqual(holes(other ?? ""));
  }
});

test("what the console asks for is there", () => {
  const known = new Set([...languages.en.keys()].map(base));
  const missing: string[] = [];
  const walk = (dir: string) => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.tsx?$/.test(entry.name) && !entry.name.includes(".test.")) {
        const text = readFileSync(path, "utf8");
        const asked = [...text.matchAll(/\bt\(\s*"([^"$]+)"/g), ...text.matchAll(/labelKey: "([^"]+)"/g)];
        for (const [, key] of asked) if (key && !known.has(key)) missing.push(`${path}: ${key}`);
      }
    }
  };
  walk(join(import.meta.dirname, ".."));
  expect(missing).toEqual([]);
});
