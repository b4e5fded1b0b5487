import { expect, test } from 'vitest'
import { Problem } from '../src/api'
import { memory } from '../src/memory'
import { outbox } from '../src/outbox'
import type { Entry } from '../src/types'

type Answer = 'ok' | 'lost' | 'offline' | 'busy' | 'invalid'

/** A server that keeps each key once, a network that may eat the request or the answer. */
function world(answers: Answer[] = []) {
  const kept: string[] = []
  const tried: string[] = []
  const store = memory('test', disk())
  const wakes: (() => void)[] = []
  let clock = 1000
  let made = 0
  const box = () =>
    outbox({
      memory: store,
      async send(entry: Entry) {
        const answer = answers.shift() || 'ok'
        tried.push(entry.key)
        if (answer === 'offline') throw new TypeError('no network')
        if (answer === 'busy') throw new Problem(429, 'slow', 2)
        if (answer === 'invalid') throw new Problem(422, 'too long')
        if (!kept.includes(entry.key)) kept.push(entry.key)
        if (answer === 'lost') throw new TypeError('the answer was lost')
      },
      alone: (work) => work(),
      changed() {},
      now: () => clock++,
      id: () => `k${++made}`,
      sleep(_, again) {
        wakes.push(again)
        return () => {
          wakes.length = 0
        }
      },
    })
  return { kept, tried, store, box, wake: () => wakes.shift()?.() }
}

function disk(): Storage {
  const data = {} as Record<string, string>
  const hidden = { enumerable: false }
  return Object.defineProperties(data as unknown as Storage, {
    getItem: { value: (k: string) => data[k] ?? null, ...hidden },
    setItem: { value: (k: string, v: string) => Object.assign(data, { [k]: v }), ...hidden },
    removeItem: { value: (k: string) => delete data[k], ...hidden },
  })
}

const message = (text: string) => ({ conv: 'c', kind: 'message' as const, text })

test('sends in order and forgets what was committed', async () => {
  const w = world()
  const box = w.box()
  box.add(message('a'))
  box.add(message('b'))
  box.add(message('c'))
  await box.flush()
  expect(w.kept).toEqual(['k1', 'k2', 'k3'])
  expect(box.list()).toEqual([])
})

test('keeps everything while offline, also over a reload, and then sends once each', async () => {
  const w = world(['offline', 'offline', 'lost'])
  const before = w.box()
  before.add(message('a'))
  await before.flush()
  before.stop()
  expect(w.kept).toEqual([])
  const after = w.box()
  expect(after.list('c').map((e) => e.text)).toEqual(['a'])
  after.add(message('b'))
  await after.flush()
  w.wake()
  await after.flush()
  expect(w.kept).toEqual(['k1', 'k2'])
  expect(after.list()).toEqual([])
})

test('a later message never overtakes one that waits', async () => {
  const w = world(['busy', 'busy', 'busy'])
  const box = w.box()
  box.add(message('a'))
  box.add(message('b'))
  await box.flush()
  expect(new Set(w.tried)).toEqual(new Set(['k1']))
  await box.flush()
  await box.flush()
  expect(w.kept).toEqual(['k1', 'k2'])
})

test('a final no is shown, does not block, can be tried again or deleted', async () => {
  const w = world(['invalid', 'ok'])
  const box = w.box()
  box.add(message('a'))
  box.add(message('b'))
  await box.flush()
  expect(box.list().map((e) => [e.text, e.failed])).toEqual([['a', 'too long']])
  expect(w.kept).toEqual(['k2'])
  box.retry('k1')
  await box.flush()
  expect(w.kept).toEqual(['k2', 'k1'])
  const again = world(['invalid'])
  const other = again.box()
  other.add(message('x'))
  await other.flush()
  other.drop('k1')
  expect(other.list()).toEqual([])
})

test('entries follow their conversation when it gets its id', () => {
  const w = world(['offline'])
  const box = w.box()
  box.add({ ...message('a'), conv: '~new' })
  box.move('~new', 'cv_1')
  expect(box.list('cv_1')).toHaveLength(1)
})

test('random networks: nothing lost, doubled or reordered', async () => {
  let seed = 7
  const random = () => {
    seed = (seed * 16807) % 2147483647
    return seed / 2147483647
  }
  for (let round = 0; round < 50; round++) {
    const answers = Array.from({ length: 40 }, (): Answer => {
      const r = random()
      return r < 0.3 ? 'offline' : r < 0.5 ? 'lost' : r < 0.6 ? 'busy' : 'ok'
    })
    const w = world(answers)
    let box = w.box()
    const keys: string[] = []
    for (let i = 0; i < 8; i++) {
      keys.push(box.add(message(`${i}`)).key)
      if (random() < 0.3) {
        box.stop()
        box = w.box()
      }
      await box.flush()
    }
    for (let i = 0; i < 60 && box.list().length; i++) await box.flush()
    expect(w.kept).toEqual(keys)
  }
})
