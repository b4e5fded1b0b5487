import type { Event } from "@/api/types";

// What the log says, as it is read: mended messages with their new text, those taken back without any, what was split off elsewhere left
// out, and what a merge brought put in its place in time. The log itself stays as it came.

export interface Shown {
  /** Stays the same as long as the message does. */
  key: string;
  event: Event;
  /** It comes from another log: its seq means nothing here. */
  foreign?: boolean;
}

export function shown(log: Event[]): Shown[] {
  const undone = new Set(log.flatMap((e) => (e.kind === "undone" ? [e.payload.ref] : [])));
  const away = log.flatMap((e) => (e.kind === "split" && e.payload.into && !undone.has(e.seq) ? [e.payload] : []));
  const gone = (e: Event) => away.some((p) => p.from <= e.seq && e.seq <= p.to);
  const out: Shown[] = revised(log)
    .filter((e) => !gone(e) && e.kind !== "edited" && e.kind !== "recalled")
    .map((event) => ({ key: String(event.seq), event }));
  for (const e of log) {
    if ((e.kind !== "merged" && e.kind !== "split") || !e.payload.events || undone.has(e.seq) || gone(e)) continue;
    for (const [i, event] of e.payload.events.entries()) place(out, { key: `${e.seq}.${i}`, event, foreign: true });
  }
  return out;
}

/** Puts a message of another log behind everything that is older. */
function place(list: Shown[], one: Shown) {
  let at = list.length;
  while (at > 0 && (list[at - 1] as Shown).event.at > one.event.at) at--;
  list.splice(at, 0, one);
}

function revised(log: Event[]): Event[] {
  const news = new Map<number, { text: string; edited?: boolean; recalled?: boolean; was?: string }>();
  for (const e of log) {
    if (e.kind !== "edited" && e.kind !== "recalled") continue;
    // Staff may read what it said first, however often it was mended.
    const was = news.get(e.payload.ref)?.was ?? e.payload.was;
    if (e.kind === "edited") news.set(e.payload.ref, { text: e.payload.text, edited: true, was });
    else news.set(e.payload.ref, { text: "", recalled: true, was: e.payload.was ?? was });
  }
  if (news.size === 0) return log;
  return log.map((e) => {
    if (e.kind !== "message" && e.kind !== "note") return e;
    let { payload } = e;
    const mine = news.get(e.seq);
    if (mine) payload = { ...payload, ...mine, ...(mine.recalled && { attachments: undefined, quote: undefined }) };
    const quote = "quote" in payload ? payload.quote : undefined;
    if (quote && news.get(quote.seq)?.recalled) payload = { ...payload, quote: { ...quote, text: "" } };
    return payload === e.payload ? e : ({ ...e, payload } as Event);
  });
}
