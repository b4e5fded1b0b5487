// What a page can do besides: offer articles while she types, send a vote without leaving, and open the chat with what she reads. Every
// page works without it.
const { shop, locale, country } = document.body.dataset
const all = (selector) => document.querySelectorAll(selector)

for (const form of all('.search')) suggest(form)
for (const button of all('[data-ask]')) {
  button.hidden = false
  button.addEventListener('click', () => ask(button.dataset.ask))
}
for (const select of all('.country select')) {
  select.form.querySelector('button').hidden = true
  select.addEventListener('change', () => select.form.submit())
}
for (const form of all('[data-vote],[data-comment]')) form.addEventListener('submit', vote)
document.addEventListener('click', (event) => {
  for (const menu of all('.menu[open]')) if (!menu.contains(event.target)) menu.open = false
})
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const menu of all('.menu[open]')) {
    menu.open = false
    menu.querySelector('summary').focus()
  }
})

/** The widget is fetched when she asks for it, and is told what she reads. */
function ask(text) {
  if (!window.Parley) {
    window.Parley = function () {
      ;(Parley.q = Parley.q || []).push(arguments)
    }
    Parley('boot', { locale, country })
    const script = document.createElement('script')
    Object.assign(script.dataset, { shop, locale, country })
    script.src = '/widget.js'
    document.head.append(script)
    for (const button of all('.ask')) button.remove()
  }
  Parley('update', { page: { url: location.href.split('#')[0], title: document.title } })
  Parley('show', text ? { text } : undefined)
}

async function vote(event) {
  event.preventDefault()
  const form = event.target
  const body = new URLSearchParams(new FormData(form, event.submitter))
  const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } }).catch(() => null)
  if (!answer?.ok) {
    const helped = Object.assign(document.createElement('input'), { type: 'hidden', name: 'helped', value: body.get('helped') })
    if (!form.elements.helped?.type) form.append(helped)
    return form.submit()
  }
  const [comment] = all('[data-comment]')
  for (const thanks of all('[data-thanks]')) thanks.hidden = false
  form.hidden = true
  if (form === comment) return
  comment.elements.helped.value = body.get('helped')
  comment.hidden = false
  comment.querySelector('textarea').focus({ preventScroll: true })
}

/** A combobox after the ARIA patterns: arrows choose, Enter opens, Escape closes. */
function suggest(form) {
  const input = form.querySelector('input[type=search]')
  const list = form.querySelector('ul')
  const id = `offer${Math.random().toString(36).slice(2, 7)}`
  let at = -1
  let last = ''
  let waiting
  list.id = id
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': id, 'aria-expanded': 'false' })) input.setAttribute(name, value)
  const show = (open) => {
    list.hidden = !open
    input.setAttribute('aria-expanded', `${open}`)
    if (!open) choose(-1)
  }
  const choose = (n) => {
    at = n
    list.childNodes.forEach((li, i) => {
      li.setAttribute('aria-selected', `${i === n}`)
    })
    if (n < 0) input.removeAttribute('aria-activedescendant')
    else input.setAttribute('aria-activedescendant', list.childNodes[n].id)
  }
  const offer = async () => {
    const q = input.value.trim()
    last = q
    if (!q) return show(false)
    const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(q)}`).catch(() => null)
    const found = answer?.ok ? await answer.json() : []
    if (last !== q) return
    list.replaceChildren(
      ...found.map(({ title, url }, i) => {
        const li = document.createElement('li')
        Object.assign(li, { id: `${id}-${i}`, textContent: title, dir: 'auto' })
        li.setAttribute('role', 'option')
        li.dataset.url = url
        li.addEventListener('mousedown', (event) => event.preventDefault())
        li.addEventListener('click', () => location.assign(url))
        return li
      }),
    )
    show(found.length > 0 && document.activeElement === input)
  }
  input.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(offer, 120)
  })
  input.addEventListener('blur', () => show(false))
  input.addEventListener('keydown', (event) => {
    const n = list.childNodes.length
    if (event.isComposing) return
    if (event.key === 'Escape' && !list.hidden) {
      show(false)
      event.preventDefault()
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !list.hidden) {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      choose(((at + step + 1 + n + 1) % (n + 1)) - 1)
    } else if (event.key === 'Enter' && at >= 0) {
      event.preventDefault()
      location.assign(list.childNodes[at].dataset.url)
    }
  })
}
