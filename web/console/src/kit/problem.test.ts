import { readFileSync } from "node:fs";
import { join } from "node:path";
import i18n from "i18next";
import { beforeAll, describe, expect, test } from "vitest";
import { Problem } from "@/api/client";
import en from "@/locales/en.json";
import zh from "@/locales/zh.json";
import { fieldErrors, problemText, wholeText } from "./problem";

const description = JSON.parse(readFileSync(join(import.meta.dirname, "../../openapi.json"), "utf8"));
const reasons: string[] = description.components.schemas.Problem.properties.reason.enum;

beforeAll(() => i18n.init({ lng: "zh", resources: { en: { translation: en }, zh: { translation: zh } } }));

test("every reason of the server is in the dictionary, and nothing else", () => {
  expect(Object.keys(en.reason).sort()).toEqual([...reasons].sort());
});

describe("in Chinese", () => {
  const wrong = new Problem(422, "invalid", "2 fields are wrong", [
    { location: "body.owner.email", message: "write an e-mail address", reason: "email" },
    { location: "body", message: "expected required property name", reason: "missing", params: { field: "name" } },
    { location: "body.variants[1].title", message: "at most 300", reason: "length", params: { min: 1, max: 300 } },
    { location: "body.moon", message: "is not full", reason: "of_tomorrow" },
  ]);

  test("fields are told beside themselves, one without a known reason in the server's words", () => {
    expect(fieldErrors(wrong)).toEqual({
      "owner.email": zh.reason.email,
      name: zh.reason.missing,
      "variants.1.title": "请填写 1 到 300 个字符。",
      moon: "is not full",
    });
    expect(problemText(wrong)).toBe(zh.problem.invalid);
    expect(wholeText(wrong)).toContain(zh.reason.email);
  });

  test("roles have their names", () => {
    const why = { reason: "role_needed", params: { needed: "admin", yours: "agent" } };
    expect(problemText(new Problem(403, "forbidden", "This needs the role admin", [], 0, why))).toBe(
      "此操作需要“管理员”角色，你目前是“客服”，请联系店铺管理员。",
    );
  });

  test("without a reason the code speaks; a conflict in the server's words", () => {
    expect(problemText(new Problem(404, "not_found", "There is no such article"))).toBe(zh.problem.not_found);
    expect(problemText(new Problem(0, "offline", ""))).toBe(zh.problem.offline);
    expect(problemText(new Problem(429, "rate_limited", "", [], 3))).toContain("3");
    expect(problemText(new Problem(409, "conflict", "It is Tuesday"))).toBe("It is Tuesday");
    expect(problemText(new TypeError("x"))).toBe(zh.problem.internal);
  });
});
