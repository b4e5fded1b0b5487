// What a customer does on a shop's page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessible, shop, shot, until, visit, widget, world } from './kit.mjs'

const long = 'Tell me a story'
const warranty = 'How long is the warranty on headphones?'

// locale, what the composer invites to, a question about delivery, how days are said in the answer.
const locales = [
  ['en-US', 'Write a message', 'How many days does delivery take?', /\d.* days/],
  ['zh-CN', '输入消息', '配送需要多长时间？', /\d.*(工作日|天)/],
  ['ja-JP', 'メッセージを入力', '配送にはどのくらいかかりますか？', /\d.*日/],
  ['ko-KR', '메시지를 입력해 주세요', '배송은 얼마나 걸리나요?', /\d.*일/],
  ['es-ES', 'Escriba un mensaje', '¿Cuánto tarda el envío?', /\d.* días/],
  ['es-MX', 'Escriba un mensaje', '¿Cuántos días tarda el envío?', /\d.* días/],
  ['pt-BR', 'Escreva uma mensagem', 'Qual é o prazo de entrega?', /\d.* dias/],
  ['pt-PT', 'Escreva uma mensagem', 'Quanto tempo demora a entrega?', /\d.* dias/],
  ['fr-FR', 'Écrivez un message', 'Quel est le délai de livraison ?', /\d.*jours/],
  ['de-DE', 'Nachricht schreiben', 'Wie lange dauert der Versand?', /\d.*[Tt]age/],
  ['it-IT', 'Scriva un messaggio', 'Quanto tempo ci vuole per la spedizione?', /\d.*giorni/],
  ['ru-RU', 'Напишите сообщение', 'Сколько времени занимает доставка?', /\d.* (дня|дней)/],
  ['ar-SA', 'اكتبوا رسالة', 'كم تستغرق مدة الشحن؟', /\d.*(أيام|يوم)/],
  ['th-TH', 'พิมพ์ข้อความ', 'จัดส่งใช้เวลากี่วันคะ', /\d.*วัน/],
  ['vi-VN', 'Nhập tin nhắn', 'Giao hàng mất bao lâu?', /\d.*ngày/],
]
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }

/** A customer on a page that says her locale: the widget's words, what the assistant says of itself, and its answer are in her language. */
async function served(t, [locale, invitation, question, days], device, name) {
  const context = await visit(t, device)
  const page = await context.newPage()
  await page.goto(`${world.control}/strict?locale=${locale}`)
  const w = await widget(page).open()
  const said = await (await fetch(`${world.fast.url}/api/v1/visitor/widget?shop=demo&locale=${locale}`)).json()
  assert.equal(said.locale, locale)
  assert.equal(await page.locator('parley-widget').getAttribute('dir'), locale === 'ar-SA' ? 'rtl' : 'ltr')
  assert.equal(await w.id('input').getAttribute('placeholder'), invitation)
  assert.equal(await w.id('disclosure').textContent(), said.ai_disclosure)
  assert.match(said.ai_disclosure, /AI|IA|KI|ИИ|人工智能|ذكاء اصطناعي|inteligencia artificial|inteligência artificial|intelligenza artificiale/)
  if (locale !== 'en-US') assert.doesNotMatch(said.ai_disclosure, /assistant of/)
  const answer = await w.ask(question)
  assert.match(await w.bubble(answer), days, locale)
  const lang = async () => (await answer.locator('.bubble').getAttribute('lang')) === locale
  await until(lang, 'the bubble says its language, for screen readers', 2000)
  const [{ payload }] = (await w.log(world.fast)).said('assistant')
  assert.equal(payload.locale, locale)
  assert.equal(payload.outcome, 'answered')
  await answer.getByTestId('sources-toggle').click()
  await answer.getByTestId('sources').waitFor()
  assert.ok((await w.id('log').evaluate((el) => el.scrollWidth - el.clientWidth)) <= 0, 'the conversation does not scroll sideways')
  if (name) await shot(page, name)
}

test('is served in each of the languages', { concurrency: 4 }, (t) => Promise.all(
  locales.map((row) => t.test(row[0], (t) => served(t, row, {}, `answer-${row[0]}`))),
))

test('is served on a phone', { concurrency: 4 }, (t) => Promise.all(
  locales.filter(([locale]) => /^(en|zh|ja|ar|th)/.test(locale)).map((row) => t.test(row[0], (t) => served(t, row, phone, `phone-${row[0]}`))),
))

test('asks something else in the middle of an answer', async (t) => {
  const w = await (await shop(await visit(t), world.slow)).open()
  await w.write(long)
  await w.writing()
  await w.write(`${warranty} Please`)
  const half = w.messages('assistant', 'stopped')
  await half.waitFor()
  const seen = await w.bubble(half)
  await w.messages('assistant', 'sent').first().waitFor()
  const shown = await w.texts()
  assert.deepEqual(shown.map((s) => s.split(':')[0]), ['contact sent', 'assistant stopped', 'contact sent', 'assistant sent'])
  assert.match(shown[3], /12/)
  await shot(w.page, 'interrupted')

  const [first, second] = (await w.log(world.slow)).said('assistant')
  assert.equal(first.payload.interrupted, true)
  assert.equal(first.payload.text.trim(), seen.trim(), 'the log holds what she saw, no more')
  assert.ok(!second.payload.interrupted)
  const events = (await w.log(world.slow)).events
  assert.deepEqual(events.map((e) => e.actor.kind), ['contact', 'assistant', 'contact', 'assistant'])
})

test('stops an answer', async (t) => {
  const w = await (await shop(await visit(t), world.slow)).open()
  await w.write(`${long} Stop`)
  await w.writing()
  await w.id('stop').click()
  const half = w.messages('assistant', 'stopped')
  await half.waitFor()
  await w.id('stop').waitFor({ state: 'hidden' })
  const seen = await w.bubble(half)
  const [said] = await until(async () => {
    const all = (await w.log(world.slow)).said('assistant')
    return all.length && all
  }, 'the half answer stands in the log')
  assert.equal(said.payload.interrupted, true)
  assert.equal(said.payload.text.trim(), seen.trim())
  assert.equal(await w.messages('assistant').count(), 1)
})

test('reloads in the middle of an answer and reads on', async (t) => {
  const w = await (await shop(await visit(t), world.slow)).open()
  await w.ask('hello')
  await w.write(`${long} Reload`)
  await w.writing()
  await w.page.reload()
  await w.open()
  await w.messages('contact').filter({ hasText: 'Reload' }).waitFor()
  await w.writing(5)
  await w.messages('assistant', 'sent').nth(1).waitFor()
  assert.deepEqual((await w.texts()).map((s) => s.split(' ')[0]), ['contact', 'assistant', 'contact', 'assistant'])
  const { said } = await w.log(world.slow)
  assert.equal(said('assistant').length, 2)
  assert.ok(!said('assistant')[1].payload.interrupted)
})

test('writes without a network; it is sent once when the network is back', async (t) => {
  const context = await visit(t, { expectErrors: true })
  const w = await (await shop(context)).open()
  await w.ask('hello')
  await context.setOffline(true)
  await w.write('Offline one')
  await w.write('Offline two')
  await w.id('offline').filter({ hasText: /\S/ }).waitFor()
  assert.equal(await w.messages('contact', 'sending').count(), 2)
  await shot(w.page, 'offline')
  await context.setOffline(false)
  await until(async () => (await w.messages('contact', 'sent').count()) === 3, 'both are sent', 40_000)
  const texts = (await w.log(world.fast)).said('contact').map((e) => e.payload.text)
  assert.deepEqual(texts, ['hello', 'Offline one', 'Offline two'])
})

test('an unsent message survives a reload and is sent once', async (t) => {
  const context = await visit(t, { expectErrors: true })
  const w = await (await shop(context)).open()
  await w.ask('hello')
  let sends = 0
  await context.route('**/messages', (route) => {
    sends++
    // The server gets the first try, the page never learns of it.
    return sends === 1 ? route.fetch().then(() => route.abort()) : route.abort()
  })
  await w.write('Survives the reload')
  await until(() => sends > 0, 'a first try')
  await w.page.reload()
  await context.unroute('**/messages')
  await w.open()
  await until(async () => (await w.messages('contact', 'sent').filter({ hasText: 'Survives' }).count()) === 1, 'it is sent', 40_000)
  const texts = (await w.log(world.fast)).said('contact').map((e) => e.payload.text)
  assert.deepEqual(texts, ['hello', 'Survives the reload'])
  assert.equal(await w.messages('contact').filter({ hasText: 'Survives' }).count(), 1)
})

test('reads and writes Arabic on a phone', async (t) => {
  const context = await visit(t, { locale: 'ar-SA', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 })
  const w = await shop(context, world.fast, 'ar-SA')
  const wide = () => w.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.equal(await w.page.evaluate(() => document.documentElement.dir), 'rtl')
  assert.ok((await wide()) <= 0, 'the shop does not scroll sideways')
  await w.open()
  const answer = await w.ask('كم مدة ضمان سماعات الرأس؟')
  assert.ok((await wide()) <= 0, 'nor does it with the widget')
  const panel = await w.id('panel').boundingBox()
  assert.ok(panel.width >= 389 && panel.height >= 800, `the panel fills the screen: ${JSON.stringify(panel)}`)
  assert.equal(await w.id('panel').evaluate((el) => getComputedStyle(el).direction), 'rtl')
  const mine = await w.messages('contact').first().locator('.bubble').boundingBox()
  const theirs = await answer.locator('.bubble').boundingBox()
  assert.ok(mine.x < theirs.x, 'her own messages stand on the left')
  const inner = await w.id('log').evaluate((el) => el.scrollWidth - el.clientWidth)
  assert.ok(inner <= 0, 'the conversation does not scroll sideways')
  await shot(w.page, 'phone-ar')
})

// locale, device, question, what stands in the caption, two values of the first row.
const comparisons = [
  ['en-US', { viewport: { width: 1280, height: 860 } }, 'What is the difference between the Aria 300 and the Aria 500?', 'Comparison', ['$99', '$249']],
  ['ar-SA', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2, colorScheme: 'dark' }, 'ما الفرق بين Aria 300 و Aria 500؟', 'مقارنة المنتجات', ['379', '949']],
  ['zh-CN', { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }, '比较一下 Aria 300、Aria 500、Aria Buds 和 Tide Mini', '商品对比', ['¥649', '¥1,699']],
]
for (const [locale, device, question, caption, [low, high]] of comparisons)
  test(`compares products in a table, in ${locale}`, async (t) => {
    const context = await visit(t, { locale, ...device })
    let w = await (await shop(context, world.fast, locale)).open()
    const sees = async () => {
      const answer = w.messages('assistant', 'sent').first()
      const table = answer.getByTestId('table')
      await table.waitFor()
      assert.equal(await table.locator('caption').textContent(), caption)
      assert.match(await table.locator('thead th[scope=col]').nth(1).textContent(), /Aria 500/)
      assert.equal(await table.locator('tbody tr').first().locator('th[scope=row]').count(), 1)
      const first = await table.locator('tbody tr').first().locator('td').allTextContents()
      assert.ok(first[0].includes(low) && first[1].includes(high), first.join(' | '))
      const text = await w.bubble(answer)
      assert.ok(text.includes(low) && text.includes(high), `the text says it too: ${text}`)
      return { answer, table }
    }
    await w.write(question)
    const { answer, table } = await sees()
    assert.equal(await table.evaluate((el) => getComputedStyle(el).direction), locale === 'ar-SA' ? 'rtl' : 'ltr')
    const log = await w.id('log').boundingBox()
    await until(async () => (await answer.locator('.bubble').boundingBox()).y >= log.y, 'what is said stays in view above the table')
    assert.ok((await w.id('log').evaluate((el) => el.scrollWidth - el.clientWidth)) <= 0, 'the conversation does not scroll sideways')
    const wide = await table.evaluate((el) => el.scrollWidth > el.clientWidth)
    assert.equal(wide, device.viewport.width === 320, 'four products on a small phone scroll in their box, two fit')
    await until(async () => (await table.getAttribute('tabindex')) === (wide ? '0' : null), 'the keyboard reaches what scrolls')
    await accessible(w.page, 'a comparison')
    await shot(w.page, `table-${locale}`)
    await w.page.reload()
    w = await widget(w.page).open()
    await sees()
  })

test('the program is killed in the middle of an answer; afterwards there is one answer', async (t) => {
  const context = await visit(t, { expectErrors: true })
  const w = await (await shop(context, world.crash)).open()
  await w.ask('hello')
  await w.write(`${long} Crash`)
  await w.writing()
  assert.equal((await fetch(`${world.control}/kill`, { method: 'POST' })).status, 204)
  assert.equal((await fetch(`${world.control}/start`, { method: 'POST' })).status, 204)
  const whole = w.messages('assistant', 'sent').nth(1)
  await whole.waitFor({ timeout: 40_000 })
  assert.match(await w.bubble(whole), /found a home/)
  const { said } = await w.log(world.crash)
  assert.equal(said('assistant').length, 2)
  assert.equal(said('contact').length, 2)
  const shown = await w.texts()
  assert.deepEqual(shown.map((s) => s.split(' ')[0]), ['contact', 'assistant', 'contact', 'assistant'], shown.join('\n'))
  const answer = await w.ask('hello again')
  assert.ok(await w.bubble(answer))
})

test('two tabs share one stream', async (t) => {
  const context = await visit(t)
  const streams = new Map()
  const isStream = (r) => /\/events/.test(r.url()) && /event-stream/.test(r.headers().accept || '')
  context.on('request', (r) => isStream(r) && streams.set(r, r.frame().page()))
  for (const end of ['requestfinished', 'requestfailed']) context.on(end, (r) => streams.delete(r))
  const open = () => [...streams.values()].filter((page) => !page.isClosed()).length
  const one = await (await shop(context)).open()
  assert.equal(open(), 0, 'no stream before there is a conversation')
  await one.ask('hello')
  const two = await (await shop(context)).open()
  await two.messages('assistant', 'sent').first().waitFor()
  await two.write('From the second tab')
  await one.messages('contact').filter({ hasText: 'second tab' }).waitFor()
  await until(async () => (await one.messages('assistant', 'sent').count()) === 2 && (await two.messages('assistant', 'sent').count()) === 2, 'both tabs show the answer')
  assert.equal(open(), 1, 'one stream for both')
  // The tab that held it goes; the other takes over.
  await one.page.close()
  await two.ask('Are you still there?')
  await until(() => open() === 1, 'the other tab has taken over')
})

for (const [locale, viewport] of [['en-US', { width: 1280, height: 800 }], ['ar-SA', { width: 390, height: 844 }]])
  test(`a card number and a password never leave the page, nor stay on the device, in ${locale}`, async (t) => {
    const context = await visit(t, { locale, viewport })
    // All that the page ever keeps, also what it drops again.
    await context.addInitScript(() => {
      globalThis.everKept = []
      const set = Storage.prototype.setItem
      Storage.prototype.setItem = function (key, value) {
        globalThis.everKept.push(value)
        return set.call(this, key, value)
      }
    })
    const sent = []
    context.on('request', (r) => r.method() === 'POST' && sent.push(r.postData() || ''))
    const w = await (await shop(context, world.fast, locale)).open()
    // The very first thing she writes, so nothing is loaded yet that could hide it.
    await w.id('input').fill('Can I pay with 4929 4212 3460 0821? My password is tulip77.')
    await w.id('input').press('Enter')
    await w.messages('contact').filter({ hasText: '•••• •••• •••• 0821' }).waitFor()
    await w.id('hidden').waitFor()
    await w.messages('assistant', 'sent').first().waitFor()
    await shot(w.page, `hidden-${locale}`)
    await w.id('input').fill('and ٤٩٢٩٤٢١٢٣٤٦٠٠٨٢١')
    const all = [...sent, ...(await w.page.evaluate(() => globalThis.everKept)), JSON.stringify((await w.log(world.fast)).events)].join('\n')
    for (const secret of ['4212 3460', '٤٩٢٩٤٢١٢٣', 'tulip77']) assert.ok(!all.includes(secret), `${secret} in ${all}`)
    assert.match(all, /0821/)
  })

test('shutdown forgets', async (t) => {
  const w = await (await shop(await visit(t))).open()
  await w.ask('hello')
  const stored = () => w.page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))
  const before = await stored()
  const token = before.match(/ps_[\w-]+/)?.[0]
  assert.ok(token, 'there is a session')
  await w.page.evaluate(() => window.Parley('shutdown'))
  await until(async () => !(await stored()).includes(token), 'the session is gone from the browser')
  await until(async () => {
    const answer = await fetch(`${world.fast.url}/api/v1/visitor/conversations`, { headers: { Authorization: `Bearer ${token}` } })
    return answer.status === 401
  }, 'the token is void')
  await w.page.reload()
  await w.open()
  assert.equal(await w.messages().count(), 0)
})

test('works on a stranger’s page with a strict policy', async (t) => {
  const context = await visit(t)
  const page = await context.newPage()
  await page.goto(`${world.control}/strict`)
  const w = widget(page)
  await w.id('launcher').waitFor()
  assert.equal(await w.id('launcher').evaluate((el) => getComputedStyle(el).borderRadius !== '0px'), true, 'it has its styles')
  await w.open()
  const answer = await w.ask(warranty)
  assert.match(await w.bubble(answer), /\d/)
  await shot(page, 'strict')
})

test('calls before the loader are kept, and the page can steer the widget', async (t) => {
  const context = await visit(t)
  const page = await context.newPage()
  await page.addInitScript(() => {
    window.Parley = (...call) => (window.Parley.q ||= []).push(call)
    window.Parley('show', { text: 'From before' })
  })
  await page.goto(`${world.control}/strict`)
  const w = widget(page)
  await w.id('panel').waitFor()
  await until(async () => (await w.id('input').inputValue()) === 'From before', 'the text is in the composer')
  await page.evaluate(() => window.Parley('hide'))
  await w.id('panel').waitFor({ state: 'hidden' })
})

test('what is loaded until the first message can be sent stays within the budget', async (t) => {
  const context = await visit(t)
  const w = await (await shop(context)).open()
  const scripts = context.asked.filter((r) => /\/widget\.js|\/w\//.test(r.url()))
  const sizes = {}
  for (const r of scripts) {
    const body = (await r.sizes()).responseBodySize
    sizes[new URL(r.url()).pathname] = Math.max(sizes[new URL(r.url()).pathname] || 0, body)
    // The smallest are shorter without.
    if (body > 200) assert.equal((await r.response()).headers()['content-encoding'], 'gzip', r.url())
  }
  const total = Object.values(sizes).reduce((a, b) => a + b, 0)
  assert.ok(sizes['/widget.js'] <= 1536, `loader: ${JSON.stringify(sizes)}`)
  assert.ok(total <= 12 * 1024, `${total} bytes: ${JSON.stringify(sizes)}`)
  await w.ask('hello')
})
