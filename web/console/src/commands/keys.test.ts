import { IconInbox } from "@tabler/icons-react";
import { expect, test, vi } from "vitest";
import { keyboard } from "./keys";
import type { Command } from "./registry";

const command = (keys: string, over: Partial<Command> = {}): Command => ({
  id: keys,
  group: "app",
  labelKey: "x",
  icon: IconInbox,
  keys,
  run: vi.fn(),
  ...over,
});

function press(
  handle: (e: KeyboardEvent) => void,
  key: string,
  init: KeyboardEventInit = {},
  on: Element = document.body,
) {
  const e = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  on.addEventListener("keydown", (x) => handle(x as KeyboardEvent), { once: true });
  on.dispatchEvent(e);
  return e;
}

test("a key runs its command", () => {
  const c = command("t");
  press(
    keyboard(() => [c]),
    "t",
  );
  expect(c.run).toHaveBeenCalledOnce();
});

test("a sequence waits for its second key, and not for ever", () => {
  let now = 0;
  const c = command("g i");
  const handle = keyboard(
    () => [c],
    () => now,
  );
  press(handle, "g");
  press(handle, "i");
  expect(c.run).toHaveBeenCalledOnce();
  press(handle, "g");
  now = 5000;
  press(handle, "i");
  expect(c.run).toHaveBeenCalledOnce();
});

test("what is typed into a field stays text", () => {
  const c = command("t");
  const palette = command("mod+k");
  const handle = keyboard(() => [c, palette]);
  const field = document.body.appendChild(document.createElement("textarea"));
  press(handle, "t", {}, field);
  expect(c.run).not.toHaveBeenCalled();
  press(handle, "k", { ctrlKey: true }, field);
  expect(palette.run).toHaveBeenCalledOnce();
});

test("a command that does not apply lets the key through", () => {
  const c = command("e", { when: () => false });
  const e = press(
    keyboard(() => [c]),
    "e",
  );
  expect(c.run).not.toHaveBeenCalled();
  expect(e.defaultPrevented).toBe(false);
});
