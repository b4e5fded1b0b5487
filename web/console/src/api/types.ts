// The words of the HTTP contract (docs/api.md) as types. One place; every request file uses them.

export type Role = "viewer" | "agent" | "operator" | "admin" | "owner";
export type Status = "open" | "waiting" | "taken" | "closed";
export type ActorKind = "contact" | "assistant" | "agent" | "system";
export type Outcome = "answered" | "asked" | "handed_off" | "declined" | "smalltalk";
export type HandoffReason = "asked" | "legal" | "danger" | "anger" | "failure" | "unknown";
export type ArticleState = "draft" | "published";

export interface Actor {
  kind: ActorKind;
  id: string;
  name: string;
}

export interface Evidence {
  id: string;
  kind: "article" | "product" | "order" | "policy" | "tool";
  ref: string;
  quote: string;
  title?: string;
  locale?: string;
  url?: string;
  score?: number;
}

export interface Attachment {
  id: string;
  name: string;
  type: string;
  size: number;
  url: string;
}

export interface MessagePayload {
  text: string;
  locale?: string;
  attachments?: Attachment[];
  evidence?: Evidence[];
  outcome?: Outcome;
  engine?: string;
  run?: string;
  first_token_ms?: number;
  total_ms?: number;
  interrupted?: boolean;
  understood?: unknown;
  checked?: unknown;
}

interface EventOf<K extends string, P> {
  seq: number;
  kind: K;
  actor: Actor;
  at: string;
  client_key?: string;
  payload: P;
}

export type Event =
  | EventOf<"message", MessagePayload>
  | EventOf<"note", { text: string }>
  | EventOf<"handoff", { reason?: HandoffReason; queue?: string; on_duty?: boolean; summary?: string }>
  | EventOf<"joined" | "left", { name?: string }>
  | EventOf<"closed", { reason?: string }>
  | EventOf<"reopened", Record<string, never>>
  | EventOf<"rating", { score: number; comment?: string }>;

export interface Run {
  id: string;
  text: string;
}

export interface Row {
  id: string;
  status: Status;
  queue?: string;
  locale: string;
  country?: string;
  subject?: string;
  contact: { id: string; name?: string; email?: string; verified?: boolean };
  assignee?: { id: string; name: string };
  head: number;
  unread: number;
  last?: { text: string; at: string; actor: { kind: ActorKind; name?: string } };
  waiting_since?: string;
  handoff_reason?: HandoffReason;
  rating?: number;
  page?: { url?: string; title?: string; product_id?: string };
  created_at: string;
  updated_at: string;
  version: number;
}

export interface Card {
  contact: {
    id: string;
    name?: string;
    email?: string;
    verified?: boolean;
    conversations?: number;
  };
  first_seen?: string;
  locale: string;
  language?: { en: string; zh: string };
  local_time?: string;
  zone?: string;
  verified_by?: string;
  summary?: string[];
  tried?: { question: string; outcome: Outcome; refs?: { kind: string; ref: string; title?: string }[] }[];
  handoff?: { reason: HandoffReason; at: string };
  page?: { url?: string; title?: string; product_id?: string };
  product?: { id: string; name: string };
  orders?: { id: string; status: string; total: number; currency: string; ordered_at?: string }[];
  past?: { id: string; subject?: string; status: Status; at: string }[];
}

export interface Counts {
  open: number;
  waiting: number;
  taken: number;
  closed: number;
  mine: number;
}

export interface ConversationPage {
  conversations: Row[];
  next?: string;
  counts: Counts;
}

export interface Staff {
  id: string;
  name: string;
  email: string;
  role: Role;
  locale?: string;
  disabled?: boolean;
  away?: boolean;
  last_seen_at?: string;
}

export interface Shop {
  id: string;
  slug: string;
  name: string;
  locale: string;
  country?: string;
  locales?: string[];
  accent?: string;
  domains?: string[];
  created_at?: string;
}

export interface Session {
  staff: Staff;
  shop: Shop;
  csrf: string;
}

export interface Contact {
  id: string;
  name?: string;
  email?: string;
  verified?: boolean;
  locale?: string;
  country?: string;
  created_at?: string;
  conversations?: number | Row[];
}

export interface Variant {
  locale: string;
  market?: string;
  title: string;
  body: string;
}

export interface ArticleRow {
  id: string;
  lang: string;
  title: string;
  tags?: string[];
  state: ArticleState;
  market?: string;
  variants?: string[];
  updated_at: string;
  updated_by?: string;
  version: number;
  answers?: number;
}

export interface Article extends Omit<ArticleRow, "variants"> {
  body: string;
  variants?: Variant[];
}

export interface ArticleDraft {
  id?: string;
  lang: string;
  title: string;
  body: string;
  tags: string[];
  market?: string;
  variants?: Variant[];
  state: ArticleState;
  version?: number;
}

export interface Trial {
  handoff?: HandoffReason;
  text: string;
  locale: string;
  outcome: Outcome;
  evidence?: Evidence[];
  understood?: unknown;
  checked?: unknown;
  engine?: string;
  first_token_ms?: number;
  total_ms?: number;
}

export interface Token {
  id: string;
  name: string;
  role: Role;
  created_at?: string;
  last_used_at?: string;
  token?: string;
}

export interface AuditEntry {
  id: string;
  at: string;
  actor: { id: string; name: string };
  action: string;
  target?: string;
  detail?: string;
}
