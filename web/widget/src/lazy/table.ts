// A comparison: products in columns, what is compared in rows. Wider than the panel it scrolls by itself, its row headers stay.
import { h, set } from '../dom'
import { rtl } from '../i18n'
import type { Table } from '../types'

export function table(t: Table, locale: string): HTMLElement {
  const box = h(
    'div',
    {
      class: 'compare',
      role: 'group',
      'aria-label': t.caption,
      dir: rtl(locale) ? 'rtl' : 'ltr',
      lang: locale,
      'data-testid': 'table',
    },
    h(
      'table',
      null,
      h('caption', null, t.caption),
      h('thead', null, h('tr', null, h('td'), ...t.columns.map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', null, ...t.rows.map((r) => row(r, t.columns.length))),
    ),
  )
  // Who reads by keyboard can scroll it, but only where there is something to scroll.
  new ResizeObserver(() => set(box, 'tabindex', box.scrollWidth > box.clientWidth && 0)).observe(box)
  return box
}

/** A value that all share is said once, across the columns. */
function row(r: Table['rows'][number], columns: number): HTMLElement {
  const cells = r.same ? r.cells.slice(0, 1) : r.cells
  return h(
    'tr',
    null,
    h('th', { scope: 'row' }, r.label),
    ...cells.map((cell) => h('td', { colspan: r.same && columns }, h('bdi', null, cell))),
  )
}
