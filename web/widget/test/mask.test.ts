import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mask } from '../src/mask'

interface Example {
  text: string
  gone?: string[]
  kind?: string
}

// The server's own examples. Identity papers are the server's business alone.
const examples: Example[] = readFileSync(
  new URL('../../../internal/mask/testdata/cases.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

for (const { text, gone, kind } of examples) {
  if (kind === 'identity') continue
  test(`${kind || 'kept'}: ${JSON.stringify(text)}`, () => {
    const masked = mask(text)
    if (!gone) expect(masked).toBe(text)
    for (const part of gone || []) expect(masked).not.toContain(part)
    if (gone) expect(masked).toMatch(/•/)
    expect(mask(masked)).toBe(masked)
  })
}

test('what stays and what goes', () => {
  expect(mask('pay 4111 1111 1111 1111 now')).toBe('pay •••• •••• •••• 1111 now')
  expect(mask('٤١١١١١١١١١١١١١١١')).toBe('••••••••••••1111')
  expect(mask('DE89 3704 0044 0532 0130 00 ok')).toBe('DE•• •••• •••• •••• ••30 00 ok')
  expect(mask('my password is hunter2, ok?')).toBe('my password is ••••••, ok?')
})

test('a long text takes no time', () => {
  const start = performance.now()
  for (const part of ['4111111111111111 ', 'password is ', 'DE89', '4 ', '密码是', 'otp a'])
    mask(part.repeat(8000 / part.length))
  expect(performance.now() - start).toBeLessThan(2000)
})
