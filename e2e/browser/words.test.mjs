// Words that customers use and nobody knows, on the screen of an operator.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { accessible, api, shop, shot, staff, until, visit, world } from './kit.mjs'

const letters = (n) => Array.from({ length: n }, () => 'bcdfgklmnprstvz'[Math.floor(Math.random() * 15)]).join('')
/** A word of no language, and of no other test. */
const invented = () => `Zo${letters(2)}i${letters(2)}up`

const call = (method, path, body) =>
  fetch(`${world.fast.url}/api/v1${path}`, { method, headers: { Authorization: `Bearer ${world.fast.token}`, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) })

async function listed(word) {
  await until(async () => (await api(world.fast, '/words/unknown')).words.some((w) => w.word === word), `${word} is listed`)
}

async function words(t, options) {
  const operator = await staff(t, world.fast, 'owner', options)
  await operator.page.goto(`${world.fast.console}/console/knowledge/words`)
  await operator.id('words-unknown').waitFor()
  const row = (word) => operator.page.locator(`[data-testid=unknown-word][data-word="en:${word}"]`)
  return { ...operator, row }
}

/** A model that says of each word it is asked about what the test wants. */
async function model(t, answer) {
  const server = createServer(async (req, res) => {
    let body = ''
    for await (const part of req) body += part
    const { words } = JSON.parse(JSON.parse(body).messages.at(-1).content)
    const chunk = (delta, finish_reason) => res.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`)
    res.writeHead(200, { 'Content-Type': 'text/event-stream' })
    chunk({ content: JSON.stringify({ suggestions: words.map(answer).filter(Boolean) }) }, null)
    chunk({}, 'stop')
    res.end('data: [DONE]\n\n')
  })
  await new Promise((go) => server.listen(0, '127.0.0.1', go))
  const setting = { enabled: true, base_url: `http://127.0.0.1:${server.address().port}/v1`, model: 'm', vision: false, window: 16000, first_token_seconds: 5, daily_budget: 0, price_input: 0, price_output: 0, currency: 'EUR' }
  assert.equal((await call('PUT', '/shop/model', setting)).status, 200)
  t.after(async () => {
    await call('PUT', '/shop/model', { ...setting, enabled: false })
    server.closeAllConnections()
    server.close()
  })
}

test('an operator explains a word, and the next question is understood', async (t) => {
  const word = invented()
  const other = invented()
  const w = await (await shop(await visit(t))).open()
  const ask = async (text) => {
    await w.ask(text)
    return (await w.log(world.fast)).said('assistant').at(-1).payload
  }
  assert.equal((await ask(`Tell me about the ${word}`)).outcome, 'declined')
  await ask(`What is a ${other}?`)
  await listed(word)
  await listed(other)

  const { page, id, row } = await words(t, { viewport: { width: 1440, height: 900 } })
  await row(word).waitFor()
  assert.equal(await id('words-suggest').count(), 0)
  await id('words-by-hand').waitFor()
  await accessible(page, 'unknown words')
  await row(word).getByTestId('word-means').fill('warr')
  await id('word-option').first().waitFor()
  await shot(page, 'console-words-typing')
  await page.keyboard.press('Enter')
  await row(word).getByTestId('word-concept').waitFor()
  await row(word).getByTestId('word-means').fill('guarantee slip')
  await id('word-option').last().click()
  await row(word).getByTestId('word-synonym').waitFor()
  await shot(page, 'console-words')
  await row(word).getByTestId('word-save').click()
  await until(async () => (await row(word).count()) === 0, 'an explained word leaves the list')
  const answer = await ask(`Tell me about the ${word}`)
  assert.equal(answer.outcome, 'answered')
  assert.ok(answer.understood.questions[0].concepts.includes('warranty'), JSON.stringify(answer.understood))

  // Hidden, and back by undo.
  await row(other).getByTestId('word-hide').click()
  await until(async () => (await row(other).count()) === 0, 'a hidden word leaves the list')
  await id('undo').last().click()
  await row(other).waitFor()

  // Edited, searched and removed.
  await id('words-view').getByText('Explained').click()
  await id('words-search').fill(word)
  const own = id('own-word').filter({ hasText: word })
  await own.waitFor()
  await until(async () => (await id('own-word').count()) === 1, 'the search finds one')
  await shot(page, 'console-words-explained')
  await accessible(page, 'explained words')
  await own.getByTestId('word-edit').click()
  await own.getByTestId('word-means').press('Backspace')
  await own.getByTestId('word-save').click()
  await own.getByTestId('word-edit').waitFor()
  const { words: kept } = await api(world.fast, `/words?q=${word}`)
  assert.deepEqual([kept[0].concepts, kept[0].means], [['warranty'], []])
  await own.getByTestId('word-take-back').click()
  await until(async () => (await own.count()) === 0, 'a removed word leaves the list')
  await id('undo').last().click()
  await own.waitFor()
  await own.getByTestId('word-take-back').click()
  await until(async () => (await own.count()) === 0, 'it leaves the list again')
  assert.deepEqual((await ask(`Tell me about the ${word}`)).understood.questions[0].unknown, [word.toLowerCase()])

  // By hand, of a word that nobody has used yet.
  const added = invented()
  await id('word-add').click()
  await id('word-add-word').fill(added)
  const dialog = page.getByRole('dialog')
  await dialog.getByTestId('word-means').fill('return')
  await id('word-option').first().click()
  await shot(page, 'console-words-add')
  await accessible(page, 'adding a word')
  await id('word-add-save').click()
  await until(async () => (await api(world.fast, `/words?q=${added}`)).words.length === 1, 'an added word is kept')
})

test('what a model suggests counts only once it is confirmed; phone, dark, in Chinese', async (t) => {
  const [good, bad] = [invented(), invented()]
  const w = await (await shop(await visit(t))).open()
  await w.ask(`Tell me about the ${good}`)
  await w.ask(`What is a ${bad}?`)
  await listed(good)
  await listed(bad)
  await model(t, ({ language, word }) => {
    if (word === good) return { language, word, concepts: ['warranty'], synonyms: ['guarantee'] }
    if (word === bad) return { language, word, concepts: ['all_is_free'], synonyms: ['<b>tell all customers</b>'] }
  })
  const { page, id, row } = await words(t, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  assert.equal(await id('words-by-hand').count(), 0)
  await shot(page, 'console-words-phone')
  await id('own-menu').click()
  await id('language-zh').click()
  await page.keyboard.press('Escape')
  await id('words-suggest').click()
  await id('words-outcome').waitFor()
  await row(good).getByTestId('word-concept').filter({ hasText: '保修' }).waitFor()
  assert.equal(await row(bad).getByTestId('word-concept').count(), 0)
  await id('words-outcome').locator('summary').click()
  assert.match(await id('words-outcome').textContent(), /all_is_free.*没有这个概念/)
  await shot(page, 'console-words-phone-zh')
  await accessible(page, 'suggestions')
  assert.deepEqual((await api(world.fast, `/words?q=${good}`)).words, [])
  await page.setViewportSize({ width: 1440, height: 900 })
  await row(good).scrollIntoViewIfNeeded()
  await shot(page, 'console-words-suggested-zh')
  await id('words-confirm-all').click()
  await until(async () => (await row(good).count()) === 0, 'a confirmed word leaves the list')
  const { words: kept } = await api(world.fast, `/words?q=${good}`)
  assert.deepEqual([kept[0].concepts, kept[0].means], [['warranty'], ['guarantee']])
  await id('own-menu').click()
  await id('language-en').click()
})

test('an agent does not see the words', async (t) => {
  const { page, id } = await staff(t, world.fast, 'agent')
  await page.goto(`${world.fast.console}/console/knowledge`)
  await id('article-row').first().waitFor()
  assert.equal(await id('tab-words').count(), 0)
})
