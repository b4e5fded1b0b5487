// The round button, the greeting beside it, and `window.Parley`. The panel itself is fetched when she opens it, or
// at once when a conversation of hers may have news.
import type { App } from './app'
import { accentCss } from './colour'
import { h, icon, icons, set, style } from './dom'
import { match, rtl, section } from './i18n'
import css from './launcher.css?inline'
import { memory } from './memory'
import type { Boot, Config, Options } from './types'

export interface Place {
  boot: Boot
  config: Config
  root: ShadowRoot
  /** The language of the widget's own words. */
  locale: string
  options(): Options
  unread(count: number, words: string): void
  /** The panel closed itself; the button takes the focus back when she was in it. */
  closed(focus: boolean): void
  /** Everything was forgotten in another tab. */
  forgotten(): void
}

export async function launch(boot: Boot): Promise<(call: unknown[]) => void> {
  const config = await boot.config
  const store = memory(boot.shop)
  const listeners: Record<string, ((value: unknown) => void)[]> = {}
  let options: Options = { locale: boot.locale, country: boot.country, page: page() }
  let count = 0
  let shown: {
    open(focus: boolean, text?: string): void
    close(): void
    app?: Promise<App>
    remove(): void
  } | null = null

  if (!config) {
    console.warn(`Parley: there is no shop “${boot.shop}”`)
    return () => {}
  }
  if (!document.body) await new Promise((go) => document.addEventListener('DOMContentLoaded', go))

  const unread = (n: number) => {
    if (n === count) return
    count = n
    for (const hear of listeners.unread || []) hear(n)
  }

  function mount() {
    if (shown) return
    const locale = match(options.locale) || match(config?.locale) || 'en'
    const host = document.createElement('parley-widget')
    const root = host.attachShadow({ mode: 'open' })
    const c = config as Config
    let label = c.name // until the words are there
    style(root, accentCss(boot.accent || c.accent) + css)
    // Browsers choose between Chinese, Japanese and traditional letter forms by the region.
    set(host, 'lang', locale === 'zh' ? 'zh-CN' : locale)
    set(host, 'dir', rtl(locale) ? 'rtl' : 'ltr')
    set(host, 'data-position', boot.position)

    const badge = h('span', { class: 'badge', hidden: true, 'data-testid': 'unread', 'aria-hidden': 'true' })
    const button = h(
      'button',
      {
        class: 'launcher',
        type: 'button',
        'data-testid': 'launcher',
        'aria-haspopup': 'dialog',
        'aria-expanded': 'false',
        'aria-label': label,
        onclick: () => (opened ? close() : go(true)),
        // Begin to fetch what the click will need.
        onpointerenter: () => void import('./app'),
        onfocus: () => void import('./app'),
      },
      icon(icons.chat),
      icon(icons.down),
      badge,
    )
    const greet = () => {
      if (!c.greeting || store.get('g') || store.get('c')) return null
      const drop = () => {
        store.set('g', '1')
        greeting?.remove()
      }
      return h(
        'div',
        { class: 'greeting', 'data-testid': 'greeting' },
        h('button', { type: 'button', class: 'say', dir: 'auto', onclick: () => go(true) }, c.greeting),
        h(
          'button',
          { type: 'button', class: 'drop', 'aria-label': label, 'data-testid': 'dismiss', onclick: drop },
          icon(icons.close),
        ),
      )
    }
    const greeting = greet()
    root.append(h('div', { class: 'dock' }, greeting, button))
    document.body.append(host)
    // A badge that came first has its words already, and the next one names the button anew.
    section<{ open: string; dismiss: string }>(locale, 'launcher').then(
      ({ open, dismiss }) => {
        label = open
        if (badge.hidden) set(button, 'aria-label', open)
        const drop = greeting?.querySelector('.drop')
        if (drop) set(drop, 'aria-label', dismiss)
      },
      () => {},
    )

    let opened = false
    let app: Promise<App> | undefined
    const place: Place = {
      boot,
      config: c,
      root,
      locale,
      options: () => options,
      unread(n, words) {
        unread(n)
        set(badge, 'hidden', !n)
        badge.textContent = n > 9 ? '9+' : `${n}`
        set(button, 'aria-label', n ? `${label}. ${words}` : label)
      },
      closed(focus) {
        state(false)
        if (focus) button.focus()
      },
      forgotten: () => unread(0),
    }
    const state = (is: boolean) => {
      opened = is
      set(button, 'aria-expanded', `${is}`)
      set(host, 'data-open', is)
    }
    const load = () => {
      app ||= import('./app').then((part) => part.start(place))
      // When the network fails now, the next click tries again.
      app.catch(() => {
        app = undefined
        state(false)
      })
      return app
    }
    const go = (focus: boolean, text?: string) => {
      store.set('g', '1')
      greeting?.remove()
      state(true)
      load().then((a) => opened && a.open(focus, text))
    }
    const close = () => {
      state(false)
      app?.then((a) => a.close())
    }
    const elsewhere = store.watch((key) => key === 'c' && load())
    if (store.get('c') || store.keys('o:').length) load()
    shown = {
      open: go,
      close,
      get app() {
        return app
      },
      remove() {
        elsewhere()
        host.remove()
        unread(0)
      },
    }
  }

  const verbs: Record<string, (value: never, more: never) => void> = {
    boot(value: Options | undefined) {
      options = { ...options, ...value }
      mount()
      shown?.app?.then((a) => a.update())
    },
    update(value: Options | undefined) {
      options = { ...options, page: page(), ...value }
      shown?.app?.then((a) => a.update())
    },
    // With a question to send, she has asked for it: then the focus goes along.
    show: (value: { text?: string } | undefined) => shown?.open(!!value?.text, value?.text),
    hide: () => shown?.close(),
    shutdown() {
      const { identity_token: _, ...rest } = options
      options = rest
      const gone = shown
      shown = null
      // Without a panel there may still be a token: the panel's code knows how to end it.
      if (gone?.app || store.get('s')) import('./app').then((part) => part.forget(boot, gone?.app))
      for (const key of store.keys('')) if (key !== 's') store.drop(key)
      gone?.remove()
    },
    track(what: string, value: Options['page']) {
      if (what === 'page') verbs.update?.({ page: value || page() } as never, undefined as never)
    },
    on(event: string, hear: (value: unknown) => void) {
      listeners[event] ||= []
      listeners[event].push(hear)
      if (event === 'unread') hear(count)
    },
  }
  mount()
  return ([verb, value, more]) => {
    const act = verbs[verb as string]
    if (act) act(value as never, more as never)
    else console.warn(`Parley: there is no “${verb}”`)
  }
}

/** Where she is, without what a query may carry. */
function page() {
  return { url: location.origin + location.pathname, title: document.title }
}
