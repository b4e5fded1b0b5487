// What stands below a message: its files, and the sources an answer rests on.
import { h, icon, icons, set } from '../dom'
import { safeUrl } from '../format'
import { rtl } from '../i18n'
import type { Model } from '../model'
import type { Row } from '../timeline'
import { language } from '../times'
import type { Attachment, Evidence } from '../types'
import type { Words } from '../words'
import css from './extras.css?inline'
import { sheet } from './sheet'
import { table } from './table'

let made = 0

export function extras(place: HTMLElement, row: Row, m: Model, w: Words) {
  const root = place.getRootNode() as ShadowRoot
  if (root.adoptedStyleSheets) sheet(root, css)
  if (row.files?.length) place.append(h('div', { class: 'files' }, ...row.files.map((f) => file(f, m))))
  if (row.table) place.append(table(row.table, row.locale || ''))
  if (row.evidence?.length) place.append(...sources(row.evidence, row.locale || '', w))
}

function file(f: Attachment, m: Model): HTMLElement {
  const base = m.api.base.replace(/\/api\/v1\/visitor$/, '')
  const link = f.url || `/api/v1/visitor/attachments/${f.id}`
  const url = safeUrl(new URL(link, `${base}/`).href)
  const href =
    url && (/[?&]token=/.test(url) ? url : `${url}${url.includes('?') ? '&' : '?'}token=${m.api.token}`)
  const doc = () =>
    h('span', { class: 'doc' }, icon('M7 3.5h7l4 4v13H7zM13.5 4v4H18'), h('bdi', null, f.name))
  // A page whose policy forbids pictures of ours still shows that there is one.
  const picture = () =>
    h('img', {
      src: href,
      alt: f.name,
      decoding: 'async',
      onerror: (e: Event) => (e.target as Element).replaceWith(doc()),
    })
  return h(
    'a',
    { href, target: '_blank', rel: 'noopener noreferrer', class: 'file', 'data-testid': 'file-link' },
    f.type?.startsWith('image/') ? picture() : doc(),
  )
}

function sources(evidence: Evidence[], locale: string, w: Words): HTMLElement[] {
  // One article often stands for several sentences; it is named once.
  const all = [...new Map(evidence.map((e) => [`${e.kind}:${e.ref || e.id}`, e])).values()]
  const id = `parley-from-${++made}`
  // Isolated, because the title may run the other way than the sentence.
  const title = `\u2068${all[0]?.title || ''}\u2069`
  const name = all.length > 1 ? w.t('fromMore', { title, n: all.length - 1 }) : w.t('from', { title })
  const list = h(
    'ul',
    { class: 'sources', id, hidden: true, 'data-testid': 'sources' },
    ...all.map((e) => source(e, locale, w)),
  )
  const toggle = h(
    'button',
    {
      type: 'button',
      class: 'from',
      'aria-expanded': 'false',
      'aria-controls': id,
      'data-testid': 'sources-toggle',
      onclick(e: Event) {
        e.stopPropagation()
        list.hidden = !list.hidden
        set(toggle, 'aria-expanded', `${!list.hidden}`)
        if (!list.hidden) list.scrollIntoView({ block: 'nearest' })
      },
    },
    h('span', null, name),
    icon(icons.down),
  )
  return [toggle, list]
}

function source(e: Evidence, locale: string, w: Words): HTMLElement {
  const url = safeUrl(e.url)
  const base = (tag: string) => tag.toLowerCase().split('-')[0]
  const other = e.locale && base(e.locale) !== base(locale) ? language(w.locale, e.locale) : ''
  return h(
    'li',
    { onclick: (event: Event) => event.stopPropagation() },
    h(
      'div',
      { class: 'source' },
      h('bdi', { lang: e.locale }, e.title || ''),
      other && h('span', { class: 'tag' }, other),
    ),
    e.quote && h('bdi', { class: 'quote', dir: rtl(e.locale) ? 'rtl' : 'auto', lang: e.locale }, e.quote),
    url && h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, w.t('openSource')),
  )
}
