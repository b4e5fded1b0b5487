// Five stars and, if she likes, a sentence.
import { h, icon, set } from '../dom'
import type { Ev } from '../types'
import type { Stage } from '../view/panel'
import { star } from './menu'
import css from './rating.css?inline'
import { sheet } from './sheet'

export function rating(foot: HTMLElement, stage: Stage, wish: boolean) {
  const { m, w, place } = stage
  sheet(place.root, css)
  if (foot.firstChild && !wish) return
  let score = 0
  const word = h('output', { class: 'word' })
  const comment = h('textarea', {
    rows: 2,
    dir: 'auto',
    maxlength: 2000,
    hidden: true,
    placeholder: w.t('rateComment'),
    'aria-label': w.t('rateComment'),
    'data-testid': 'rating-comment',
  })
  const error = h('p', { class: 'error', role: 'alert' })
  const submit = h(
    'button',
    { type: 'submit', class: 'primary', disabled: true, 'data-testid': 'rating-send' },
    w.t('rateSend'),
  )
  const stars = [1, 2, 3, 4, 5].map((n) => {
    const name = w.t(`rate${n}` as 'rate1')
    const input = h('input', {
      type: 'radio',
      name: 'score',
      value: n,
      class: 'hide',
      'aria-label': name,
      'data-testid': `star-${n}`,
      onchange() {
        score = n
        word.textContent = name
        set(comment, 'hidden', false)
        set(submit, 'disabled', false)
        stars.forEach((s, i) => {
          s.classList.toggle('full', i < n)
        })
      },
    })
    return h('label', { title: name }, input, icon(star))
  })
  const drop = () => foot.replaceChildren()
  const form = h(
    'form',
    { class: 'rating', 'data-testid': 'rating', onsubmit: send },
    h('fieldset', null, h('legend', null, w.t('rateAsk')), h('div', { class: 'stars' }, ...stars), word),
    comment,
    error,
    h(
      'div',
      { class: 'acts' },
      h(
        'button',
        { type: 'button', class: 'plain', onclick: drop, 'data-testid': 'rating-later' },
        w.t('later'),
      ),
      submit,
    ),
  )
  foot.replaceChildren(form)
  if (wish) stars[0]?.querySelector('input')?.focus()

  async function send(e: Event) {
    e.preventDefault()
    set(submit, 'disabled', true)
    error.textContent = ''
    try {
      const body = { score, comment: comment.value.trim() || null }
      const event = await m.api.call<Ev>('POST', `/conversations/${m.conv}/rating`, body)
      foot.replaceChildren(h('p', { class: 'thanks', role: 'status' }, w.t('rateThanks')))
      m.talk?.add(event)
      setTimeout(drop, 6000)
    } catch {
      error.textContent = w.t('rateFailed')
      set(submit, 'disabled', false)
    }
  }
}
