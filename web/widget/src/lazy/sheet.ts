// Styles of lazily loaded parts, added once.
import { style } from '../dom'

const added = new WeakMap<ShadowRoot, Set<string>>()

export function sheet(root: ShadowRoot, css: string) {
  const have = added.get(root) || new Set()
  added.set(root, have)
  if (have.has(css)) return
  have.add(css)
  style(root, css)
}
