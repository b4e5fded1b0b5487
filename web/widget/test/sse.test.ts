import { expect, test } from 'vitest'
import { parser } from '../src/sse'

const whole =
  'retry: 700\n\n: ping\n\nid: 4\nevent: event\ndata: {"seq":4}\n\nevent: delta\ndata: a\ndata: b\n\n'
const frames = [
  { event: 'event', data: '{"seq":4}', id: '4' },
  { event: 'delta', data: 'a\nb', id: undefined },
]

test('reads frames however the text is cut', () => {
  for (let cut = 0; cut <= whole.length; cut++) {
    const p = parser()
    expect([...p.feed(whole.slice(0, cut)), ...p.feed(whole.slice(cut))]).toEqual(frames)
    expect(p.retry).toBe(700)
  }
})

test('understands CRLF, cut anywhere, and a byte order mark', () => {
  const text = `\uFEFF${whole.replaceAll('\n', '\r\n')}`
  for (let cut = 0; cut <= text.length; cut++) {
    const p = parser()
    expect([...p.feed(text.slice(0, cut)), ...p.feed(text.slice(cut))]).toEqual(frames)
  }
})

test('keeps colons and leading spaces of data, names a frame without event "message"', () => {
  expect(parser().feed('data:  a: b\n\n')).toEqual([{ event: 'message', data: ' a: b', id: undefined }])
  expect(parser().feed('event: x\n\n')).toEqual([])
})
