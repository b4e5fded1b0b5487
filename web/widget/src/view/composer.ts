// Where she writes. The text is kept per conversation until it is sent.
import { h, icon, icons, set } from '../dom'
import type { Model } from '../model'
import type { Attachment } from '../types'
import type { Words } from '../words'

export interface Composer {
  el: HTMLElement
  input: HTMLTextAreaElement
  put(text: string): void
  draw(): void
}

/** Files chosen for the next message; filled by the lazily loaded part. */
export interface Tray {
  el: HTMLElement
  files: Attachment[]
  busy: boolean
  changed(): void
}

export function composer(m: Model, w: Words, soon: () => Promise<void>, sent: () => void): Composer {
  const key = () => `d:${m.conv}`
  const input = h('textarea', {
    rows: 1,
    dir: 'auto',
    maxlength: 8000,
    placeholder: w.t('write'),
    'aria-label': w.t('write'),
    enterkeyhint: 'send',
    'data-testid': 'input',
    oninput: typed,
    onkeydown(e: KeyboardEvent) {
      // Enter that ends a composition (Chinese, Japanese, Korean …) belongs to the input method. Safari says so
      // only by its key code.
      if (e.key !== 'Enter' || e.shiftKey || e.isComposing || e.keyCode === 229) return
      e.preventDefault()
      send()
    },
    onpaste(e: ClipboardEvent) {
      const files = [...(e.clipboardData?.files || [])]
      if (files.length) {
        e.preventDefault()
        attach(files)
      }
    },
  })
  const tray: Tray = {
    el: h('div', { class: 'tray', hidden: true }),
    files: [],
    busy: false,
    changed: () => draw(),
  }
  const picker = h('input', {
    type: 'file',
    accept: 'image/*,application/pdf',
    multiple: true,
    hidden: true,
    'data-testid': 'file',
    'aria-label': w.t('attach'),
    onchange() {
      attach([...(picker.files || [])])
      picker.value = ''
    },
  })
  const tool = (name: 'attach' | 'stop' | 'send', path: string, onclick: () => void) =>
    h(
      'button',
      { type: 'button', class: `tool ${name}`, 'aria-label': w.t(name), 'data-testid': name, onclick },
      icon(path),
    )
  const clip = tool('attach', icons.clip, () => picker.click())
  const stop = tool('stop', icons.stop, () => {
    m.stop()
    input.focus()
  })
  const go = tool('send', icons.send, () => send())
  const person = h(
    'button',
    { type: 'button', class: 'person', 'data-testid': 'person', onclick: () => m.person() },
    icon(icons.person),
    h('span', null, w.t('person')),
  )
  const offline = h('p', { class: 'offline', role: 'status', 'data-testid': 'offline' })
  const el = h(
    'form',
    { class: 'composer', onsubmit: (e: Event) => e.preventDefault() },
    offline,
    h(
      'div',
      { class: 'box' },
      tray.el,
      input,
      h('div', { class: 'tools' }, clip, person, h('i'), stop, go),
      picker,
    ),
  )

  // A text with figures waits for the part that hides card numbers: nothing of them may be kept or sent.
  const safe = () => (m.mask ? m.mask(input.value) : /\p{Nd}/u.test(input.value) ? '' : input.value).trim()

  function keep() {
    if (safe()) m.memory.set(key(), safe())
    else m.memory.drop(key())
  }

  function typed() {
    soon()
    keep()
    resize()
    draw()
  }

  function send() {
    const text = safe()
    if (!text && input.value.trim()) return void soon().then(send, () => {})
    if (tray.busy || (!text && !tray.files.length)) return
    const draft = key()
    m.send(text, tray.files)
    m.memory.drop(draft)
    input.value = ''
    tray.files = []
    tray.el.replaceChildren()
    resize()
    draw()
    input.focus()
    sent()
  }

  async function attach(files: File[]) {
    const part = await import('../lazy/attach')
    part.attach(files, tray, m, w)
  }

  function resize() {
    input.style.height = 'auto'
    input.style.height = `${Math.min(input.scrollHeight, 140)}px`
  }

  let conv = ' '
  function draw() {
    if (conv !== m.conv) {
      // A conversation that just got its id keeps the text that is being written.
      const kept = m.memory.get(key())
      if (kept || conv[0] !== '~') input.value = kept || ''
      else if (input.value) keep()
      conv = m.conv
      resize()
    }
    const writing = m.live
    const ready = !!input.value.trim() || tray.files.length > 0
    set(tray.el, 'hidden', !tray.el.childElementCount)
    set(stop, 'hidden', !writing)
    set(go, 'hidden', writing && !ready)
    set(go, 'aria-disabled', !ready || tray.busy ? 'true' : null)
    set(person, 'hidden', m.status === 'taken')
    set(person, 'aria-disabled', m.status === 'waiting' || m.asking() ? 'true' : null)
    const word = m.up ? '' : w.t('offline')
    if (offline.textContent !== word) offline.textContent = word
    // A message that waits says it itself.
    offline.classList.toggle('hide', m.outbox.list(m.conv).length > 0)
  }

  return {
    el,
    input,
    draw,
    put(text) {
      input.value = text
      typed()
    },
  }
}
