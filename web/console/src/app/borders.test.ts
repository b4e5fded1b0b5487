import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

// The app puts features together; a feature knows itself and what is below it, never another feature and never the app.
const src = join(import.meta.dirname, "..");
const below = ["@/api/", "@/kit/", "@/commands/", "@/realtime/", "@ui/"];
const allowed: Record<string, string[]> = {
  api: ["@/api/", "./"],
  kit: ["@/kit/", "@/api/", "@/locales/", "@ui/", "./"],
  commands: ["@/commands/", "@/kit/", "./"],
  realtime: ["@/realtime/", "@/api/", "@/kit/", "./"],
  features: [...below, "./"],
};

function files(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? files(join(dir, e.name)) : /\.tsx?$/.test(e.name) ? [join(dir, e.name)] : [],
  );
}

test.each(Object.entries(allowed))("%s imports only what lies below it", (layer, prefixes) => {
  const wrong: string[] = [];
  for (const file of files(join(src, layer)))
    for (const [, from] of readFileSync(file, "utf8").matchAll(/from "([^"]+)"|import "([^"]+)"/g)) {
      if (!from || !/^(@\/|@ui\/|\.)/.test(from)) continue;
      if (!prefixes.some((p) => from.startsWith(p))) wrong.push(`${relative(src, file)} → ${from}`);
    }
  expect(wrong).toEqual([]);
});
