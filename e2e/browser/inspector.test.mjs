// How an answer came about, told to somebody who is no programmer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shop, shot, staff, until, visit, world } from './kit.mjs'

/** An answer that rests on an article, with its inspector open. */
async function inspected(t, options) {
  const staffed = await staff(t, world.fast, 'agent', options)
  const w = await (await shop(await visit(t))).open()
  await w.ask('How long does delivery to Germany take?')
  const { row, said } = await w.log(world.fast)
  await staffed.page.goto(`${world.fast.console}/console/inbox/${row.id}`)
  await staffed.id('evidence-chip').first().click()
  await staffed.id('inspector-short').waitFor()
  return { ...staffed, answer: said('assistant')[0] }
}

test('the inspector tells in plain words what an answer rests on, and asks the same again', async (t) => {
  const { page, id, answer } = await inspected(t, { viewport: { width: 1440, height: 1000 } })
  const panel = id('inspector')
  await panel.getByText('How long does delivery to Germany take?').first().waitFor()
  assert.match(await id('inspector-short').textContent(), /answered the question.*source.*built-in engine/s)
  await accessible(page, 'inspector')
  await shot(page, 'console-inspector')

  // The article is one press away, and back.
  const link = id('evidence-item').first().getByRole('link')
  assert.equal(await link.getAttribute('href'), `/console/knowledge/${answer.payload.evidence[0].ref}`)

  // Asked again, nothing has changed; the conversation has no further event.
  await id('inspector-again').click()
  await id('inspector-today').waitFor()
  assert.equal(await id('inspector-today').getAttribute('data-same'), 'true')
  await id('message-assistant').waitFor()
  assert.equal(await id('message-assistant').count(), 1)

  // Everything, for whoever wants it.
  const raw = id('inspector-raw')
  assert.equal(await raw.evaluate((el) => el.open), false)
  await raw.locator('summary').click()
  const kept = JSON.parse(await raw.locator('pre').textContent())
  assert.equal(kept.payload.text, answer.payload.text)
  await id('inspector-close').click()
  await until(async () => (await panel.count()) === 0, 'the panel is closed')
})

test('the inspector on a phone, in Chinese', async (t) => {
  const { page, id } = await inspected(t, { viewport: { width: 390, height: 844 } })
  await id('inspector-close').click()
  await page.goto(`${world.fast.console}/console/settings/profile`)
  await page.getByTestId('own-menu').click()
  await id('language-zh').first().click()
  await page.goBack()
  await id('evidence-chip').first().click()
  await id('inspector-short').waitFor()
  assert.match(await id('inspector-short').textContent(), /回答了问题.*依据.*内置引擎/s)
  await shot(page, 'console-inspector-phone-zh')
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false, 'nothing sticks out')
  await page.goto(`${world.fast.console}/console/settings/profile`)
  await page.getByTestId('own-menu').click()
  await id('language-en').first().click()
})
