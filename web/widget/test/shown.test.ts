import { expect, test } from 'vitest'
import { onward, shown } from '../src/shown'
import { addEvents, empty, rows } from '../src/timeline'
import type { Ev, Payload } from '../src/types'

const ev = (seq: number, kind: string, payload: Payload, minute = seq): Ev => ({
  seq,
  kind,
  actor: { kind: 'agent', name: 'Mia' },
  at: `2026-11-21T09:${String(minute).padStart(2, '0')}:00.000Z`,
  payload,
})
const texts = (log: Ev[]) => shown(log).flatMap((e) => (e.kind === 'message' ? [e.payload.text] : []))

test('a mended message has its new text, one that was taken back has none, nor has a quote of it', () => {
  const log = [
    ev(1, 'message', { text: '15th' }),
    ev(2, 'message', { text: 'oops' }),
    ev(3, 'message', { text: 'what?', quote: { seq: 2, text: 'oops', actor: { kind: 'agent' } } }),
    ev(4, 'edited', { ref: 1, text: '16th' }),
    ev(5, 'recalled', { ref: 2 }),
  ]
  const list = rows(addEvents(empty, log), [])
  expect(list.map((r) => [r.text, !!r.edited, !!r.recalled])).toEqual([
    ['16th', true, false],
    ['', false, true],
    ['what?', false, false],
  ])
  expect(list[2]?.quote?.text).toBe('')
})

test('merged messages stand in order of time, each once, until that is undone', () => {
  const log = [
    ev(1, 'message', { text: 'first' }, 1),
    ev(2, 'message', { text: 'last' }, 2),
    ev(3, 'merged', {
      from: 'cv',
      status: 'taken',
      name: 'Mia',
      events: [ev(1, 'message', { text: 'between' }, 1)],
    }),
  ]
  expect(texts(log)).toEqual(['first', 'between', 'last'])
  expect(new Set(rows(addEvents(empty, log), []).map((r) => r.key)).size).toBe(3)
  expect(addEvents(empty, log)).toMatchObject({ status: 'taken', agent: 'Mia', seq: 3 })
  expect(texts([...log, ev(4, 'undone', { ref: 3 })])).toEqual(['first', 'last'])
})

test('she goes on where her conversation was merged into, and can still read one that was split', () => {
  expect(onward([ev(1, 'merged', { into: 'cv' })])).toBe('cv')
  expect(onward([ev(1, 'merged', { into: 'cv' }), ev(2, 'undone', { ref: 1 })])).toBeUndefined()
  const log = [
    ev(1, 'message', { text: 'a' }),
    ev(2, 'message', { text: 'b' }),
    ev(3, 'split', { into: 'cv', from: 2, to: 2 }),
  ]
  expect(onward(log)).toBeUndefined()
  expect(texts(log)).toEqual(['a'])
})
