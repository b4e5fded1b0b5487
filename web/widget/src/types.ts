// What travels over the wire (docs/api.md) and what the parts of the widget hand to each other.

export type ActorKind = 'contact' | 'assistant' | 'agent' | 'system'

export interface Actor {
  kind: ActorKind
  id?: string
  name?: string
}

export interface Evidence {
  id: string
  kind: 'article' | 'product' | 'order' | 'policy' | 'tool'
  ref?: string
  quote?: string
  title?: string
  locale?: string
  url?: string | null
}

export interface Attachment {
  id: string
  name: string
  type: string
  size: number
  url: string
}

/** Products side by side; the text beside it says what decides. */
export interface Table {
  caption: string
  columns: string[]
  rows: { label: string; cells: string[]; same?: boolean }[]
}

/** The message that another one answers to. */
export interface Quote {
  seq: number
  text: string
  actor: Actor
}

export interface Payload {
  text?: string
  quote?: Quote
  edited?: boolean
  recalled?: boolean
  /** Of `edited`, `recalled`, `undone`: the event that is meant. */
  ref?: number
  /** Of `merged` and `split`: the other conversation, and messages of it. */
  into?: string
  from?: number | string
  to?: number
  events?: Ev[]
  status?: Status
  locale?: string
  attachments?: Attachment[] | null
  evidence?: Evidence[] | null
  table?: Table | null
  run?: string | null
  interrupted?: boolean | null
  on_duty?: boolean | null
  name?: string | null
  score?: number
}

export interface Ev {
  seq: number
  kind: string
  actor: Actor
  at: string
  client_key?: string | null
  payload: Payload
}

export type Status = 'open' | 'waiting' | 'taken' | 'closed'

export interface Conversation {
  id: string
  status: Status
  last?: { text: string; at: string; actor?: Actor } | null
  agent?: { name: string } | null
  updated_at: string
}

/** The answer of GET /visitor/widget. */
export interface Config {
  name: string
  accent?: string | null
  locale?: string
  dir?: string
  greeting?: string | null
  ai_disclosure?: string | null
  on_duty?: boolean | null
}

export interface Page {
  url: string
  title?: string
  product_id?: string
}

/** Options of `Parley('boot', …)` and `Parley('update', …)`. */
export interface Options {
  identity_token?: string | null
  locale?: string | null
  country?: string | null
  page?: string | Page | null
}

/** What she saw of a run when she wrote on. */
export interface Seen {
  run: string
  offset: number
}

/** One thing that still has to reach the server. */
export interface Entry {
  key: string
  /** A conversation's id, or a local name beginning with `~` while the conversation does not exist yet. */
  conv: string
  kind: 'message' | 'handoff'
  at: number
  text?: string
  seen?: Seen
  files?: Attachment[]
  quote?: Quote
  failed?: string
}

/** What the loader hands to the launcher. */
export interface Boot {
  base: string
  shop: string
  accent?: string
  position?: string
  locale: string
  country?: string
  /** `window.Parley` calls made before the launcher was there. */
  queue: unknown[][]
  config: Promise<Config | null>
}
