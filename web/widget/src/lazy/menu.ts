// The menu in the header: new conversation, past conversations, a person, rating.
import { h, icon, icons, set } from '../dom'
import type { Stage } from '../view/panel'
import css from './menu.css?inline'
import { past } from './past'
import { sheet } from './sheet'

export function menu(stage: Stage) {
  const { m, w, place } = stage
  const button = stage.menu
  const root = place.root
  sheet(root, css)
  const open = root.querySelector('.menu')
  if (open) {
    open.remove()
    return set(button, 'aria-expanded', 'false')
  }

  const items: [name: 'new' | 'past' | 'person' | 'rate', path: string, act: () => void][] = [
    ['new', 'M12 5v14M5 12h14', () => m.enter('')],
    ['past', 'M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.5l3 1.5', () => past(stage)],
  ]
  if (m.status !== 'taken' && m.status !== 'waiting' && !m.asking())
    items.push(['person', icons.person, () => m.person()])
  if (stage.scene?.log.events.some((e) => e.kind === 'message'))
    items.push(['rate', star, () => stage.rate(true)])

  const el = h('div', {
    class: 'menu',
    role: 'menu',
    'aria-label': w.t('menu'),
    'data-testid': 'menu-list',
    onkeydown: keys,
  })
  for (const [name, path, act] of items)
    el.append(
      h(
        'button',
        {
          type: 'button',
          role: 'menuitem',
          tabindex: -1,
          'data-testid': `menu-${name}`,
          onclick() {
            close()
            stage.put(null)
            act()
          },
        },
        icon(path),
        w.t(name),
      ),
    )
  button.after(el)
  set(button, 'aria-expanded', 'true')
  ;(el.firstElementChild as HTMLElement).focus()
  const away = (e: Event) => {
    const path = e.composedPath()
    if (!path.includes(el) && !path.includes(button)) close(false)
  }
  document.addEventListener('pointerdown', away)

  function close(back = true) {
    const list = root.querySelector('.menu')
    document.removeEventListener('pointerdown', away)
    list?.remove()
    set(button, 'aria-expanded', 'false')
    if (back) button.focus()
  }

  function keys(e: KeyboardEvent) {
    const all = [...el.children] as HTMLElement[]
    const at = all.indexOf(root.activeElement as HTMLElement)
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }
    if (e.key in to) {
      e.preventDefault()
      all.at((to[e.key] as number) % all.length)?.focus()
    } else if (e.key === 'Escape' || e.key === 'Tab') {
      if (e.key === 'Escape') e.preventDefault()
      e.stopPropagation()
      close()
    }
  }
}

export const star = 'M12 4.5l2.3 4.7 5.2.8-3.8 3.6.9 5.2-4.6-2.5-4.6 2.5.9-5.2L4.5 10l5.2-.8z'
