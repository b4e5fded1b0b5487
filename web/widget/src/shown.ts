// The log as it is read: mended messages with their new text, those taken back without any, what went to another conversation left out,
// and what a merge brought put in its place in time.
import type { Ev } from './types'

export function shown(log: Ev[]): Ev[] {
  const undone = new Set(log.map((e) => (e.kind === 'undone' ? e.payload.ref : 0)))
  const counts = (e: Ev) => (e.kind === 'split' || e.kind === 'merged') && !undone.has(e.seq)
  const away = log.filter((e) => counts(e) && e.kind === 'split' && e.payload.into).map((e) => e.payload)
  const gone = (e: Ev) => away.some((p) => (p.from as number) <= e.seq && e.seq <= (p.to as number))
  const out = log.map((e) => revised(e, log)).filter((e) => !gone(e))
  for (const e of log)
    if (counts(e) && !gone(e))
      for (const one of e.payload.events || []) {
        let at = out.length
        while (at > 0 && (out[at - 1] as Ev).at > one.at) at--
        // Its seq belongs to another log: it is made one that no event here has.
        out.splice(at, 0, { ...one, seq: -(e.seq * 1e6 + one.seq) })
      }
  return out
}

/** The message as it stands now. */
function revised(e: Ev, log: Ev[]): Ev {
  if (e.kind !== 'message') return e
  const last = (ref: number) =>
    log.findLast((r) => (r.kind === 'edited' || r.kind === 'recalled') && r.payload.ref === ref)
  const mine = last(e.seq)
  const { quote } = e.payload
  let payload = e.payload
  if (mine?.kind === 'edited') payload = { ...payload, text: mine.payload.text, edited: true }
  if (mine?.kind === 'recalled') payload = { recalled: true }
  if (quote && last(quote.seq)?.kind === 'recalled') payload = { ...payload, quote: { ...quote, text: '' } }
  return payload === e.payload ? e : { ...e, payload }
}

/** Where she goes on when this conversation was merged into another. One that was split is still hers to read. */
export function onward(log: Ev[]): string | undefined {
  const undone = new Set(log.map((e) => (e.kind === 'undone' ? e.payload.ref : 0)))
  return log.findLast((e) => e.kind !== 'split' && e.payload.into && !undone.has(e.seq))?.payload.into
}
