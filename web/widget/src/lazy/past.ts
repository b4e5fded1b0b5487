// The list of her conversations; a tap goes back into one.
import { h, icon } from '../dom'
import { clock, day } from '../times'
import type { Conversation } from '../types'
import type { Stage } from '../view/panel'
import { who } from '../view/who'

export async function past(stage: Stage) {
  const { m, w } = stage
  const list = h('div', { class: 'list', 'aria-busy': 'true' })
  const back = h(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-label': w.t('back'),
      'data-testid': 'back',
      onclick: () => stage.put(null),
    },
    icon('M19 12H5M11 6l-6 6 6 6'),
  )
  stage.put(
    h(
      'div',
      { class: 'view', 'data-testid': 'past' },
      h('div', { class: 'bar' }, back, h('h3', { id: 'parley-past' }, w.t('past'))),
      list,
    ),
  )
  back.focus()

  const note = (key: 'pastNone' | 'pastFailed' | 'loading') =>
    h('p', { class: 'note', role: 'status' }, w.t(key))
  const slow = setTimeout(() => list.append(note('loading')), 300)
  let all: Conversation[] = []
  let failed = false
  try {
    if (m.session.load())
      all = (await m.api.call<{ conversations: Conversation[] }>('GET', '/conversations')).conversations
  } catch {
    failed = true
  }
  clearTimeout(slow)
  list.removeAttribute('aria-busy')
  if (failed || !all.length) return list.replaceChildren(note(failed ? 'pastFailed' : 'pastNone'))
  list.replaceChildren(
    ...all.map((c) => {
      const actor = c.agent ? { kind: 'agent' as const, name: c.agent.name } : { kind: 'assistant' as const }
      const state = c.status === 'closed' ? w.t('isClosed') : who(actor, w)
      return h(
        'button',
        {
          type: 'button',
          class: 'item',
          'data-testid': 'past-item',
          'aria-current': c.id === m.conv ? 'true' : null,
          onclick() {
            m.enter(c.id)
            stage.put(null)
          },
        },
        h('b', null, h('bdi', null, c.last?.text || w.t('new'))),
        h('small', null, when(c.updated_at)),
        h('small', null, state),
      )
    }),
  )

  function when(at: string) {
    const today = new Date().toDateString() === new Date(at).toDateString()
    return today ? clock(w.locale, at) : day(w.locale, at)
  }
}
