// What all browser tests share: one Chromium, contexts that watch what they load, and the words for widget and console.
import assert from 'node:assert/strict'
import { after } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import { chromium } from 'playwright-core'

/** {fast, slow, crash: {url, console, password}, control} from the Go test that started the servers: customers are at url, staff at console, which
 *  may be another process. */
export const world = JSON.parse(process.env.PARLEY_TEST_WORLD)
const shots = new URL('../shots/', import.meta.url).pathname
export const patience = 15_000

let running
const chrome = () =>
  (running ||= chromium.launch({
    executablePath: process.env.PARLEY_TEST_CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  }))
after(async () => (await running)?.close())

/** Opens a browser of its own for a test; afterwards nothing foreign may have been asked for and nothing may have gone wrong. */
export async function visit(t, { expectErrors = false, ...options } = {}) {
  const context = await (await chrome()).newContext({ locale: 'en-US', timezoneId: 'America/New_York', ...options })
  context.setDefaultTimeout(patience)
  const asked = []
  const wrong = []
  let conversation
  context.on('request', (r) => {
    asked.push(r)
    conversation = r.url().match(/visitor\/conversations\/(\w+)\//)?.[1] || conversation
  })
  context.on('weberror', (e) => wrong.push(`error: ${e.error()}`))
  context.on('console', (m) => m.type() === 'error' && !unavoidable(m) && wrong.push(`console: ${m.text()} ${m.location().url}`))
  t.after(async () => {
    await context.close()
    const own = [world.fast, world.slow, world.crash].flatMap((s) => [s.url, s.console]).concat(world.control, 'data:', 'blob:')
    assert.deepEqual(asked.map((r) => r.url()).filter((u) => !own.some((o) => u.startsWith(o))), [], 'requests to somebody else')
    if (!expectErrors) assert.deepEqual(wrong, [], 'errors in the browser')
  })
  return Object.assign(context, {
    asked,
    /** The log of the conversation that this browser was in last, as staff read it. */
    async log(server) {
      const [row, { events }] = await Promise.all([api(server, `/conversations/${conversation}`), api(server, `/conversations/${conversation}/events`)])
      return { row, events, said: (actor) => events.filter((e) => e.kind === 'message' && e.actor.kind === actor) }
    },
  })
}

/** A console can learn only by asking that nobody is signed in; the browser calls the answer an error. */
const unavoidable = (message) => /api\/v1\/me$/.test(message.location().url) && /401/.test(message.text())

/** The demo storefront with its widget. */
export async function shop(context, server = world.fast, locale = 'en-US') {
  const page = await context.newPage()
  await page.goto(`${server.url}/demo/${locale}`)
  return widget(page)
}

/** The widget's words on a page. */
export function widget(page) {
  const id = (name) => page.getByTestId(name)
  const messages = (actor, state) => page.locator(`[data-testid=message]${actor ? `[data-actor=${actor}]` : ''}${state ? `[data-state=${state}]` : ''}`)
  const w = {
    page,
    id,
    messages,
    log: (server) => page.context().log(server),
    async open() {
      await id('launcher').click()
      await id('input').waitFor()
      return w
    },
    async write(text) {
      await id('input').fill(text)
      await id('input').press('Enter')
      await messages('contact').filter({ hasText: text }).last().waitFor()
    },
    /** Asks and waits for the whole answer. */
    async ask(text) {
      const before = await messages('assistant', 'sent').count()
      await w.write(text)
      const answer = messages('assistant', 'sent').nth(before)
      await answer.waitFor()
      return answer
    },
    /** Waits until an answer is being written and some of it can be read. */
    async writing(letters = 10) {
      const live = messages('assistant', 'live').locator('.bubble')
      await until(async () => (await live.count()) && (await live.last().textContent()).length >= letters, 'an answer is being written')
    },
    bubble: (message) => message.locator('.bubble').textContent(),
    async texts() {
      return messages().evaluateAll((all) => all.map((m) => `${m.dataset.actor} ${m.dataset.state}: ${m.querySelector('.bubble').textContent}`))
    },
  }
  return w
}

/** Waits for a condition; polls, because not all of them are in a page. */
export async function until(condition, what, within = patience) {
  const end = Date.now() + within
  for (;;) {
    const is = await condition()
    if (is) return is
    assert.ok(Date.now() < end, `not within ${within} ms: ${what}`)
    await new Promise((go) => setTimeout(go, 50))
  }
}

/** The console, signed in. */
export async function staff(t, server = world.fast, who = 'agent', options = {}) {
  const context = await visit(t, { viewport: { width: 1360, height: 860 }, ...options })
  const page = await context.newPage()
  await page.goto(`${server.console}/console/`)
  await page.getByTestId('sign-in-email').fill(`${who}@demo.example`)
  await page.getByTestId('sign-in-password').fill(server.password)
  await page.getByTestId('sign-in-submit').click()
  await page.getByTestId('own-menu').waitFor()
  return { context, page, id: (name) => page.getByTestId(name) }
}

/** Calls the API as the shop's owner, to see what really stands in the log. */
export async function api(server, path) {
  const answer = await fetch(`${server.console}/api/v1${path}`, { headers: { Authorization: `Bearer ${server.token}` } })
  assert.equal(answer.status, 200, path)
  return answer.json()
}

/** No violation of WCAG 2.2 A and AA and of axe's best practices on the page as it is now. */
export async function accessible(page, what) {
  // Half-faded things have half a contrast.
  await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {}))))
  const { violations } = await new AxeBuilder({ page }).analyze()
  const told = violations.map((v) => `${v.id} (${v.impact}): ${v.help}\n${v.nodes.map((n) => `    ${n.target.join(' ')}  ${n.failureSummary.split('\n').slice(1, 3).join(';')}`).join('\n')}`)
  assert.deepEqual(told, [], what)
}

/** A picture for whoever looks at the run afterwards. */
export const shot = (page, name) => page.screenshot({ path: `${shots}${name}.png` })

/** A text that no other test uses. */
export const unique = (text) => `${text} ${Math.random().toString(36).slice(2, 8)}`
