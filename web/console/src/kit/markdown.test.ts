import { expect, test } from "vitest";
import { renderMarkdown } from "./markdown";

test("form is kept", () => {
  expect(renderMarkdown("**24** months\n\n- a\n- b")).toContain("<strong>24</strong>");
  expect(renderMarkdown("| a |\n|---|\n| b |")).toContain("<table>");
});

test.each([
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  "[x](javascript:alert(1))",
  '<a href="data:text/html,<script>1</script>">x</a>',
  '<iframe src="/x"></iframe>',
  '<div style="position:fixed">x</div>',
  "<svg><script>1</script></svg>",
])("%s does nothing", (text) => {
  const html = renderMarkdown(text);
  expect(html).not.toMatch(/<script|onerror|javascript:|<iframe|style=|href="data:/);
});

test("a picture of another server is named, not fetched", () => {
  const html = renderMarkdown("![Kettle](https://elsewhere.example/k.png)");
  expect(html).not.toContain("<img");
  expect(html).toContain("[Kettle]");
});
