// Messages are written down here before anything is sent, and crossed out only when the server has committed them.
// One key per entry: tabs can add and remove at the same time without losing each other's.
import { Problem } from './api'
import type { Memory } from './memory'
import type { Entry } from './types'

export interface Outbox {
  list(conv?: string): Entry[]
  add(entry: Omit<Entry, 'key' | 'at'>): Entry
  retry(key: string): void
  drop(key: string): void
  /** Gives entries of one conversation to another (it was created, or got lost). */
  move(from: string, to: string): void
  /** Sends what waits, in order, one tab at a time. Resolves when nothing is left or the network has to be awaited. */
  flush(): Promise<void>
  stop(): void
}

export interface Post {
  memory: Memory
  /** Sends one entry; throws Problem for the server's no and anything else for no network. */
  send(entry: Entry): Promise<void>
  /** Runs the work in one tab at a time. */
  alone(work: () => Promise<void>): Promise<void>
  changed(): void
  now?(): number
  id?(): string
  sleep?(ms: number, again: () => void): () => void
}

const later = (ms: number, again: () => void) => {
  const timer = setTimeout(again, ms)
  return () => clearTimeout(timer)
}

export function outbox(post: Post): Outbox {
  const { memory, now = Date.now, id = uuid, sleep = later } = post
  let count = 0
  let tries = 0
  let flushing: Promise<void> | null = null
  let again = false
  let over = false
  let waking = () => {}

  // Sorted by name is sorted by age; the counter keeps two of one millisecond apart.
  const name = (e: Entry) => `o:${String(e.at).padStart(15, '0')}:${e.key}`
  const all = (): Entry[] =>
    memory.keys('o:').flatMap((k) => {
      try {
        return [JSON.parse(memory.get(k) || '') as Entry]
      } catch {
        return []
      }
    })
  const find = (key: string) => all().find((e) => e.key === key)
  const save = (entry: Entry) => memory.set(name(entry), JSON.stringify(entry))

  const drain = async () => {
    for (;;) {
      const entry = !over && all().find((e) => !e.failed)
      if (!entry) return
      try {
        await post.send(entry)
        if (over) return
        memory.drop(name(entry))
        tries = 0
      } catch (error) {
        if (over) return
        if (!(error instanceof Problem && error.final)) {
          const wait =
            (error instanceof Problem && error.retryAfter * 1000) || Math.min(30_000, 1000 * 2 ** tries++)
          waking = sleep(wait * (0.75 + Math.random() / 2), () => self.flush())
          return
        }
        if (find(entry.key)) save({ ...entry, failed: error.detail || `${error.status}` })
      }
      post.changed()
    }
  }

  const self: Outbox = {
    list: (conv) => all().filter((e) => conv === undefined || e.conv === conv),
    add(entry) {
      // Never older than what waits already, even when the clock was set back.
      const at = Math.max(now(), ...all().map((e) => e.at + 1), ++count)
      const full: Entry = { ...entry, key: id(), at }
      save(full)
      post.changed()
      self.flush()
      return full
    },
    retry(key) {
      const entry = find(key)
      if (!entry) return
      const { failed: _, ...rest } = entry
      save(rest)
      post.changed()
      self.flush()
    },
    drop(key) {
      const entry = find(key)
      if (entry) memory.drop(name(entry))
      post.changed()
    },
    move(from, to) {
      for (const e of all()) if (e.conv === from) save({ ...e, conv: to })
    },
    flush() {
      waking()
      if (flushing) {
        again = true
        return flushing
      }
      const run = async () => {
        do {
          again = false
          await post.alone(drain)
        } while (again && !over)
      }
      flushing = run().finally(() => {
        flushing = null
      })
      return flushing
    },
    stop() {
      over = true
      waking()
    },
  }
  return self
}

/** A random id, also where crypto.randomUUID is missing (plain http). */
export function uuid(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}
