import { Problem } from "@/api/client";
import { attach } from "@/api/conversations";
import type { Attachment } from "@/api/types";
import { problemText, wholeText } from "@/kit/problem";
import { createStore, useStore } from "@/kit/store";
import { newKey } from "./outbox";

// Files for the next reply. They are uploaded at once and wait in the tray of their conversation until the reply is sent; going to
// another conversation does not stop them, and what is uploaded outlives a reload.

export interface Held {
  key: string;
  conversation: string;
  name: string;
  size: number;
  type: string;
  state: "busy" | "ready" | "failed";
  /** How much is uploaded, from 0 to 1. */
  part: number;
  /** A picture of what is not uploaded yet. */
  preview?: string;
  why?: string;
  /** It failed for a reason that passes. */
  again?: boolean;
  attachment?: Attachment;
}

const KEY = "parley.tray";
/** As the server has it (conversation.MaxAttachment, .allowed, and the length of a message's list). */
export const most = { bytes: 10 * 1024 * 1024, files: 10 };
export const types = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"];

function load(): Held[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    return [];
  }
}

export const tray = createStore<Held[]>(load());
tray.subscribe(() => {
  const ready = tray.get().filter((h) => h.state === "ready");
  localStorage.setItem(KEY, JSON.stringify(ready.map(({ preview: _, ...h }) => h)));
});
const running = new Map<string, { file: File; stop: AbortController }>();

const change = (key: string, part: Partial<Held>) =>
  tray.set((all) => all.map((h) => (h.key === key ? { ...h, ...part } : h)));

export const useTray = (conversation: string | undefined) =>
  useStore(tray).filter((h) => h.conversation === conversation);

/** Puts files into the tray; those that cannot be sent say at once why. */
export function hold(conversation: string, files: Iterable<File>) {
  let room = most.files - tray.get().filter((h) => h.conversation === conversation).length;
  for (const file of files) {
    const held: Held = {
      key: newKey(),
      conversation,
      name: file.name,
      size: file.size,
      type: file.type,
      state: "failed",
      part: 0,
    };
    const wrong = refusal(file, room--);
    if (wrong) held.why = problemText(wrong);
    else if (file.type.startsWith("image/")) held.preview = URL.createObjectURL(file);
    tray.set((all) => [...all, held]);
    if (wrong) continue;
    running.set(held.key, { file, stop: new AbortController() });
    carry(held.key);
  }
}

/** What the server would say, before anything is sent. A type that the browser does not know is left to the server. */
function refusal(file: File, room: number): Problem | undefined {
  const because = (reason: string, params?: Record<string, unknown>) =>
    new Problem(0, "invalid", "", [], 0, { reason, params });
  if (room <= 0) return because("too_many_items", { max: most.files });
  if (file.type && !types.includes(file.type)) return because("file_type");
  if (file.size > most.bytes) return because("file_size", { megabytes: most.bytes / 1024 / 1024 });
  return undefined;
}

/** Uploads, or tries again. */
export async function carry(key: string) {
  const run = running.get(key);
  const held = tray.get().find((h) => h.key === key);
  if (!run || !held) return;
  change(key, { state: "busy", part: 0, why: undefined, again: undefined });
  try {
    const attachment = await attach(held.conversation, run.file, (part) => change(key, { part }), run.stop.signal);
    change(key, { state: "ready", attachment });
    running.delete(key);
  } catch (err) {
    if (run.stop.signal.aborted) return;
    const passing = err instanceof Problem && !["invalid", "too_large", "forbidden"].includes(err.code);
    change(key, { state: "failed", why: wholeText(err), again: passing });
  }
}

export function drop(key: string) {
  running.get(key)?.stop.abort();
  running.delete(key);
  const gone = tray.get().find((h) => h.key === key);
  if (gone?.preview) URL.revokeObjectURL(gone.preview);
  tray.set((all) => all.filter((h) => h.key !== key));
}

/** Takes what is ready out of the tray, to be sent. */
export function takeReady(conversation: string): Attachment[] {
  const ready = tray.get().filter((h) => h.conversation === conversation && h.attachment);
  for (const h of ready) drop(h.key);
  return ready.flatMap((h) => h.attachment ?? []);
}
