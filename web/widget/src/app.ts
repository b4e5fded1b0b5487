// Joins state and view; what the launcher fetches when it is needed.

import { api } from './api'
import { section } from './i18n'
import type { Place } from './launcher'
import { memory } from './memory'
import { model } from './model'
import { session } from './session'
import type { Boot } from './types'
import { panel } from './view/panel'
import { type Strings, words } from './words'

export interface App {
  open(focus: boolean, text?: string): void
  close(): void
  update(): void
  shutdown(): void
}

export async function start(place: Place): Promise<App> {
  const strings = await section<Strings>(place.locale, 'first')
  let frame = 0
  let timer: ReturnType<typeof setTimeout>

  // At most once a frame; hidden pages get no frames.
  const changed = () => {
    if (frame) return
    frame = requestAnimationFrame(draw)
    timer = setTimeout(draw, 200)
  }
  const draw = () => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    frame = 0
    view.draw()
    const n = m.talk?.unread() || 0
    place.unread(n, w.t('unread', { n }))
  }
  const m = model(place.boot, memory(place.boot.shop), place.options, { changed, talk: () => view.talk() })
  const w = words(place.locale, { ...strings })
  const view = panel(place, m, w)
  m.start()
  return {
    open(focus, text) {
      m.open = true
      m.opened()
      view.show(focus, text)
      changed()
    },
    close: view.hide,
    update: m.update,
    shutdown() {
      m.shutdown()
      clearTimeout(timer)
      cancelAnimationFrame(frame)
    },
  }
}

/** Ends the session, also when the panel was never opened on this page. */
export async function forget(boot: Boot, app?: Promise<App>) {
  const store = memory(boot.shop)
  if (app) (await app).shutdown()
  else session({ api: api(boot.base), memory: store, shop: boot.shop, options: () => ({}) }).end()
  for (const key of store.keys('')) store.drop(key)
}
