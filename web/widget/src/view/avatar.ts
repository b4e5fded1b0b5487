// The face beside a name: the assistant's sign, a person's first letter.
import { h, icon, icons } from '../dom'
import type { Actor } from '../types'

export function avatar(actor: Actor): HTMLElement {
  const person = actor.kind === 'agent'
  const letter = person && (actor.name || '').trim().match(/\p{L}/u)?.[0]?.toUpperCase()
  const sign = letter || icon(person ? icons.person : icons.ai)
  return h('span', { class: `avatar ${actor.kind}`, 'aria-hidden': 'true' }, sign)
}
