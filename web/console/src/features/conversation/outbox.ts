import type { QueryClient } from "@tanstack/react-query";
import { Problem } from "@/api/client";
import { note, say } from "@/api/conversations";
import type { Attachment, Quote } from "@/api/types";
import { wholeText } from "@/kit/problem";
import { createStore, useStore } from "@/kit/store";
import { addEvents } from "./log";

// What was written and has no seq yet. Kept across reloads; the client_key makes sending it again harmless.

export interface Pending {
  client_key: string;
  conversation: string;
  kind: "reply" | "note";
  text: string;
  files?: Attachment[];
  quote?: Quote;
  /** What its writer had read when she began. */
  after?: number;
  mentions?: string[];
  at: string;
  /** asking: a colleague has answered meanwhile; the writer decides. */
  state: "sending" | "failed" | "asking";
  /** Who it was. */
  by?: string;
  /** Why it failed, in words. */
  why?: string;
}

const KEY = "parley.outbox";

function load(): Pending[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]") as Pending[];
    return kept.map((p) => ({ ...p, state: "failed" }));
  } catch {
    return [];
  }
}

export const outbox = createStore<Pending[]>(load());
outbox.subscribe(() => localStorage.setItem(KEY, JSON.stringify(outbox.get())));

/** randomUUID exists only on https and localhost; a console in a company network may be neither. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
}

const change = (key: string, part: Partial<Pending>) =>
  outbox.set((all) => all.map((p) => (p.client_key === key ? { ...p, ...part } : p)));
export const discard = (key: string) => outbox.set((all) => all.filter((p) => p.client_key !== key));

const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));
const passing = (err: unknown) =>
  err instanceof Problem && ["offline", "unavailable", "rate_limited"].includes(err.code);

// One after the other in each conversation, so that they arrive in the order in which they were written.
const queues = new Map<string, Promise<unknown>>();

export function deliver(client: QueryClient, item: Pending) {
  const before = queues.get(item.conversation) ?? Promise.resolve();
  const mine = before.then(() => attempt(client, item));
  queues.set(item.conversation, mine);
  return mine;
}

/** Tells whether it was sent. */
async function attempt(client: QueryClient, item: Pending): Promise<boolean> {
  change(item.client_key, { state: "sending", why: undefined });
  const send = item.kind === "note" ? note : say;
  for (let n = 0; ; n++) {
    try {
      const event = await send(item.conversation, {
        client_key: item.client_key,
        text: item.text,
        attachments: item.files?.map((f) => f.id),
        quote: item.quote?.seq,
        after_seq: item.after,
        mentions: item.mentions,
      });
      addEvents(client, item.conversation, [event]);
      discard(item.client_key);
      return true;
    } catch (err) {
      if (n < 2 && passing(err)) {
        await pause(600 * 3 ** n);
        continue;
      }
      if (err instanceof Problem && err.why.reason === "said_since")
        change(item.client_key, { state: "asking", by: String(err.why.params?.name ?? "") });
      else change(item.client_key, { state: "failed", why: wholeText(err) });
      return false;
    }
  }
}

type Written = Pick<Pending, "kind" | "text" | "files" | "quote" | "after" | "mentions">;

export function write(client: QueryClient, conversation: string, what: Written) {
  const item: Pending = { ...what, client_key: newKey(), conversation, at: new Date().toISOString(), state: "sending" };
  outbox.set((all) => [...all, item]);
  return deliver(client, item);
}

/** Sends although a colleague has answered: the writer has read it now. */
export const sendAnyway = (client: QueryClient, item: Pending) => {
  change(item.client_key, { after: undefined });
  return deliver(client, { ...item, after: undefined });
};

export const usePending = (conversation: string) => useStore(outbox).filter((p) => p.conversation === conversation);
