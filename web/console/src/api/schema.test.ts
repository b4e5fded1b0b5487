import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

// The server's test keeps openapi.json current; this one keeps the types made from it current.
const types = readFileSync(join(import.meta.dirname, "schema.d.ts"), "utf8");
const description = JSON.parse(readFileSync(join(import.meta.dirname, "../../openapi.json"), "utf8"));

test("every route and every field of the description has its type: run make openapi", () => {
  const missing: string[] = [];
  for (const path of Object.keys(description.paths)) if (!types.includes(`"${path}"`)) missing.push(path);
  for (const [name, schema] of Object.entries<{ properties?: object }>(description.components.schemas)) {
    const from = types.indexOf(`\n        ${name}: {`);
    const body = types.slice(from, types.indexOf("\n        };", from));
    if (from < 0) missing.push(name);
    else
      for (const field of Object.keys(schema.properties ?? {}))
        if (!new RegExp(`\\b${field}"?\\??:`).test(body)) missing.push(`${name}.${field}`);
  }
  expect(missing).toEqual([]);
});
