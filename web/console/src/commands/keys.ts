import type { Command } from "./registry";

const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** What a key press is called in `Command.keys`. */
export function keyName(e: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string {
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
  return `${e.ctrlKey || e.metaKey ? "mod+" : ""}${e.altKey ? "alt+" : ""}${key}`;
}

/** "mod+k" as it is printed on the keyboard in front of the person. */
export function keyCaps(keys: string): string[] {
  return keys.split(" ").flatMap((k) => k.split("+").map((p) => (p === "mod" ? (mac ? "⌘" : "Ctrl") : cap(p))));
}

function cap(part: string): string {
  if (part === "Enter") return "↵";
  if (part === "Escape") return "Esc";
  return part.length === 1 ? part.toUpperCase() : part;
}

function writesText(target: EventTarget | null): boolean {
  const el = target as HTMLElement | null;
  if (!el?.closest) return false;
  return (
    el.isContentEditable || el.closest("input, textarea, select, [role=combobox], [role=menu], [role=listbox]") !== null
  );
}

/** Keeps the first half of a sequence ("g", then "i") for a second. */
export function keyboard(commands: () => Command[], clock = () => Date.now()) {
  let held = "";
  let since = 0;
  return (e: KeyboardEvent) => {
    if (e.isComposing || e.defaultPrevented) return;
    const name = keyName(e);
    const free = !writesText(e.target) && !(e.target as HTMLElement | null)?.closest?.("[role=dialog]");
    if (!free && !name.startsWith("mod+")) return;
    const sequence = held && clock() - since < 1000 ? `${held} ${name}` : "";
    held = "";
    const usable = commands().filter((c) => c.keys && (c.when?.() ?? true));
    const hit = usable.find((c) => c.keys === sequence) ?? usable.find((c) => c.keys === name);
    if (hit) {
      e.preventDefault();
      hit.run();
    } else if (usable.some((c) => c.keys?.startsWith(`${name} `))) {
      held = name;
      since = clock();
    }
  };
}
