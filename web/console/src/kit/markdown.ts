import DOMPurify from "dompurify";
import { marked } from "marked";

// An article is written by colleagues or imported from anywhere: it is shown as text with form, never as code. Pictures from
// other servers are named, not fetched, because the console makes no third-party request.
const purify = DOMPurify();
purify.addHook("afterSanitizeAttributes", (node) => {
  if (node.nodeName === "A") {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noreferrer noopener");
  }
  if (node.nodeName === "IMG") {
    const src = node.getAttribute("src") ?? "";
    if (/^(?:[a-z]+:)?\/\//i.test(src)) node.replaceWith(`[${node.getAttribute("alt") || src}]`);
  }
});

export function renderMarkdown(text: string): string {
  const html = marked.parse(text, { gfm: true, breaks: true, async: false });
  return purify.sanitize(html, {
    FORBID_TAGS: ["style", "form", "input", "button", "iframe"],
    FORBID_ATTR: ["style", "id", "class"],
  });
}
