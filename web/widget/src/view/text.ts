// Message text as elements. Everything is a text node in the end.
import { h } from '../dom'
import { format, type Piece } from '../format'

const draw = (p: Piece): Node | string =>
  p.is === 'link'
    ? h('a', { href: p.href, target: '_blank', rel: 'noopener noreferrer nofollow' }, p.text)
    : p.is === 'text'
      ? p.text
      : h(p.is, null, p.text)

export function body(text: string): Node[] {
  return format(text).map((block) => {
    if (block.is !== 'p')
      return h(
        block.is,
        { start: block.start },
        ...block.items.map((item) => h('li', null, ...item.map(draw))),
      )
    return h('p', null, ...block.lines.flatMap((line, i) => [i ? h('br') : null, ...line.map(draw)]))
  })
}
