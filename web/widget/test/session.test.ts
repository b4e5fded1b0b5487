import { expect, test } from 'vitest'
import { subject } from '../src/session'

const jwt = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`

test('reads whom a token names, also beyond ASCII', () => {
  expect(subject(jwt({ sub: 'ü-1' }))).toBe('ü-1')
  expect(subject(jwt({ sub: 42 }))).toBe('42')
})

test('nonsense names nobody', () => {
  for (const bad of [null, undefined, '', 'a.b', 'x.%%%.y', jwt({})]) expect(subject(bad)).toBeUndefined()
})
