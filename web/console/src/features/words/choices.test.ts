import { expect, test } from "vitest";
import { choices, nothing } from "./choices";

const concept = (id: string, label: string) => ({ id, label, kind: "topic" });
const all = [
  concept("extended_warranty", "extended warranty"),
  concept("warranty", "warranty"),
  concept("repair", "repair"),
  concept("colour_war", "camouflage"),
];
const told = (typed: string, have = nothing) =>
  choices(all, typed, have).map((c) => ("concept" in c ? c.concept.id : `“${c.text}”`));

test("names that begin with it come first, then those that contain it, then the word itself", () => {
  expect(told("War")).toEqual(["warranty", "extended_warranty", "colour_war", "“War”"]);
});

test("nothing typed, nothing offered", () => {
  expect(told("  ")).toEqual([]);
});

test("what is chosen is not offered again", () => {
  expect(told("warranty", { concepts: ["warranty"], means: ["Warranty"] })).toEqual(["extended_warranty"]);
});

test("a word that no concept has can still be said", () => {
  expect(told("guarantee slip ")).toEqual(["“guarantee slip”"]);
});
