// Follows one conversation: a stream of server-sent events read with fetch (the token needs a header), long polling
// where a proxy holds the stream back, and patience in between. Always resumes after the last event we have.
import { type Api, Problem, problem } from './api'
import { parser } from './sse'
import type { Ev } from './types'

export interface Follow {
  api: Api
  conv: string
  after(): number
  /** Whether an answer is being written (then polling looks more often). */
  busy(): boolean
  on(type: string, data: never): void
  /** False while there is no connection. */
  up(is: boolean): void
  /** The server says no: the token is void or the conversation is not hers. */
  refused(status: number): void
  signal: AbortSignal
}

const firstByte = 6_000
const silence = 40_000

// Once a proxy was caught holding streams back, the rest of this page view polls.
let polling = false

async function open(api: Api, path: string, headers: Record<string, string>, signal: AbortSignal) {
  headers.Authorization = `Bearer ${api.token}`
  const answer = await fetch(api.base + path, { headers, signal, credentials: 'omit', cache: 'no-store' })
  if (!answer.ok) throw await problem(answer)
  return answer
}

export async function follow(f: Follow): Promise<void> {
  let tries = 0
  let last = Date.now()
  let retry = 0
  let wake = () => {}
  let cancel = () => {}

  const attempt = async () => {
    const stop = new AbortController()
    cancel = () => stop.abort()
    f.signal.addEventListener('abort', cancel, { once: true })
    try {
      await (polling ? poll(stop) : stream(stop))
    } finally {
      stop.abort()
      f.signal.removeEventListener('abort', cancel)
    }
  }

  const arrived = () => {
    last = Date.now()
    tries = 0
    f.up(true)
  }

  const stream = async (stop: AbortController) => {
    let bytes = false
    let timer = setTimeout(held, firstByte)
    function held() {
      // Connected but mute: a proxy collects the stream. Not so when there is no network at all.
      if (answered || bytes) polling = true
      stop.abort()
    }
    let answered = false
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream' }
      if (f.after()) headers['Last-Event-ID'] = `${f.after()}`
      const answer = await open(f.api, path(), headers, stop.signal)
      answered = true
      const reader = answer.body?.getReader()
      if (!reader || !/event-stream/.test(answer.headers.get('Content-Type') || '')) {
        polling = true
        return
      }
      const text = new TextDecoder()
      const frames = parser()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        bytes = true
        clearTimeout(timer)
        timer = setTimeout(held, silence)
        arrived()
        for (const frame of frames.feed(text.decode(value, { stream: true }))) {
          retry = frames.retry || retry
          f.on(frame.event, JSON.parse(frame.data) as never)
          if (frame.event === 'gone') return
        }
      }
    } finally {
      clearTimeout(timer)
    }
  }

  const poll = async (stop: AbortController) => {
    const wait = f.busy() ? 1 : 25
    const timer = setTimeout(() => stop.abort(), (wait + 15) * 1000)
    try {
      const answer = await open(f.api, `${path()}&wait=${wait}`, {}, stop.signal)
      const body: { events: Ev[]; run?: { id: string; text: string } } = await answer.json()
      arrived()
      for (const event of body.events) f.on('event', event as never)
      if (body.run) f.on('delta', { run: body.run.id, offset: 0, text: body.run.text } as never)
    } finally {
      clearTimeout(timer)
    }
  }

  const path = () => `/conversations/${f.conv}/events?after=${f.after()}`

  const nudge = () => {
    wake()
    // A connection that says nothing since the device slept is not worth waiting for.
    if (Date.now() - last > 20_000) cancel()
  }
  const seen = () => document.visibilityState === 'visible' && nudge()
  const lost = () => f.up(false)
  addEventListener('online', nudge)
  addEventListener('offline', lost)
  document.addEventListener('visibilitychange', seen)
  try {
    while (!f.signal.aborted) {
      let wait = 0
      try {
        await attempt()
        wait = polling ? 0 : retry || 300
      } catch (error) {
        if (f.signal.aborted) return
        if (error instanceof Problem && error.refused) return f.refused(error.status)
        if (!polling || !(error instanceof DOMException)) f.up(false)
        const after = error instanceof Problem ? error.retryAfter * 1000 : 0
        // A server that restarts is found within five seconds of its return; one that has been gone for minutes is left in peace.
        wait = after || Math.min(tries < 40 ? 3_000 : 30_000, 500 * 2 ** Math.min(tries++, 6))
      }
      wait *= 0.5 + Math.random()
      await new Promise<void>((go) => {
        const timer = setTimeout(go, wait)
        wake = () => {
          clearTimeout(timer)
          go()
        }
        f.signal.addEventListener('abort', wake, { once: true })
      })
    }
  } finally {
    removeEventListener('online', nudge)
    removeEventListener('offline', lost)
    document.removeEventListener('visibilitychange', seen)
  }
}
