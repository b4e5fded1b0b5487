// What a shop's own page does with the widget: queue calls until it is there, say who is signed in, and what she sees.
window.Parley =
  window.Parley ||
  function () {
    ;(Parley.q = Parley.q || []).push(arguments)
  }

addEventListener('DOMContentLoaded', () => {
  const { customer, token, product } = document.body.dataset
  const shop = document.querySelector('script[data-shop]')
  if (shop) tell(customer, token, product)
  document.addEventListener('click', (event) => {
    const ask = event.target.closest('[data-ask]')
    if (ask) Parley('show', { text: ask.dataset.ask })
    closeMenus(event.target)
  })
  document.addEventListener('keydown', (event) => event.key === 'Escape' && closeMenus(document.body))
})

// The page remembers who it last spoke for. When that changed, the chat of the one before must be gone first.
function tell(customer, token, product) {
  const before = remember()
  if (before !== customer) {
    if (before) {
      Parley('shutdown')
      if (!customer) Parley('boot')
    }
    remember(customer)
  }
  if (token) Parley('boot', { identity_token: token })
  Parley('update', { page: { url: location.href, title: document.title, product_id: product || undefined } })
}

// Storage may be switched off; then every page is a first one.
function remember(customer) {
  try {
    if (customer === undefined) return localStorage.getItem('demo.customer') || ''
    localStorage.setItem('demo.customer', customer)
  } catch {
    return ''
  }
}

function closeMenus(target) {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (menu.contains(target)) continue
    const inside = menu.contains(document.activeElement)
    menu.open = false
    if (inside) menu.querySelector('summary').focus()
  }
}
