// The rows of a conversation. An element lives as long as its row, so that nothing flickers and the focus stays.
import { h, icon, icons, set, style } from '../dom'
import { rtl } from '../i18n'
import type { Scene } from '../talk'
import { type Row, rows } from '../timeline'
import { clock, day as dayOf } from '../times'
import { avatar } from './avatar'
import css from './messages.css?inline'
import type { Stage } from './panel'
import { body } from './text'
import { who } from './who'

export interface Messages {
  draw(): void
  clear(): void
  toEnd(): void
}

interface Shown {
  el: HTMLElement
  draw(row: Row, last: boolean): void
}

export function messages(stage: Stage, scene: Scene): Messages {
  const { m, w, log: el } = stage
  style(stage.place.root, css)
  const list = h('div', { class: 'rows' })
  const dots = () => [h('i'), h('i'), h('i')]
  const typing = h(
    'div',
    { class: 'row in typing', hidden: true, 'data-testid': 'typing', 'aria-hidden': 'true' },
    h('div', { class: 'bubble dots' }, ...dots()),
  )
  const latest = h(
    'button',
    { class: 'latest', type: 'button', hidden: true, 'data-testid': 'latest', onclick: () => toEnd() },
    icon(icons.down),
    w.t('latest'),
  )
  el.append(list, typing)
  el.after(latest)
  el.addEventListener('scroll', () => {
    // Only her own scrolling counts, not that of a list which has just become smaller.
    if (el.clientHeight === height) end = atEnd()
    set(latest, 'hidden', end || !news)
  })
  // A keyboard or the stars take room: the end stays in sight.
  new ResizeObserver(() => {
    height = el.clientHeight
    if (end) toEnd()
  }).observe(el)
  const shown = new Map<string, Shown>()
  let news = false
  let count = 0
  let end = true
  let height = 0

  const atEnd = () => el.scrollHeight - el.scrollTop - el.clientHeight < 60
  const toEnd = () => {
    el.scrollTop = el.scrollHeight
    news = false
    set(latest, 'hidden', true)
  }

  /** A table is tall: what is said above it must not leave the view for it. */
  const toTable = (box: Element) => {
    toEnd()
    el.scrollTop -= Math.max(0, el.getBoundingClientRect().top - box.getBoundingClientRect().top)
  }

  function line(row: Row): Shown {
    const text = () => {
      if (row.kind === 'handoff') return w.t(row.onDuty ? 'queued' : 'queuedAway')
      if (row.kind === 'rating') return w.t('rated', { n: row.score || 0 })
      return w.t(row.kind as 'joined', { name: row.actor.name || '' })
    }
    return { el: h('p', { class: 'line', 'data-testid': 'line', 'data-kind': row.kind }, text()), draw() {} }
  }

  function message(row: Row): Shown {
    const mine = row.actor.kind === 'contact'
    const bubble = h('div', { class: 'bubble' })
    const time = h('time', { datetime: new Date(row.at).toISOString() }, clock(w.locale, row.at))
    const meta = h('div', { class: 'meta' })
    const box = h(
      'div',
      {
        class: `row ${mine ? 'out' : 'in'}`,
        'data-testid': 'message',
        'data-actor': row.actor.kind,
        onclick: () => box.classList.toggle('timed'),
      },
      h('div', { class: 'said' }, bubble, time),
      meta,
    )
    let name: HTMLElement | undefined
    let text: string | undefined
    let state = ''
    let extra = false
    let hinted = false
    let quoted: HTMLElement | undefined
    let answer: HTMLElement | undefined
    const hint = (row: Row) => {
      if (hinted) return
      hinted = true
      meta.before(h('div', { class: 'meta', 'data-testid': 'hidden' }, w.t('hidden')))
      if (row.state === 'sending') stage.say(w.t('hidden'))
    }
    return {
      el: box,
      draw(row, last) {
        set(box, 'data-state', row.state)
        if (row.first && !name) {
          name = h('div', { class: mine ? 'hide' : 'name' }, !mine && avatar(row.actor), who(row.actor, w))
          box.prepend(name)
        } else if (name && !row.first) {
          name.remove()
          name = undefined
        }
        // The language is known with the finished message only; its text may be the one that is there already.
        set(bubble, 'dir', rtl(row.locale) ? 'rtl' : 'auto')
        set(bubble, 'lang', row.locale)
        if (row.quote && !quoted) {
          quoted = h('blockquote', { dir: 'auto', 'data-testid': 'quote' })
          bubble.before(quoted)
        }
        if (quoted && row.quote)
          quoted.replaceChildren(h('b', null, who(row.quote.actor, w)), row.quote.text || w.t('recalled'))
        if (row.recalled) {
          text = ''
          quoted?.remove()
          box.querySelector('.extra')?.remove()
          bubble.replaceChildren(h('i', { 'data-testid': 'recalled' }, w.t('recalled')))
        } else if (row.text !== text) {
          text = row.text
          if (text) bubble.replaceChildren(...body(text))
          else bubble.replaceChildren(...(row.state === 'live' ? dots() : []))
          bubble.classList.toggle('dots', !text && row.state === 'live')
          set(bubble, 'hidden', !text && row.state !== 'live')
          if (mine && text.includes('•')) hint(row)
        }
        const note = mine
          ? progress(row, last)
          : row.edited
            ? 'edited'
            : row.state === 'stopped'
              ? 'stopped'
              : ''
        if (note !== state) {
          state = note
          meta.replaceChildren(note && w.t(note), ...(note === 'failed' ? choices(row) : []))
        }
        if (row.seq && !row.recalled && !answer) {
          answer = h(
            'button',
            { type: 'button', class: 'answer', 'data-testid': 'reply', onclick: () => quote(row) },
            w.t('reply'),
          )
          time.after(answer)
        } else if (row.recalled) answer?.remove()
        if (!extra && (row.evidence?.length || row.files?.length || row.table)) {
          extra = true
          const place = h('div', { class: 'extra' })
          box.insertBefore(place, meta)
          import('../lazy/extras')
            .then((part) => part.extras(place, row, m, w))
            .then(() => end && (row.table ? toTable(box) : toEnd()))
        }
      },
    }
  }

  function progress(row: Row, last: boolean): 'offline' | 'sending' | 'failed' | 'sent' | 'read' | '' {
    if (row.state === 'failed') return 'failed'
    if (row.state === 'sending') return m.up ? 'sending' : 'offline'
    return last ? ((row.seq || 0) > 0 && (row.seq || 0) <= scene.seen ? 'read' : 'sent') : ''
  }

  // What her next message answers to stands above the field until it is sent or put away.
  const chip = h('div', { class: 'chip', hidden: true, 'data-testid': 'answering' })
  el.parentElement?.after(chip)
  function quote(row?: Row) {
    m.quote = row && { seq: row.seq || 0, text: row.text.slice(0, 200), actor: row.actor }
    drawChip()
    if (row) (stage.place.root.querySelector('[data-testid=input]') as HTMLElement).focus()
  }
  function drawChip() {
    set(chip, 'hidden', !m.quote)
    if (!m.quote) return
    const drop = { type: 'button', 'aria-label': w.t('noQuote'), onclick: () => quote() }
    chip.replaceChildren(
      h('b', null, who(m.quote.actor, w)),
      h('span', { dir: 'auto' }, m.quote.text),
      h('button', drop, icon(icons.close)),
    )
  }

  function choices(row: Row): Node[] {
    const key = row.entry?.key || ''
    const act = (name: 'retry' | 'delete', onclick: () => void) =>
      h('button', { type: 'button', 'data-testid': name, onclick }, w.t(name))
    return [act('retry', () => m.outbox.retry(key)), act('delete', () => m.outbox.drop(key))]
  }

  return {
    toEnd,
    clear() {
      list.replaceChildren()
      shown.clear()
      count = 0
    },
    draw() {
      const all = rows(scene.log, m.outbox.list(m.conv))
      const keep = new Set<string>()
      let day = ''
      let at: ChildNode | null = list.firstChild
      const place = (key: string, make: () => Shown): Shown => {
        let s = shown.get(key)
        if (!s) {
          s = make()
          shown.set(key, s)
        }
        keep.add(key)
        if (s.el === at) at = at.nextSibling
        else list.insertBefore(s.el, at)
        return s
      }
      for (const row of all) {
        const today = row.at ? dayOf(w.locale, row.at) : day
        if (today !== day) {
          day = today
          place(`d${today}`, () => ({ el: h('p', { class: 'line day' }, today), draw() {} }))
        }
        const make = row.type === 'line' ? line : message
        place(row.key, () => make(row)).draw(row, row === all.at(-1))
      }
      for (const [key, s] of shown)
        if (!keep.has(key)) {
          s.el.remove()
          shown.delete(key)
        }
      set(typing, 'hidden', !scene.typing)
      drawChip()
      set(el, 'aria-busy', !scene.loaded && !all.length)
      const mine = all.at(-1)?.actor.kind === 'contact' && all.length > count
      if (end || mine) toEnd()
      else if (all.length > count) {
        news = true
        set(latest, 'hidden', false)
      }
      count = all.length
    },
  }
}
