// Two processes: the customer's page is on one of them behind a balancer, the console on the other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { patience, shop, shot, staff, until, visit, world } from './kit.mjs'

const alone = world.crash.url === world.crash.console && 'there is one process'

test('the process that answers is killed: page and console go on with the other, and she is answered once', { skip: alone }, async (t) => {
  const agent = await staff(t, world.crash, 'agent', { expectErrors: true, locale: 'zh-CN' })
  const context = await visit(t, { expectErrors: true, viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  const w = await (await shop(context, world.crash, 'ar-SA')).open()
  await w.ask('مرحبا')
  const { row } = await w.log(world.crash)
  await agent.page.goto(`${world.crash.console}/console/inbox/${row.id}`)
  await agent.id('message-contact').waitFor()
  await w.write('Tell me a story')
  await w.writing()
  await agent.id('streaming').waitFor() // the console sees the other process's words as they come
  await shot(agent.page, 'cluster-console-live-zh')
  t.after(() => fetch(`${world.control}/start`, { method: 'POST' }))
  assert.equal((await fetch(`${world.control}/kill`, { method: 'POST' })).status, 204)
  const dead = Date.now()
  const whole = w.messages('assistant', 'sent').nth(1)
  await whole.waitFor({ timeout: 2 * patience })
  assert.match(await w.bubble(whole), /found a home/)
  t.diagnostic(`whole answer on her page ${Date.now() - dead} ms after the kill`)
  await agent.page.getByText('found a home').first().waitFor()
  await shot(w.page, 'cluster-customer-after-ar-dark')
  await agent.id('take').click()
  await agent.id('reply-box').fill('我在这里')
  await agent.id('reply-box').press('Control+Enter')
  await w.messages('agent').filter({ hasText: '我在这里' }).waitFor()
  await until(async () => (await w.log(world.crash)).said('assistant').length === 2, 'each message is answered once')
  await shot(agent.page, 'cluster-console-after-zh')
})
