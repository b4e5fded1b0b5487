// Who she is, which conversation is hers, and what goes out. What comes in is the business of `talk`, which is
// fetched once there is something to show. No element of the page is touched here.
import { type Api, api as makeApi, Problem } from './api'
import { alone } from './locks'
import type { Memory } from './memory'
import { outbox as makeOutbox, type Outbox, uuid } from './outbox'
import { session as makeSession, type Session } from './session'
import type { Attachment, Boot, Conversation, Entry, Ev, Options, Quote, Seen, Status } from './types'

/** The part that shows a conversation. */
export interface Talk {
  /** Shows this conversation; `keep` when it is the same one that just got its id. */
  enter(conv: string, keep: boolean): void
  add(event: Ev): void
  /** Ends the answer on the screen; tells what she had seen of it. */
  cut(): Seen | undefined
  /** She looks at the page again. */
  wake(): void
  unread(): number
  draw(): void
  stop(): void
}

export interface Model {
  readonly api: Api
  readonly session: Session
  readonly outbox: Outbox
  readonly memory: Memory
  readonly options: () => Options
  readonly name: string
  talk?: Talk
  /** Hides what must not be kept; comes with `talk`. */
  mask?(text: string): string
  conv: string
  /** What her next message answers to. */
  quote?: Quote
  open: boolean
  /** False while the server cannot be reached. */
  up: boolean
  status: Status
  /** An answer is being written. */
  live: boolean
  /** Whether her wish for a person is still on its way. */
  asking(): boolean
  send(text: string, files?: Attachment[]): void
  stop(): void
  person(): void
  /** Goes into a conversation; '' means that the next message begins one. */
  enter(conv: string, keep?: boolean): void
  /** The conversation's id on the server, made when there is none. */
  need(): Promise<string>
  reach(is: boolean): void
  refused(status: number): void
  changed(): void
  start(): void
  opened(): void
  update(): void
  shutdown(): void
}

export interface Hooks {
  changed(): void
  /** There is a conversation to show. */
  talk(): void
}

export const real = (conv: string) => !!conv && conv[0] !== '~'

export function model(boot: Boot, memory: Memory, options: () => Options, hooks: Hooks): Model {
  const api = makeApi(boot.base)
  const name = `parley:${boot.shop}:`
  const over = new AbortController()
  const { signal } = over
  const { changed } = hooks
  let falling: ReturnType<typeof setTimeout> | undefined

  const session = makeSession({ api, memory, shop: boot.shop, options })
  const outbox = makeOutbox({ memory, send: post, alone: (work) => alone(`${name}send`, work), changed })

  function reach(is: boolean) {
    const now = () => {
      clearTimeout(falling)
      falling = undefined
      if (m.up === is) return
      m.up = is
      if (is) outbox.flush()
      changed()
    }
    // A reconnect within two seconds is nobody's business.
    if (is || !navigator.onLine) now()
    else falling ||= setTimeout(now, 2000)
  }

  function refused(status: number) {
    if (signal.aborted) return
    if (status === 401) session.drop()
    lose(m.conv)
  }

  /** The conversation is gone for her: what waits goes into a new one, nothing she wrote is dropped. */
  function lose(conv: string) {
    const next = outbox.list(conv).length ? `~${uuid()}` : ''
    outbox.move(conv, next)
    if (m.conv === conv) enter(next)
    if (next) outbox.flush()
  }

  function enter(conv: string, keep = false) {
    memory[conv ? 'set' : 'drop']('c', conv)
    m.conv = conv
    if (!keep) {
      m.status = 'open'
      m.live = false
    }
    if (m.talk) m.talk.enter(conv, keep)
    else if (conv) hooks.talk()
    changed()
  }

  function begin() {
    if (!m.conv) enter(`~${uuid()}`)
  }

  const need = (ref: string): Promise<string> =>
    alone(`${name}conv`, async () => {
      if (real(ref)) return ref
      let id = memory.get(`m:${ref}`)
      if (!id) {
        const made = await api.call<Conversation>(
          'POST',
          '/conversations',
          { locale: options().locale },
          signal,
        )
        id = made.id
        memory.set(`m:${ref}`, id)
      }
      outbox.move(ref, id)
      if (m.conv === ref) enter(id, true)
      return id
    })

  async function post(entry: Entry) {
    let conv = entry.conv
    try {
      await session.ensure()
      conv = await need(conv)
      const message = {
        client_key: entry.key,
        text: entry.text,
        seen: entry.seen,
        attachments: entry.files?.map((f) => f.id),
        quote: entry.quote?.seq,
      }
      const [verb, body] =
        entry.kind === 'message' ? ['messages', message] : ['handoff', { client_key: entry.key }]
      const event = await api.call<Ev>('POST', `/conversations/${conv}/${verb}`, body, signal)
      if (conv === m.conv) m.talk?.add(event)
      reach(true)
    } catch (error) {
      const status = error instanceof Problem ? error.status : 0
      if (!status && !signal.aborted) reach(false)
      if (status === 401) session.drop()
      if (status === 401 || (status === 404 && real(conv))) {
        lose(conv)
        throw new Error('lost')
      }
      throw error
    }
  }

  function wipe() {
    for (const key of memory.keys('')) memory.drop(key)
  }

  const m: Model = {
    api,
    session,
    outbox,
    memory,
    options,
    name,
    conv: memory.get('c') || '',
    open: false,
    up: navigator.onLine,
    status: 'open',
    live: false,
    asking: () => outbox.list(m.conv).some((e) => e.kind === 'handoff' && !e.failed),
    send(text, files) {
      const seen = m.talk?.cut()
      begin()
      const { quote } = m
      m.quote = undefined
      outbox.add({
        conv: m.conv,
        kind: 'message',
        text,
        seen,
        quote,
        files: files?.length ? files : undefined,
      })
    },
    stop() {
      const seen = m.talk?.cut()
      const body = { seen_offset: seen?.offset }
      if (seen) api.call('POST', `/conversations/${m.conv}/interrupt`, body).catch(() => {})
    },
    person() {
      begin()
      if (m.status !== 'waiting' && !m.asking()) outbox.add({ conv: m.conv, kind: 'handoff' })
    },
    enter: (conv) => conv !== m.conv && enter(conv),
    async need() {
      await session.ensure()
      begin()
      return need(m.conv)
    },
    reach,
    refused,
    changed,
    start() {
      session.load()
      if (m.conv) {
        hooks.talk()
        m.update()
      }
      outbox.flush()
    },
    opened() {
      session
        .ensure()
        .then((conversation) => conversation && !m.conv && enter(conversation.id))
        .catch(() => {})
    },
    update() {
      // Another person signed in on this device: the former's conversation is not hers.
      if (session.other()) {
        session.end()
        wipe()
        enter('')
      }
      if (m.conv)
        session.update().catch((error) => error instanceof Problem && error.refused && refused(error.status))
    },
    shutdown() {
      over.abort()
      outbox.stop()
      m.talk?.stop()
      session.end()
      wipe()
      unwatch()
    },
  }

  const unwatch = memory.watch((key) => {
    session.load()
    const conv = memory.get('c') || ''
    if (conv !== m.conv) enter(conv)
    // The tab she wrote in sends; this one helps out should that be closed.
    if (key?.startsWith('o:')) setTimeout(() => signal.aborted || outbox.flush(), 5000)
    changed()
  })
  addEventListener('offline', () => reach(false), { signal })
  addEventListener('online', () => reach(true), { signal })
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState !== 'visible') return
      outbox.flush()
      m.talk?.wake()
    },
    { signal },
  )

  return m
}
