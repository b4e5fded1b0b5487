// The open widget: header, the place for the conversation, composer.
import { h, icon, icons, set, style } from '../dom'
import type { Place } from '../launcher'
import type { Model } from '../model'
import type { Scene } from '../talk'
import type { Actor } from '../types'
import type { Words } from '../words'
import { avatar } from './avatar'
import { composer } from './composer'
import css from './panel.css?inline'

export interface Panel {
  show(focus: boolean, text?: string): void
  hide(): void
  draw(): void
  /** Fetches the part that shows conversations. */
  talk(): Promise<void>
}

/** What the lazily loaded parts may do with the panel. */
export interface Stage {
  m: Model
  w: Words
  place: Place
  log: HTMLElement
  foot: HTMLElement
  menu: HTMLElement
  scene?: Scene
  toEnd(): void
  head(actor: Actor, status: string): void
  /** Puts another view in place of the conversation; null brings it back. */
  put(view: HTMLElement | null): void
  say(text: string): void
  rate(wish: boolean): void
}

const phone = matchMedia('(max-width: 520px), (max-height: 420px)')

export function panel(place: Place, m: Model, w: Words): Panel {
  const { config, root } = place
  style(root, css)

  const tool = (name: 'menu' | 'close', path: string, onclick: () => void) =>
    h(
      'button',
      { type: 'button', class: 'tool', 'aria-label': w.t(name), 'data-testid': name, onclick },
      icon(path),
    )
  const face = h('div', { class: 'face' })
  const status = h('p', { class: 'status', 'data-testid': 'status' })
  const menu = tool('menu', icons.menu, async () => {
    await talk()
    ;(await import('../lazy/menu')).menu(stage)
  })
  set(menu, 'aria-haspopup', 'menu')
  set(menu, 'aria-expanded', 'false')
  const close = tool('close', icons.close, () => leave())
  const title = h('h2', { id: 'parley-title' }, h('bdi', null, config.name))
  const header = h('div', { class: 'head' }, face, h('div', { class: 'title' }, title, status), menu, close)
  const intro = h(
    'div',
    { class: 'intro', 'data-testid': 'intro' },
    config.greeting && h('p', { class: 'hello', dir: 'auto' }, config.greeting),
    h(
      'p',
      { class: 'disclosure', dir: 'auto', 'data-testid': 'disclosure' },
      config.ai_disclosure || w.t('ai'),
    ),
  )
  const log = h(
    'div',
    {
      class: 'log',
      role: 'log',
      tabindex: 0,
      'aria-live': 'off',
      'aria-label': w.t('conversation'),
      'data-testid': 'log',
    },
    intro,
  )
  const foot = h('div')
  const write = composer(m, w, talk, () => stage.toEnd())
  const live = h('div', { class: 'hide', 'aria-live': 'polite', 'data-testid': 'live' })
  const main = h('div', { class: 'main' }, h('div', { class: 'frame' }, log), foot, write.el)
  const el = h(
    'section',
    {
      class: 'panel',
      lang: (place.root.host as HTMLElement).lang, // the host's own is lost to its reset of all styles
      role: 'dialog',
      tabindex: -1,
      hidden: true,
      'aria-labelledby': 'parley-title',
      'data-testid': 'panel',
      onkeydown: keys,
    },
    header,
    main,
    live,
  )
  root.append(el)

  let head = ''
  const stage: Stage = {
    m,
    w,
    place,
    log,
    foot,
    menu,
    toEnd() {},
    head(actor, text) {
      if (text === head) return
      head = text
      status.textContent = text
      face.replaceChildren(avatar(actor))
    },
    say(text) {
      live.textContent = text
    },
    put(view) {
      el.querySelector('.view')?.remove()
      set(main, 'hidden', !!view)
      if (view) return main.after(view)
      stage.toEnd()
      if (!phone.matches && m.open) write.input.focus()
    },
    rate: (wish) => void import('../lazy/rating').then((part) => part.rating(foot, stage, wish)),
  }

  let coming: Promise<void> | undefined
  function talk() {
    coming ||= import('../talk')
      .then((part) => part.talk(stage))
      .then((part) => {
        m.talk = part
        part.enter(m.conv, false)
      })
    // Without network now: the next keystroke tries again.
    coming.catch(() => {
      coming = undefined
    })
    return coming
  }

  function keys(e: KeyboardEvent) {
    if (e.key === 'Escape' && !e.isComposing) {
      e.stopPropagation()
      leave()
    }
  }

  // Only small screens need it.
  let resize = () => {}
  let fitted = false
  function small() {
    resize()
    if (!phone.matches || fitted) return
    fitted = true
    import('../lazy/phone').then((part) => {
      resize = part.phone(el, root, phone)
      resize()
    })
  }
  phone.addEventListener('change', small)

  function hide() {
    m.open = false
    stage.put(null)
    set(el, 'hidden', true)
  }

  function leave() {
    hide()
    place.closed(true)
  }

  function draw() {
    if (m.talk) m.talk.draw()
    else stage.head({ kind: 'assistant' }, `${w.t('ai')} · ${w.t(m.asking() ? 'isAsking' : 'isOpen')}`)
    write.draw()
  }

  return {
    draw,
    hide,
    talk,
    show(focus, text) {
      set(el, 'hidden', false)
      small()
      draw()
      if (text) write.put(text)
      stage.toEnd()
      if (focus) (phone.matches ? el : write.input).focus({ preventScroll: true })
    },
  }
}
