// Customers and staff together.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shop, shot, staff, unique, until, visit, world } from './kit.mjs'

test('a person is asked for, comes, answers, leaves a note, gives back and closes; the customer rates', async (t) => {
  const agent = await staff(t)
  const w = await (await shop(await visit(t))).open()
  const subject = unique('My parcel is a mystery')
  await w.ask(subject)
  await w.id('person').click()

  // The console shows it by itself.
  await agent.id('conversation-list').waitFor()
  const id = (await w.log(world.fast)).row.id
  const mine = agent.page.locator(`[data-testid=conversation-row][data-id="${id}"]`)
  await mine.waitFor()
  await until(async () => (await mine.getAttribute('data-status')) === 'waiting', 'the row shows that she waits')
  await mine.click()
  await agent.id('context-card').waitFor()
  await agent.id('message-contact').filter({ hasText: subject }).waitFor()
  await shot(agent.page, 'console-waiting')

  await agent.id('take').click()
  await w.page.locator('[data-testid=line][data-kind=joined]').filter({ hasText: 'Mia' }).waitFor()
  await until(async () => /Mia/.test(await w.id('status').textContent()), 'the header says who answers')
  await agent.id('reply-box').fill('Hello, Mia here')
  await agent.id('reply-box').press('Enter')
  await w.messages('agent').filter({ hasText: 'Hello, Mia here' }).waitFor()
  await shot(w.page, 'with-a-person')

  await w.write('Thank you Mia')
  await agent.id('message-contact').filter({ hasText: 'Thank you Mia' }).waitFor()
  await agent.id('mode-note').click()
  await agent.id('reply-box').fill('SECRET regular customer')
  await agent.id('reply-box').press('Enter')
  await agent.id('note').filter({ hasText: 'SECRET' }).waitFor()

  await agent.id('give-back').click()
  await w.page.locator('[data-testid=line][data-kind=left]').waitFor()
  await w.ask('hello')
  await agent.id('message-assistant').nth(1).waitFor()
  await agent.id('close').click()
  await w.page.locator('[data-testid=line][data-kind=closed]').waitFor()

  await w.id('rating').waitFor()
  await w.page.getByTestId('star-4').check({ force: true })
  await w.id('rating-comment').fill('Kind')
  await w.id('rating-send').click()
  await w.page.locator('[data-testid=line][data-kind=rating]').waitFor()
  const { row: now, events } = await w.log(world.fast)
  assert.equal(now.rating, 4)
  assert.deepEqual(events.map((e) => e.kind).filter((k) => k !== 'message'), ['handoff', 'joined', 'note', 'left', 'closed', 'rating'])
  assert.ok(!(await w.page.locator('parley-widget').evaluate((el) => el.shadowRoot.textContent)).includes('SECRET'))
})

for (const [locale, viewport] of [['en-US', { width: 1360, height: 860 }], ['zh-CN', { width: 390, height: 844 }]])
  test(`an agent sees the table of a comparison, in ${locale}`, async (t) => {
    const w = await (await shop(await visit(t), world.fast, 'ar-SA')).open()
    const answer = await w.ask('ما الفرق بين Rondo 5 و Rondo 7؟')
    await answer.getByTestId('table').waitFor()
    const agent = await staff(t, world.fast, 'agent', { locale, viewport })
    await agent.page.goto(`${world.fast.console}/console/inbox/${(await w.log(world.fast)).row.id}`)
    const table = agent.id('comparison')
    await table.waitFor()
    const cells = (all) => all.map((cell) => cell.textContent)
    assert.deepEqual(await table.locator('th, td').evaluateAll(cells), await answer.getByTestId('table').locator('th, td').evaluateAll(cells), 'it is the one that she sees')
    assert.equal(await table.evaluate((el) => getComputedStyle(el).direction), 'rtl')
    assert.equal(await table.evaluate((el) => el.scrollWidth > el.clientWidth), false, 'two products fit')
    await accessible(agent.page, 'a comparison in the console')
    await shot(agent.page, `console-table-${locale}`)
  })

test('an agent sends pictures and files: chosen, pasted, dropped; the customer sees them', async (t) => {
  const agent = await staff(t, world.fast, 'agent', { expectErrors: true })
  const context = await visit(t)
  const w = await (await shop(context)).open()
  await w.ask(unique('Which plug fits'))
  const id = (await w.log(world.fast)).row.id
  await agent.page.goto(`${world.fast.console}/console/inbox/${id}`)
  await agent.id('message-contact').waitFor()

  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mPgz07DihiGlgQAzEM4AV5Z2mMAAAAASUVORK5CYII=', 'base64')
  const pdf = Buffer.from('%PDF-1.7 warranty card')
  const chips = agent.id('file-chip')
  const state = (n) => chips.nth(n).getAttribute('data-state')
  await agent.id('file').setInputFiles([{ name: 'plug.png', mimeType: 'image/png', buffer: picture }, { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<html>') },
    { name: 'big.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) }])
  await until(async () => (await state(0)) === 'ready', 'the picture is uploaded')
  assert.equal(await state(1), 'failed')
  assert.match(await chips.nth(1).textContent(), /PNG.*PDF/, 'what may be sent')
  assert.match(await chips.nth(2).textContent(), /10/, 'how much may be sent')
  await agent.id('file-remove').nth(2).click()
  await agent.id('file-remove').nth(1).click()

  // What the browser takes for a picture and is none: the server says so.
  const bring = (event, name, mime, base64) => agent.id('reply-box').evaluate((el, [event, name, mime, base64]) => {
    const data = new DataTransfer()
    data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type: mime }))
    const init = { bubbles: true, cancelable: true }
    if (event === 'paste') el.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: data }))
    else for (const kind of ['dragenter', 'dragover', 'drop']) el.dispatchEvent(new DragEvent(kind, { ...init, dataTransfer: data }))
  }, [event, name, mime, base64])
  await bring('paste', 'liar.png', 'image/png', Buffer.from('4d5a900003000000ffff', 'hex').toString('base64'))
  await until(async () => (await state(1)) === 'failed', 'the server refuses it')
  assert.match(await chips.nth(1).textContent(), /PNG/)
  await agent.id('file-remove').nth(1).click()
  await bring('drop', 'warranty card.pdf', 'application/pdf', pdf.toString('base64'))
  await until(async () => (await chips.count()) === 2 && (await state(1)) === 'ready', 'the dropped file is uploaded')

  // What is uploaded outlives a reload.
  await agent.page.reload()
  await until(async () => (await chips.count()) === 2, 'both are still there')
  await shot(agent.page, 'console-files')
  await agent.id('send').click()
  await until(async () => (await chips.count()) === 0, 'the tray is empty')
  const said = agent.id('message-agent').last()
  await said.locator('img').waitFor()
  assert.ok(await said.locator('img').evaluate((img) => img.decode().then(() => img.naturalWidth)))
  await said.getByText('warranty card.pdf').waitFor()

  const theirs = w.messages('agent').last()
  await theirs.locator('img').waitFor()
  assert.ok(await theirs.locator('img').evaluate((img) => img.decode().then(() => img.naturalWidth)))
  await theirs.getByTestId('file-link').filter({ hasText: 'warranty card.pdf' }).waitFor()
  const link = await theirs.getByTestId('file-link').nth(1).getAttribute('href')
  const file = await context.request.get(link)
  assert.equal(await file.text(), pdf.toString())
  await shot(w.page, 'files-from-a-person')
  assert.deepEqual((await w.log(world.fast)).said('agent')[0].payload.attachments.map((f) => f.type), ['image/png', 'application/pdf'])
})

test('whoever takes over stops the assistant in the middle of the sentence', async (t) => {
  const agent = await staff(t, world.slow)
  const w = await (await shop(await visit(t), world.slow)).open()
  await w.ask('hello')
  const id = (await w.log(world.slow)).row.id
  await agent.page.goto(`${world.slow.console}/console/inbox/${id}`)
  await agent.id('message-contact').waitFor()
  await w.write('Tell me a story')
  await w.writing()
  await agent.id('streaming').waitFor()
  await agent.id('take').click()
  await w.page.locator('[data-testid=line][data-kind=joined]').waitFor()
  const { events } = await w.log(world.slow)
  const half = events.find((e) => e.payload.interrupted)
  assert.equal(events.find((e) => e.seq === half.seq + 1).kind, 'joined')
  assert.equal(await w.messages('assistant', 'live').count(), 0)
})

test('an article is published in the console and answered in the widget; try-it shows it before', async (t) => {
  const owner = await staff(t, world.fast, 'owner')
  const w = await (await shop(await visit(t))).open()
  const question = 'How long must the moonflower infusion steep?'
  await owner.page.goto(`${world.fast.console}/console/knowledge`)
  await owner.id('article-new').click()
  await owner.id('article-title').fill('Moonflower infusion')
  await owner.id('article-body').fill('The moonflower infusion must steep for 47 minutes.')
  await owner.id('article-preview').filter({ hasText: '47' }).waitFor()

  await owner.id('try-input').fill(question)
  await owner.id('try-send').click()
  await owner.id('try-answer').filter({ hasText: '47' }).waitFor()
  const before = await w.ask(question)
  assert.doesNotMatch(await w.bubble(before), /47/, 'a draft is not answered from')

  await owner.id('article-publish').click()
  await owner.id('article-unpublish').or(owner.id('article-more')).first().waitFor()
  const published = Date.now()
  await w.id('menu').click()
  await w.id('menu-new').click()
  const answer = await w.ask(question)
  assert.match(await w.bubble(answer), /47/)
  assert.ok(Date.now() - published < 5000)
  await shot(owner.page, 'console-editor')
})

test('the console speaks Chinese at once, and English again', async (t) => {
  const agent = await staff(t)
  const nav = agent.page.getByTestId('nav-inbox')
  const words = async () => (await nav.textContent()).replace(/\d+/g, '') // without the count of those who wait
  const english = await words()
  let loads = 0
  agent.page.on('framenavigated', () => loads++)
  await agent.id('own-menu').click()
  await agent.id('language-zh').click()
  await until(async () => (await words()) !== english, 'the navigation changes')
  assert.match(await agent.page.locator('body').innerText(), /[\u4e00-\u9fff]/)
  await until(async () => /^zh/.test(await agent.page.evaluate(() => document.documentElement.lang)), 'the page says its language')
  await shot(agent.page, 'console-zh')
  await agent.id('language-en').click()
  await until(async () => (await words()) === english, 'and back')
  assert.equal(loads, 0, 'without a reload')
})

test('the console tells in one way that the sign-in is wrong', async (t) => {
  const context = await visit(t, { expectErrors: true })
  const page = await context.newPage()
  await page.goto(`${world.fast.console}/console/`)
  const told = []
  for (const email of ['agent@demo.example', 'nobody@demo.example']) {
    await page.getByTestId('sign-in-email').fill(email)
    await page.getByTestId('sign-in-password').fill('not the pass phrase')
    const answered = page.waitForResponse(/sign-in/)
    await page.getByTestId('sign-in-submit').click()
    await answered
    await page.getByTestId('sign-in-problem').filter({ hasText: /\S/ }).waitFor()
    told.push(await page.getByTestId('sign-in-problem').textContent())
  }
  assert.equal(told[0], told[1])
})
