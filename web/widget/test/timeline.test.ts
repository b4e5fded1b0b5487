import { expect, test } from 'vitest'
import {
  addDelta,
  addEvents,
  cutRuns,
  empty,
  hasHole,
  type Log,
  live,
  rows,
  setRun,
  unread,
} from '../src/timeline'
import type { Ev } from '../src/types'

const at = '2026-11-21T09:00:00.000Z'
const asks = (seq: number, key: string): Ev => ({
  seq,
  kind: 'message',
  actor: { kind: 'contact' },
  at,
  client_key: key,
  payload: { text: `q${seq}` },
})
const answers = (seq: number, run: string, text: string, interrupted = false): Ev => ({
  seq,
  kind: 'message',
  actor: { kind: 'assistant' },
  at,
  payload: { text, run, interrupted },
})
const line = (seq: number, kind: string, payload = {}): Ev => ({
  seq,
  kind,
  actor: { kind: 'agent' },
  at,
  payload,
})
const entry = (key: string) => ({ key, conv: 'c', kind: 'message' as const, at: 1, text: key })
const shown = (log: Log, ...keys: string[]) => rows(log, keys.map(entry)).map((r) => [r.key, r.text, r.state])

test('events come in any order and more than once', () => {
  const log = addEvents(addEvents(empty, [asks(2, 'b')]), [asks(2, 'b'), asks(1, 'a')])
  expect(log.events.map((e) => e.seq)).toEqual([1, 2])
  expect(log.seq).toBe(2)
  expect(addEvents(log, [asks(1, 'a')])).toBe(log)
})

test('deltas are placed by their offset in UTF-16 units', () => {
  let log = addDelta(empty, 'r', 0, 'Hi 👋 ')
  expect('Hi 👋 '.length).toBe(6)
  log = addDelta(log, 'r', 6, 'there')
  expect(live(log)?.text).toBe('Hi 👋 there')
  // Repeated, overlapping, and a late joiner's text so far.
  expect(addDelta(log, 'r', 6, 'there')).toBe(log)
  expect(live(addDelta(log, 'r', 0, 'Hi 👋 there, you'))?.text).toBe('Hi 👋 there, you')
})

test('a hole is noticed and not painted over', () => {
  const log = addDelta(empty, 'r', 0, 'abc')
  expect(hasHole(log, 'r', 3)).toBe(false)
  expect(hasHole(log, 'r', 5)).toBe(true)
  expect(live(addDelta(log, 'r', 5, 'x'))?.text).toBe('abc')
})

test('the message replaces the deltas under the same key', () => {
  let log = addEvents(empty, [asks(1, 'a')])
  log = addDelta(log, 'r', 0, 'Two ye')
  expect(shown(log)).toEqual([
    ['ka', 'q1', 'sent'],
    ['rr', 'Two ye', 'live'],
  ])
  log = addEvents(log, [answers(2, 'r', 'Two years.')])
  expect(shown(log)[1]).toEqual(['rr', 'Two years.', 'sent'])
  expect(addDelta(log, 'r', 6, 'late')).toBe(log)
})

test('a table comes with the finished message, not before', () => {
  const table = {
    caption: 'Comparison',
    columns: ['One', 'Duo'],
    rows: [{ label: 'Price', cells: ['1', '2'] }],
  }
  const log = addDelta(addEvents(empty, [asks(1, 'a')]), 'r1', 0, 'Price')
  expect(rows(log, []).at(-1)?.table).toBeUndefined()
  const said = answers(2, 'r1', 'Price: 1')
  const done = addEvents(log, [{ ...said, payload: { ...said.payload, table } }])
  expect(rows(done, []).at(-1)?.table).toEqual(table)
})

test('writing on ends the answer at once and tells what was seen', () => {
  let log = addDelta(addEvents(empty, [asks(1, 'a')]), 'r', 0, 'Two ye')
  const cut = cutRuns(log)
  expect(cut.seen).toEqual({ run: 'r', offset: 6 })
  log = addDelta(cut.log, 'r', 6, 'ars.')
  expect(live(log)).toBeUndefined()
  expect(shown(log, 'b')).toEqual([
    ['ka', 'q1', 'sent'],
    ['rr', 'Two ye', 'stopped'],
    ['kb', 'b', 'sending'],
  ])
  // Her message is confirmed before the interrupted one arrives: the order on the screen stays.
  log = addEvents(log, [asks(3, 'b')])
  expect(shown(log, 'b').map((r) => r[0])).toEqual(['ka', 'rr', 'kb'])
  log = addEvents(log, [answers(2, 'r', 'Two ye', true)])
  expect(shown(log).map((r) => [r[0], r[2]])).toEqual([
    ['ka', 'sent'],
    ['rr', 'stopped'],
    ['kb', 'sent'],
  ])
})

test('an answer stopped before its first word leaves nothing', () => {
  const log = setRun(empty, 'r', 'thinking')
  expect(live(log)?.id).toBe('r')
  expect(cutRuns(log).log.runs).toEqual([])
  expect(setRun(log, 'r', 'ended').runs).toEqual([])
})

test('who answers follows from the log', () => {
  const status = (...events: Ev[]) => addEvents(empty, events).status
  expect(status(line(1, 'handoff'))).toBe('waiting')
  expect(status(line(1, 'handoff'), line(2, 'joined', { name: 'Mia' }))).toBe('taken')
  expect(status(line(1, 'joined'), line(2, 'handoff'))).toBe('taken')
  expect(status(line(1, 'joined'), line(2, 'left'))).toBe('open')
  expect(status(line(1, 'closed'))).toBe('closed')
  expect(status(line(1, 'closed'), line(2, 'reopened'))).toBe('open')
  expect(addEvents(empty, [line(1, 'joined', { name: 'Mia' })]).agent).toBe('Mia')
})

test('while a person answers no assistant is seen thinking', () => {
  const taken = addEvents(setRun(empty, 'r', 'thinking'), [line(1, 'joined')])
  expect(taken.runs).toEqual([])
  expect(setRun(taken, 's', 'thinking').runs).toEqual([])
  const half = addEvents(addDelta(empty, 'r', 0, 'Two ye'), [line(1, 'joined')])
  expect(shown(half).at(0)).toEqual(['rr', 'Two ye', 'stopped'])
  expect(live(half)).toBeUndefined()
})

test('counts the answers she has not seen', () => {
  const log = addEvents(empty, [asks(1, 'a'), answers(2, 'r', 'x'), line(3, 'joined'), answers(4, 's', 'y')])
  expect([unread(log, 0), unread(log, 2), unread(log, 4)]).toEqual([2, 1, 0])
})

test('a failed entry says so', () => {
  expect(rows(empty, [{ ...entry('a'), failed: 'too long' }])[0]?.state).toBe('failed')
})

test('an answer also ends what a server that died had begun to write', () => {
  let log = addEvents(empty, [asks(1, 'a')])
  log = addDelta(log, 'dead', 0, 'half a sen')
  log = addDelta(log, 'anew', 0, 'half a sentence')
  log = addEvents(log, [answers(2, 'anew', 'half a sentence and the rest')])
  expect(shown(log)).toEqual([
    ['ka', 'q1', 'sent'],
    ['ranew', 'half a sentence and the rest', 'sent'],
  ])
})
