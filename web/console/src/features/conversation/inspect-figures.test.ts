import { expect, test } from "vitest";
import { costText, msText } from "./inspect-figures";
import { parsed } from "./inspect-tools";

test("a price that is a fraction of a cent is not nothing", () => {
  expect(costText({ usage: { cost: 0.00042, currency: "USD" } }, "en")).toBe("$0.00042");
  expect(costText({ usage: { cost: 1.5, currency: "EUR" } }, "en")).toBe("€1.50");
  expect(costText({ usage: { cost: 0, currency: "USD" } }, "en")).toBe("$0.00");
  expect(costText({ usage: { cost: 0.001, currency: "no currency" } }, "en")).toBe("0.001 no currency");
  expect(costText({ usage: { input_tokens: 3 } }, "en")).toBe("");
  expect(costText({}, "en")).toBe("");
});

test("times are told in the unit that fits", () => {
  expect(msText(0.42, "en")).toBe("0.4 ms");
  expect(msText(123.4, "en")).toBe("123 ms");
  expect(msText(2345, "en")).toBe("2.3 sec");
});

test("a tool's arguments are JSON, or whatever the model wrote", () => {
  expect(parsed('{"query":"lamp"}')).toEqual({ query: "lamp" });
  expect(parsed("{broken")).toBe("{broken");
});
