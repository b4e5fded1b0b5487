// A conversation as it happens: its events and answers being written come in here, for all tabs through one stream.

import { Problem } from './api'
import { elect, type Lead } from './elect'
import { section } from './i18n'
import { mask } from './mask'
import { real, type Talk } from './model'
import { onward } from './shown'
import { follow } from './stream'
import { addDelta, addEvents, cutRuns, empty, hasHole, type Log, live, setRun, unread } from './timeline'
import type { Actor, Ev } from './types'
import { messages } from './view/messages'
import type { Stage } from './view/panel'
import { who } from './view/who'

/** The conversation's state, for the parts that show it. */
export interface Scene {
  log: Log
  /** Whether what is on the screen is all there is. */
  loaded: boolean
  typing: string
  /** Staff have read up to here. */
  seen: number
}

export async function talk(stage: Stage): Promise<Talk> {
  const { m, w, place } = stage
  m.mask = mask
  Object.assign(w.strings, await section(place.locale, 'later'))
  const s: Scene = { log: empty, loaded: true, typing: '', seen: 0 }
  const list = messages(stage, s)
  let lead: Lead | undefined
  let typing: ReturnType<typeof setTimeout> | undefined
  let over = new AbortController()
  let asked = 0

  function changed() {
    m.status = s.log.status
    m.live = !!live(s.log)
    m.changed()
  }

  function take(type: string, data: unknown) {
    if (type === 'event') {
      const event = data as Ev
      const before = s.log
      s.log = addEvents(s.log, [event])
      if (s.log === before) return
      // What she talks about now goes on in the new part.
      if (elsewhere(event.kind === 'split' ? event.payload.into : undefined)) return
      if (event.actor.kind === 'agent') s.typing = ''
      if (s.loaded && m.open && event.actor.kind !== 'contact') aloud(event)
    } else if (type === 'delta') {
      const d = data as { run: string; offset: number; text: string }
      if (hasHole(s.log, d.run, d.offset)) catchUp()
      s.log = addDelta(s.log, d.run, d.offset, d.text)
    } else if (type === 'run') {
      const r = data as { run: string; state: string }
      s.log = setRun(s.log, r.run, r.state)
      // Should the end of a wordless run get lost, nobody waits for ever.
      if (r.state === 'thinking') setTimeout(() => take('run', { ...r, state: 'ended' }), 45_000)
    } else if (type === 'typing') {
      s.typing = (data as { actor: Actor }).actor.name || ' '
      clearTimeout(typing)
      typing = setTimeout(() => {
        s.typing = ''
        changed()
      }, 6000)
    } else if (type === 'seen') {
      s.seen = Math.max(s.seen, (data as { seq: number }).seq)
    } else if (type === 'up') {
      m.reach(data as boolean)
    }
    changed()
  }

  /** Follows her conversation where a merge or a split has taken it. */
  function elsewhere(into = onward(s.log.events)) {
    if (into) m.enter(into)
    return !!into
  }

  /** Screen readers hear an answer once, when it is whole. */
  function aloud(e: Ev) {
    const { text, name, attachments } = e.payload
    const said = text || attachments?.map((f) => f.name).join(', ')
    if (e.kind === 'message' && said) stage.say(`${who(e.actor, w)}: ${said}`)
    else if (e.kind === 'joined' || e.kind === 'left')
      stage.say(w.t(e.kind, { name: name || e.actor.name || '' }))
    else if (e.kind === 'closed') stage.say(w.t('closed'))
    else if (e.kind === 'recalled') stage.say(w.t('recalled'))
  }

  /** Reads what this tab does not have yet. */
  async function catchUp() {
    const { conv } = m
    const { signal } = over
    if (!real(conv) || Date.now() - asked < 500) return
    asked = Date.now()
    try {
      const path = `/conversations/${conv}/events?after=${s.log.seq}`
      const got = await m.api.call<{
        events: Ev[]
        run?: { id: string; text: string } | null
        seen?: number
      }>('GET', path, null, signal)
      if (signal.aborted) return
      s.log = addEvents(s.log, got.events)
      s.seen = Math.max(s.seen, got.seen || 0)
      if (elsewhere()) return
      if (got.run) s.log = addDelta(s.log, got.run.id, 0, got.run.text)
      s.loaded = true
      changed()
    } catch (error) {
      if (!signal.aborted && error instanceof Problem && error.refused) m.refused(error.status)
    }
  }

  function enter(conv: string, keep: boolean) {
    lead?.stop()
    lead = undefined
    over.abort()
    over = new AbortController()
    const { signal } = over
    asked = 0
    if (!keep) {
      s.log = empty
      s.seen = 0
      s.typing = ''
      list.clear()
    }
    s.loaded = keep || !real(conv)
    changed()
    if (!real(conv)) return
    catchUp().then(() => {
      if (!signal.aborted)
        lead = elect(
          m.name + conv,
          (term) => stream(conv, term),
          (message) => take(...(message as [string, unknown])),
        )
    })
  }

  function stream(conv: string, signal: AbortSignal) {
    const relay = (type: string, data: unknown) => {
      if (signal.aborted) return
      lead?.tell([type, data])
      take(type, data)
    }
    return follow({
      api: m.api,
      conv,
      signal,
      after: () => s.log.seq,
      busy: () => m.live,
      on: relay,
      up(is) {
        m.reach(is)
        lead?.tell(['up', is])
        s.loaded ||= is
      },
      refused: m.refused,
    })
  }

  const read = () => Number(m.memory.get(`r:${m.conv}`))
  /** Nothing is lost when these two do not arrive: the next one tells more. */
  const tell = (what: string, body?: unknown) =>
    real(m.conv) && m.api.call('POST', `/conversations/${m.conv}/${what}`, body).catch(() => {})
  function readUpTo(seq: number) {
    m.memory.set(`r:${m.conv}`, `${seq}`)
    tell('seen', { seq })
  }
  let told = 0
  place.root.addEventListener('input', (e) => {
    const field = e.target as HTMLTextAreaElement
    if (field.dataset.testid !== 'input' || !field.value || Date.now() - told < 3000) return
    told = Date.now()
    tell('typing')
  })
  let said = ''
  const self: Talk = {
    enter,
    add: (event) => take('event', event),
    cut() {
      const { log, seen } = cutRuns(s.log)
      s.log = log
      changed()
      return seen
    },
    wake() {
      lead?.check()
      if (lead && !lead.leads()) catchUp()
      changed()
    },
    unread: () => unread(s.log, read()),
    draw() {
      const { status, agent, onDuty } = s.log
      const actor: Actor = status === 'taken' ? { kind: 'agent', name: agent } : { kind: 'assistant' }
      const state = m.asking()
        ? 'isAsking'
        : (
            {
              open: 'isOpen',
              taken: 'isTaken',
              closed: 'isClosed',
              waiting: onDuty ? 'isWaiting' : 'isAway',
            } as const
          )[status]
      stage.head(actor, status === 'closed' ? w.t(state) : `${who(actor, w)} · ${w.t(state)}`)
      if (m.open) {
        list.draw()
        if (s.log.seq > read() && document.visibilityState === 'visible') readUpTo(s.log.seq)
        const word = m.live ? w.t('answering') : s.typing.trim() && w.t('typing', { name: s.typing })
        if (word && word !== said) stage.say(word)
        said = word
      }
      stars()
    },
    stop() {
      lead?.stop()
      over.abort()
    },
  }

  // The stars come once by themselves, when somebody ends the conversation.
  let offered = 0
  function stars() {
    const last = (kind: string) => s.log.events.findLast((e) => e.kind === kind)?.seq || 0
    const end = s.log.status === 'closed' ? last('closed') : 0
    if (end === offered) return
    offered = end
    if (!end) stage.foot.replaceChildren()
    else if (last('rating') < end) stage.rate(false)
  }

  stage.toEnd = list.toEnd
  stage.scene = s
  return self
}
