// A dated word to a customer, on the screens of staff.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, api, shop, shot, staff, unique, until, visit, world } from './kit.mjs'

/** A customer in a conversation that an agent has open. */
async function together(t, options) {
  const agent = await staff(t, world.fast, 'agent', options)
  const w = await (await shop(await visit(t))).open()
  await w.ask(unique('My parcel is late'))
  const id = (await w.log(world.fast)).row.id
  await agent.page.goto(`${world.fast.console}/console/inbox/${id}`)
  await agent.id('message-contact').waitFor()
  return { agent, w, id }
}

async function says(agent, text) {
  await agent.id('reply-box').fill(text)
  await agent.id('reply-box').press('Enter')
  await agent.id('message-agent').filter({ hasText: text }).waitFor()
}

test('what an agent promises stands in the card and on the page, until it is kept', async (t) => {
  const { agent, w, id } = await together(t, { viewport: { width: 1440, height: 900 } })
  const word = unique('I will call you tomorrow about the lamp')
  await says(agent, `${word}.`)

  // The card shows it by itself; the customer sees nothing of it.
  const inCard = agent.id('card-promises').locator('[data-testid=promise]')
  await inCard.filter({ hasText: word }).waitFor()
  assert.equal(await inCard.count(), 1)
  await shot(agent.page, 'console-promise-card')
  assert.ok(!(await w.page.locator('parley-widget').evaluate((el) => el.shadowRoot.textContent)).includes('promise'))

  // By hand.
  await agent.id('promise-add').click()
  const byHand = unique('Send a voucher')
  await agent.id('promise-text').fill(byHand)
  await shot(agent.page, 'console-promise-add')
  await agent.id('promise-save').click()
  await inCard.filter({ hasText: byHand }).waitFor()

  // The page has both; a colleague's screen follows without a reload.
  const colleague = await staff(t, world.fast, 'owner', { viewport: { width: 390, height: 844 } })
  await colleague.page.goto(`${world.fast.console}/console/promises`)
  const onPage = (text) => colleague.id('promise').filter({ hasText: text })
  await onPage(word).waitFor()
  await onPage(byHand).waitFor()
  await accessible(colleague.page, 'promises')
  await shot(colleague.page, 'console-promises-phone')
  await agent.page.goto(`${world.fast.console}/console/promises`)
  const mine = agent.id('promise').filter({ hasText: word })
  await mine.waitFor()
  await shot(agent.page, 'console-promises')
  await mine.getByTestId('promise-keep').click()
  await until(async () => (await onPage(word).count()) === 0, "the colleague's list drops what is kept")
  assert.equal(await onPage(byHand).count(), 1)

  // Moved: the first time is still told.
  await onPage(byHand).getByTestId('promise-move').click()
  await colleague.id('promise-until').fill('2036-05-01T10:00')
  await colleague.id('promise-save').click()
  await onPage(byHand).getByText('2036').or(onPage(byHand).getByText(/first promised/)).first().waitFor()
  await onPage(byHand).getByTestId('promise-withdraw').click()
  await until(async () => (await onPage(byHand).count()) === 0, 'what is withdrawn is gone')
  const { promises } = await api(world.fast, `/promises?conversation=${id}`)
  assert.deepEqual(promises.map((p) => p.state).sort(), ['kept', 'withdrawn'])
  await colleague.page.goto(`${world.fast.console}/console/promises?show=kept`)
  await onPage(word).waitFor()
})

test('what is overdue stands first and says so, in Chinese too', async (t) => {
  const { agent } = await together(t, { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const word = unique('I will refund you within 2 hours')
  await says(agent, `${word}.`)
  await agent.id('card-promises').filter({ hasText: word }).waitFor()
  await agent.id('own-menu').click()
  await agent.id('language-zh').click()
  await agent.page.clock.install({ time: new Date(Date.now() + 3 * 3600_000) })
  await agent.page.goto(`${world.fast.console}/console/promises`)
  const over = agent.id('promises-over').locator('[data-testid=promise]').filter({ hasText: word })
  await over.waitFor()
  assert.equal(await over.getByTestId('promise-state').getAttribute('data-state'), 'broken')
  assert.match(await over.getByTestId('promise-state').textContent(), /逾期/)
  await shot(agent.page, 'console-promises-zh')
  await agent.id('own-menu').click()
  await agent.id('language-en').click()
})
