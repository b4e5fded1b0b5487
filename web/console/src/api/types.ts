// The words of the HTTP contract as types. The shapes come from the server's own description (openapi.json → schema.d.ts,
// `npm run api`); what a description cannot say, the closed word lists and the payload of each kind of event, stands here.
import type { components } from "./schema";

type Schemas = components["schemas"];

/** Go writes "maybe null" for every list; the server sends lists. */
type Sure<T> = T extends readonly (infer U)[]
  ? Sure<U>[]
  : T extends object
    ? { [K in keyof T]: Sure<Exclude<T[K], null>> }
    : T;

/** A shape with some of its fields told more exactly. */
type With<K extends keyof Schemas, More> = Omit<Sure<Schemas[K]>, keyof More> & More;

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

export type Attachment = Schemas["ConversationAttachment"];
export type Comparison = Schemas["ConversationTable"];

/** One use of a tool by a model. */
export interface ToolCall {
  name: string;
  /** JSON, or plain text when the model wrote no JSON. */
  arguments?: string;
  result?: string;
  ms?: number;
  error?: string;
}

/** How an answer came about; only staff get it, and an engine tells what it knows. */
export interface Telling {
  engine?: string;
  /** Why another engine had to step in. */
  fallback?: string;
  first_token_ms?: number;
  total_ms?: number;
  timings?: { understand_ms?: number; retrieve_ms?: number; compose_ms?: number; check_ms?: number };
  usage?: { input_tokens?: number; output_tokens?: number; cost?: number; currency?: string };
  tools?: ToolCall[];
  understood?: unknown;
  checked?: unknown;
}

/** The message that another one answers to. */
export interface Quote {
  seq: number;
  text: string;
  actor: { kind: ActorKind; name?: string };
}

export interface Person {
  id: string;
  name: string;
}

/** A message that has been mended or taken back. */
interface Revised {
  edited?: boolean;
  recalled?: boolean;
  /** What it said first, for staff; put here by conversation/shown.ts. */
  was?: string;
}

export interface MessagePayload extends Telling, Revised {
  text: string;
  quote?: Quote;
  locale?: string;
  attachments?: Attachment[];
  evidence?: Evidence[];
  table?: Comparison;
  outcome?: Outcome;
  run?: string;
  interrupted?: boolean;
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
  | EventOf<"note", { text: string; mentions?: Person[] } & Revised>
  | EventOf<"edited", { ref: number; text: string; was?: string }>
  | EventOf<"recalled", { ref: number; was?: string }>
  | EventOf<"merged", { from?: string; into?: string; events?: Event[] }>
  | EventOf<"split", { into?: string; of?: string; from: number; to: number; events?: Event[] }>
  | EventOf<"undone", { ref: number; into?: string }>
  | EventOf<"tagged", { added?: Person[]; removed?: Person[] }>
  | EventOf<"filled", { values: Record<string, string>; names: Record<string, string> }>
  | EventOf<"snoozed", { until?: string }>
  | EventOf<"woken", { why: "time" | "wrote" | "hand" }>
  | EventOf<"unsent", { id: string; by: Person; text: string; reason: "wrote" | "taken" }>
  | EventOf<"handoff", { reason?: HandoffReason; queue?: string; on_duty?: boolean; summary?: string }>
  | EventOf<"joined" | "left", { name?: string }>
  | EventOf<"closed", { reason?: string; comment?: string }>
  | EventOf<"reopened", Record<string, never>>
  | EventOf<"rating", { score: number; comment?: string }>;

export type Later = Schemas["ConversationLater"];
export type DeskWord = Schemas["ConversationWord"];
export type DeskWords = Schemas["DeskWords"];
export type DeskRules = Schemas["ConversationRules"];

export type Run = Sure<Schemas["RunAnswer"]>;

export type Row = With<
  "ConversationConversation",
  { status: Status; handoff_reason?: HandoffReason; last?: With<"ConversationLast", { actor: Actor }> }
>;

export type PromiseState = "open" | "broken" | "kept" | "withdrawn";
/** What was promised to a customer by a time; the plain word belongs to the language. */
export type DatedPromise = With<"PromisePromise", { state: PromiseState; by: Actor }>;
export type PromisePage = With<"PromiseList", { promises: DatedPromise[] }>;

export type Card = With<
  "DeskCard",
  {
    promises: DatedPromise[];
    tried: With<"DeskTried", { outcome: Outcome }>[];
    handoff?: With<"DeskHandoff", { reason: HandoffReason }>;
    past: With<"DeskPast", { status: Status }>[];
  }
>;

export type Counts = Record<Status | "mine" | "mentioned", number>;
export type ConversationPage = With<"Inbox", { conversations: Row[]; counts: Counts }>;

export type Staff = With<"StaffMember", { role: Role }>;
export type Shop = Sure<Schemas["ShopShop"]>;
export type Session = With<"MeAnswer", { staff: Staff; shop: Shop }>;

export type Contact = Sure<Schemas["ConversationContact"]>;
export type ContactWithRows = With<"ContactAnswer", { conversations: Row[] }>;

export type Variant = Schemas["KnowledgeVariant"];
export type ArticleRow = With<"ArticleRow", { state: ArticleState }>;
export type Article = With<"KnowledgeArticle", { state: ArticleState }>;
export type ArticleDraft = Sure<Schemas["ArticleBody"]>;
export type Trial = With<"TryAnswer", { outcome: Outcome; evidence?: Evidence[]; handoff?: HandoffReason }>;

export type Token = With<"StaffToken", { role: Role }>;
export type Failure = Sure<Schemas["DeadLetter"]>;
export type AuditEntry = Sure<Schemas["StaffEntry"]>;

export type UnknownWord = Schemas["OwnwordsMet"];
export type OwnWord = With<"OwnwordsEntry", { concepts: string[]; means: string[] }>;
export type Concept = Schemas["OwnwordsConcept"];
export type Suggested = Sure<Schemas["OpenaiSuggested"]>;

export type Macro = Sure<Schemas["MacroMacro"]>;
export type MacroDraft = Sure<Schemas["MacroDraft"]>;
export type MacroText = Sure<Schemas["MacroText"]>;
export type Filled = Sure<Schemas["MacroFilled"]>;
export type Known = Sure<Schemas["DeskKnown"]>;
