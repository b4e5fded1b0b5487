// Small helpers to make elements. Text always goes in as text nodes; nothing is ever parsed as HTML.

type Prop = string | number | boolean | null | undefined | ((event: never) => void)
export type Child = Node | string | null | undefined | false

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props?: Record<string, Prop> | null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const el = document.createElement(tag)
  for (const name in props) {
    const value = props[name]
    if (typeof value === 'function') el.addEventListener(name.slice(2), value as EventListener)
    else set(el, name, value as string)
  }
  el.append(...(children.filter((c) => c || c === '') as Node[]))
  return el
}

/** Sets or, for null and false, removes an attribute. */
export function set(el: Element, name: string, value: string | number | boolean | null | undefined) {
  if (value == null || value === false) el.removeAttribute(name)
  else el.setAttribute(name, value === true ? '' : `${value}`)
}

/** An icon of the house set: 24-unit grid, strokes, never a label by itself. */
export function icon(path: string, filled?: boolean): SVGElement {
  const ns = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(ns, 'svg')
  set(svg, 'viewBox', '0 0 24 24')
  set(svg, 'aria-hidden', 'true')
  if (filled) set(svg, 'class', 'full')
  const p = document.createElementNS(ns, 'path')
  set(p, 'd', path)
  svg.append(p)
  return svg
}

/** Adds styles without a style element, so the page's strict CSP has nothing to forbid. */
export function style(root: ShadowRoot, css: string) {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  } catch {
    root.append(h('style', null, css)) // browsers of before 2023
  }
}

export const icons = {
  chat: 'M12 20c5 0 9-3.4 9-7.8S17 4.5 12 4.5 3 7.8 3 12.2c0 2 .8 3.7 2.2 5L4.5 20.5l4-1.2c1.1.5 2.3.7 3.5.7z',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  menu: 'M4.5 12h1M11.5 12h1M18.5 12h1',
  send: 'M12 19V5M6 11l6-6 6 6',
  stop: 'M8 8h8v8H8z',
  clip: 'M15 7l-6.5 6.5a2 2 0 0 0 3 3L18 10a4 4 0 0 0-6-6l-6.5 6.5a6 6 0 0 0 9 9L20 14',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20.5c.5-3.5 3.3-5.5 7-5.5s6.5 2 7 5.5',
  ai: 'M11 4c.8 4.5 2.5 6.2 7 7-4.5.8-6.2 2.5-7 7-.8-4.5-2.5-6.2-7-7 4.5-.8 6.2-2.5 7-7zM18.5 15.5c.3 1.7 1 2.3 2.5 2.5-1.5.3-2.2 1-2.5 2.5-.3-1.5-1-2.2-2.5-2.5 1.5-.2 2.2-.8 2.5-2.5z',
}
