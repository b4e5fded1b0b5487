// How a speaker is called.
import type { Actor } from '../types'
import type { Words } from '../words'

export function who(actor: Actor, w: Words): string {
  return actor.kind === 'agent' ? actor.name || '' : w.t(actor.kind === 'contact' ? 'you' : 'ai')
}
