// A canned reply, from the page where it is written to the customer who reads it; and the card that tells what is known.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shop, shot, staff, unique, visit, world } from './kit.mjs'

const wide = { viewport: { width: 1440, height: 900 } }

test('a macro is written, taken up by / in her conversation, and sent', async (t) => {
  const boss = await staff(t, world.fast, 'owner', { ...wide, expectErrors: true })
  await boss.page.goto(`${world.fast.url}/console/settings/macros`)
  await boss.id('macro-new').click()
  const name = unique('Thank her')
  await boss.id('macro-name').fill(name)
  await boss.id('macro-text').fill('Hi {{contact|there}}, {{colour}}')
  await boss.id('macro-save').click()
  await boss.page.getByText('There is no field colour').waitFor()
  await boss.id('macro-text').fill('Hi {{contact|there}}, this is {{agent}} of {{shop}}.')
  await accessible(boss.page, 'macro editor')
  await shot(boss.page, 'console-macro-editor')
  await boss.id('macro-save').click()
  await boss.id('macro').filter({ hasText: name }).waitFor()
  await accessible(boss.page, 'macros')
  await shot(boss.page, 'console-macros')

  const w = await (await shop(await visit(t))).open()
  await w.ask(unique('My e-mail address is mia@example.com'))
  const id = (await w.log(world.fast)).row.id
  const agent = await staff(t, world.fast, 'agent', wide)
  await agent.page.goto(`${world.fast.url}/console/inbox/${id}`)
  await agent.id('message-contact').waitFor()

  // She has told her address: whoever asks for it is told so, and may look where.
  await agent.id('reply-box').fill('Could you tell me your email address?')
  await agent.id('asked-again').filter({ hasText: 'mia@example.com' }).waitFor()
  assert.ok(await agent.id('card-known').filter({ hasText: 'mia@example.com' }).isVisible())
  await shot(agent.page, 'console-asked-again')
  await agent.id('reply-box').fill('')

  await agent.id('reply-box').press('/')
  await agent.id('macro-list').waitFor()
  await agent.page.keyboard.type(name)
  await shot(agent.page, 'console-macro-list')
  await agent.page.keyboard.press('Enter')
  await agent.page.waitForFunction(() => document.querySelector('[data-testid=reply-box]').value.startsWith('Hi there, this is'))
  await accessible(agent.page, 'conversation with a macro')
  await agent.id('reply-box').press('Enter')
  await agent.id('message-agent').filter({ hasText: 'Hi there, this is' }).waitFor()
})

test('macros in Chinese on a phone', async (t) => {
  const boss = await staff(t, world.fast, 'owner', { viewport: { width: 390, height: 844 }, locale: 'zh-CN', colorScheme: 'dark' })
  await boss.page.goto(`${world.fast.url}/console/settings/macros`)
  await boss.id('macro').first().waitFor()
  await shot(boss.page, 'console-macros-zh-phone')
  await boss.id('macro').first().getByRole('button').first().click()
  await boss.id('macro-name').waitFor()
  await accessible(boss.page, 'macro editor, phone')
  await shot(boss.page, 'console-macro-editor-zh-phone')
})
