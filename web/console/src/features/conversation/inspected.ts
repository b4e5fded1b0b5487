import type { Event } from "@/api/types";

export type MessageEvent = Extract<Event, { kind: "message" }>;

/** An answer with the question before it: what the inspector explains and can ask once more. */
export interface Inspected {
  event: MessageEvent;
  question?: string;
  country?: string;
}

export function inspectedOf(events: Event[] | undefined, seq: number | undefined, country?: string): Inspected | null {
  const event = events?.find((e) => e.seq === seq);
  if (!events || event?.kind !== "message") return null;
  let question: string | undefined;
  for (const e of events) {
    if (e.seq >= event.seq) break;
    if (e.kind === "message" && e.actor.kind === "contact" && e.payload.text) question = e.payload.text;
  }
  return { event, question, country: country || undefined };
}
