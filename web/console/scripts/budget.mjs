// What a person waits for before the first screen: the entry script and everything it imports at once.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budget = 350 * 1024;
const dist = new URL("../dist/", import.meta.url);
const html = readFileSync(new URL("index.html", dist), "utf8");
const files = [...html.matchAll(/(?:src|href)="\/console\/(assets\/[^"]+\.js)"/g)].map((m) => m[1]);
const size = files.reduce((sum, f) => sum + gzipSync(readFileSync(new URL(f, dist))).length, 0);
console.log(`first load: ${(size / 1024).toFixed(1)} KB of JavaScript (gzip), budget ${budget / 1024} KB`);
if (files.length === 0 || size > budget) process.exit(1);
