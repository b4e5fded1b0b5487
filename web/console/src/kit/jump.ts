/** Brings a message of the open conversation into view and lets it light up for a moment. */
export function showMessage(seq: number) {
  const item = document.querySelector<HTMLElement>(`[data-testid="thread"] [data-seq="${seq}"]`);
  if (!item) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  item.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  item.setAttribute("data-lit", "");
  setTimeout(() => item.removeAttribute("data-lit"), 1600);
}
