import { Centrifuge, type Subscription } from "centrifuge";
import type { Event, Row } from "@/api/types";
import { createStore } from "@/kit/store";

// One socket for the whole console. Server-side subscriptions bring the inbox; an open conversation adds its own channel.
// Publications only make things fast: what is true is read from the log (see conversation/log.ts).

export type InboxNews =
  | { type: "row"; row: Row }
  | { type: "article"; id: string; state: string }
  | { type: "promises"; conversation: string }
  | { type: "heads"; heads: Record<string, number> }
  | { type: "mention"; staff: string; conversation: string }
  | { type: "presence"; staff: Colleague[] };

export type ConversationNews =
  | { type: "event"; event: Event }
  | { type: "delta"; run: string; offset: number; text: string }
  | { type: "run"; run: string; state: "thinking" | "writing" | "ended" | "interrupted" }
  | { type: "typing"; actor: { kind: string; id?: string; name?: string }; note?: boolean }
  | { type: "seen"; seq: number }
  | { type: "later" }
  | { type: "head"; seq: number }
  | { type: "viewing"; staff: { id: string; name: string }[] };

export interface Colleague {
  id: string;
  name: string;
  away?: boolean;
}

export type Line = "connecting" | "connected" | "lost";

export const lineStore = createStore<Line>("connecting");
export const presenceStore = createStore<Colleague[]>([]);

export interface Connection {
  follow(id: string, on: (news: ConversationNews) => void, joined: () => void): () => void;
  stop(): void;
}

export function connect(onNews: (news: InboxNews) => void, onLine: (again: boolean) => void): Connection {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new Centrifuge(`${scheme}//${location.host}/api/v1/realtime`, {
    minReconnectDelay: 300,
    maxReconnectDelay: 3000, // a server that comes back is found within five seconds
  });
  let before = false;
  socket.on("connected", () => {
    lineStore.set("connected");
    onLine(before);
    before = true;
  });
  socket.on("connecting", () => lineStore.set(before ? "lost" : "connecting"));
  socket.on("disconnected", () => lineStore.set("lost"));
  socket.on("publication", ({ data }) => {
    const news = data as InboxNews;
    if (news.type === "presence") presenceStore.set(news.staff);
    onNews(news);
  });
  socket.connect();

  return {
    follow(id, on, joined) {
      const channel = `conversation:${id}`;
      const subscription: Subscription = socket.getSubscription(channel) ?? socket.newSubscription(channel);
      subscription.on("publication", ({ data }) => on(data as ConversationNews));
      subscription.on("subscribed", joined);
      subscription.subscribe();
      return () => {
        subscription.unsubscribe();
        subscription.removeAllListeners();
        socket.removeSubscription(subscription);
      };
    },
    stop() {
      socket.disconnect();
    },
  };
}
