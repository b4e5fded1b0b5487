// Everybody can use it: axe finds nothing in any state of the widget and on any page of the console, light and dark; the keyboard
// reaches what the mouse does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, api, shop, shot, staff, visit, world } from './kit.mjs'

for (const [locale, colorScheme] of [['en-US', 'light'], ['ar-SA', 'dark'], ['zh-CN', 'light']])
  test(`the widget in ${locale}, ${colorScheme}`, async (t) => {
    const context = await visit(t, { locale, colorScheme, reducedMotion: 'reduce', expectErrors: true })
    const w = await shop(context, world.fast, locale)
    await w.id('launcher').waitFor()
    await accessible(w.page, 'the launcher')
    await w.open()
    await accessible(w.page, 'the open panel')
    const answer = await w.ask({ 'en-US': 'How long is the warranty on headphones?', 'ar-SA': 'كم مدة ضمان سماعات الرأس؟', 'zh-CN': '耳机保修多久？' }[locale])
    await answer.getByTestId('sources-toggle').click()
    await accessible(w.page, 'an answer with its sources')
    await w.id('menu').click()
    await accessible(w.page, 'the menu')
    await w.id('menu-rate').click()
    await w.id('rating').waitFor()
    await accessible(w.page, 'the rating')
    await w.id('rating-later').click()
    await w.id('menu').click()
    await w.id('menu-past').click()
    await w.page.getByTestId('past-item').first().waitFor()
    await accessible(w.page, 'past conversations')
    await w.page.getByTestId('past').getByTestId('back').click()
    await w.id('person').click()
    await w.page.locator('[data-testid=line][data-kind=handoff]').waitFor()
    await accessible(w.page, 'waiting for a person')
    await context.setOffline(true)
    await w.write('offline')
    await accessible(w.page, 'offline')
    await shot(w.page, `widget-${locale}-${colorScheme}`)
  })

test('the widget by keyboard alone', async (t) => {
  const w = await shop(await visit(t))
  await w.id('launcher').focus()
  await w.page.keyboard.press('Enter')
  await w.id('input').waitFor()
  await w.page.waitForFunction(() => document.querySelector('parley-widget').shadowRoot.activeElement?.dataset.testid === 'input')
  await w.page.keyboard.type('hello')
  await w.page.keyboard.press('Enter')
  await w.messages('assistant', 'sent').first().waitFor()
  await w.page.keyboard.press('Escape')
  await w.id('panel').waitFor({ state: 'hidden' })
  assert.equal(await w.page.evaluate(() => document.querySelector('parley-widget').shadowRoot.activeElement?.dataset.testid), 'launcher')
})

for (const colorScheme of ['light', 'dark'])
  test(`the console, ${colorScheme}`, async (t) => {
    const customer = await (await shop(await visit(t))).open()
    await customer.ask('How long is the warranty on headphones?')
    await customer.id('person').click()
    const owner = await staff(t, world.fast, 'owner', { colorScheme, reducedMotion: 'reduce' })
    const { conversations } = await api(world.fast, '/conversations?status=waiting')
    const { articles } = await api(world.fast, '/articles')
    const { contacts } = await api(world.fast, '/contacts')
    const pages = ['inbox', `inbox/${conversations[0].id}`, 'knowledge', `knowledge/${encodeURIComponent(articles[0].id)}`, 'contacts', `contacts/${contacts[0].id}`, 'start',
      ...['shop', 'staff', 'tokens', 'widget', 'audit', 'failures', 'profile'].map((s) => `settings/${s}`)]
    for (const path of pages) {
      await owner.page.goto(`${world.fast.console}/console/${path}`)
      await owner.page.waitForLoadState('networkidle')
      await owner.id('own-menu').waitFor()
      await accessible(owner.page, path)
      await shot(owner.page, `console-${path.replaceAll('/', '-').slice(0, 40)}-${colorScheme}`)
    }
  })

test('the sign-in page and the demo shop', async (t) => {
  const context = await visit(t, { expectErrors: true })
  const page = await context.newPage()
  for (const path of ['/console/', '/demo/', '/demo/ja-JP', '/demo/ar-SA']) {
    await page.goto(world.fast.url + path)
    await page.waitForLoadState('networkidle')
    await accessible(page, path)
  }
})
