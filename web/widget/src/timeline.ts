// The conversation as the screen shows it: committed events, answers being written, and what still waits to be
// sent. Pure functions; the same input always gives the same rows.
import { shown } from './shown'
import type { Actor, Attachment, Entry, Ev, Evidence, Quote, Seen, Status, Table } from './types'

export interface Run {
  id: string
  text: string
  /** The newest event when the run began: the answer stands after it. */
  after: number
  /** She stopped it or wrote on: later deltas are not shown. */
  cut?: boolean
}

export interface Log {
  seq: number
  events: Ev[]
  runs: Run[]
  status: Status
  agent: string
  onDuty: boolean
}

export const empty: Log = { seq: 0, events: [], runs: [], status: 'open', agent: '', onDuty: true }

const statusAfter: Record<string, Status> = {
  handoff: 'waiting',
  joined: 'taken',
  left: 'open',
  closed: 'closed',
  reopened: 'open',
}

/** Takes committed events in; repeated ones change nothing. */
export function addEvents(log: Log, events: Ev[]): Log {
  const seen = new Set(log.events.map((e) => e.seq))
  const fresh = events.filter((e) => !seen.has(e.seq) && seen.add(e.seq))
  if (!fresh.length) return log
  const all = [...log.events, ...fresh].sort((a, b) => a.seq - b.seq)
  const ended = new Set(fresh.map((e) => e.payload.run))
  // An answer also ends what an earlier attempt had begun to write before the server died.
  const answered = Math.max(
    0,
    ...fresh.map((e) => (e.actor.kind === 'assistant' && e.payload.run ? e.seq : 0)),
  )
  const next: Log = {
    ...log,
    events: all,
    seq: (all.at(-1) as Ev).seq,
    runs: log.runs.filter((r) => !ended.has(r.id) && r.after >= answered),
  }
  return stand(next)
}

/** Whether the assistant says nothing in this state. */
const silent = (status: Status) => status === 'taken' || status === 'closed'

/** Who answers, told from the whole log. */
function stand(log: Log): Log {
  let { status, agent, onDuty } = empty
  for (const e of log.events) {
    // Asking again while a person is there changes nothing.
    if (e.kind === 'handoff' && status === 'taken') continue
    status = statusAfter[e.kind] || e.payload.status || status
    if (e.payload.status) agent = e.payload.name || ''
    if (e.kind === 'handoff') onDuty = e.payload.on_duty !== false
    if (e.kind === 'joined') agent = e.payload.name || e.actor.name || ''
    if (e.kind === 'left') agent = ''
  }
  // A person answers now, or nobody any more: an answer without a word has no place.
  const runs = silent(status) ? log.runs.filter((r) => r.text).map((r) => ({ ...r, cut: true })) : log.runs
  return { ...log, status, agent, onDuty, runs }
}

function change(log: Log, id: string, edit: (run: Run) => Run): Log {
  const known = log.runs.find((r) => r.id === id)
  const done = log.events.some((e) => e.payload.run === id)
  if (done || (!known && silent(log.status))) return log
  const run = edit(known || { id, text: '', after: log.seq })
  if (run === known) return log
  return { ...log, runs: known ? log.runs.map((r) => (r === known ? run : r)) : [...log.runs, run] }
}

/**
 * Adds released text. `offset` counts UTF-16 units, as JavaScript's strings do. Text that was already there is
 * kept; a hole (an offset beyond what we have) is left out, the finished message will bring it.
 */
export function addDelta(log: Log, id: string, offset: number, text: string): Log {
  return change(log, id, (run) => {
    if (run.cut || offset > run.text.length || offset + text.length <= run.text.length) return run
    return { ...run, text: run.text.slice(0, offset) + text }
  })
}

/** Whether a delta cannot be placed because earlier text is missing. */
export function hasHole(log: Log, id: string, offset: number): boolean {
  const run = log.runs.find((r) => r.id === id)
  return offset > (run ? run.text.length : 0) && !run?.cut && !log.events.some((e) => e.payload.run === id)
}

export function setRun(log: Log, id: string, state: string): Log {
  if (state === 'thinking' || state === 'writing') return change(log, id, (run) => run)
  const run = log.runs.find((r) => r.id === id)
  if (!run) return log
  // Without a word there is nothing to keep; with words the message event is about to come.
  if (!run.text) return { ...log, runs: log.runs.filter((r) => r !== run) }
  return state === 'interrupted' ? change(log, id, (r) => ({ ...r, cut: true })) : log
}

/** The answer that is being written right now. */
export function live(log: Log): Run | undefined {
  return log.runs.findLast((r) => !r.cut)
}

/** Ends every answer on the screen at once; tells what she had seen of the newest. */
export function cutRuns(log: Log): { log: Log; seen?: Seen } {
  const run = live(log)
  if (!run) return { log }
  const runs = log.runs.filter((r) => r.text).map((r) => ({ ...r, cut: true }))
  return { log: { ...log, runs }, seen: { run: run.id, offset: run.text.length } }
}

export type RowState = 'sent' | 'sending' | 'failed' | 'live' | 'stopped'

export interface Row {
  /** Stays the same from the first keystroke to the committed event, so the element is never replaced. */
  key: string
  type: 'message' | 'line'
  kind: string
  actor: Actor
  at: number
  text: string
  locale?: string
  state: RowState
  /** First of its sender, after which the name is written. */
  first: boolean
  /** Of a message that can be answered to; 0 for others. */
  seq?: number
  quote?: Quote
  edited?: boolean
  recalled?: boolean
  onDuty?: boolean
  score?: number
  evidence?: Evidence[]
  table?: Table
  files?: Attachment[]
  entry?: Entry
}

const lines = new Set(['handoff', 'joined', 'left', 'closed', 'reopened', 'rating'])

function eventRow(e: Ev): Row | undefined {
  const p = e.payload
  const at = Date.parse(e.at)
  const key = p.run
    ? `r${p.run}`
    : e.client_key && e.actor.kind === 'contact'
      ? `k${e.client_key}`
      : `s${e.seq}`
  const row: Row = {
    key,
    type: 'line',
    kind: e.kind,
    actor: e.actor,
    at,
    text: p.text || '',
    state: 'sent',
    first: false,
  }
  if (lines.has(e.kind)) {
    const actor = { ...e.actor, name: p.name || e.actor.name }
    return { ...row, actor, onDuty: p.on_duty !== false, score: p.score }
  }
  if (e.kind !== 'message') return undefined
  return {
    ...row,
    type: 'message',
    seq: Math.max(0, e.seq),
    quote: p.quote,
    edited: p.edited,
    recalled: p.recalled,
    locale: p.locale,
    state: p.interrupted ? 'stopped' : 'sent',
    evidence: p.evidence?.filter((v) => v.title && v.kind !== 'tool') || undefined,
    table: p.table || undefined,
    files: p.attachments || undefined,
  }
}

function entryRow(entry: Entry): Row {
  return {
    key: `k${entry.key}`,
    type: 'message',
    kind: 'message',
    actor: { kind: 'contact' },
    at: entry.at,
    text: entry.text || '',
    state: entry.failed ? 'failed' : 'sending',
    first: false,
    quote: entry.quote,
    files: entry.files,
    entry,
  }
}

export function rows(log: Log, waiting: Entry[]): Row[] {
  const out: Row[] = []
  const sent = new Set(log.events.map((e) => e.client_key))
  const writing = [...log.runs]
  const run = (r: Run) => {
    out.push({
      key: `r${r.id}`,
      type: 'message',
      kind: 'message',
      actor: { kind: 'assistant' },
      at: out.at(-1)?.at || 0,
      text: r.text,
      state: r.cut ? 'stopped' : 'live',
      first: false,
    })
  }
  for (const e of shown(log.events)) {
    while (writing[0] && writing[0].after < e.seq) run(writing.shift() as Run)
    const row = eventRow(e)
    if (row) out.push(row)
  }
  writing.forEach(run)
  for (const entry of waiting) if (entry.kind === 'message' && !sent.has(entry.key)) out.push(entryRow(entry))

  let speaker = ''
  for (const row of out) {
    const who =
      row.type === 'message' ? row.actor.kind + (row.actor.kind === 'agent' ? row.actor.name : '') : ''
    row.first = row.type === 'message' && who !== speaker
    speaker = who
  }
  return out
}

/** How many answers she has not seen. */
export function unread(log: Log, read: number): number {
  return log.events.filter(
    (e) => e.seq > read && e.kind === 'message' && (e.actor.kind === 'assistant' || e.actor.kind === 'agent'),
  ).length
}
