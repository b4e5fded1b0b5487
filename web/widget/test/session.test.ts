import { expect, test } from 'vitest'
import { subject } from '../src/session'

const jwt = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`

test('tells whom a token names, also beyond ASCII', () => {
  expect(subject(jwt({ sub: 'c-1', name: 'Zoë' }))).toBe('c-1')
  expect(subject(jwt({ sub: 'ü' }))).toBe(subject(jwt({ sub: 'ü' })))
  expect(subject(jwt({ sub: 'ü' }))).not.toBe(subject(jwt({ sub: 'ö' })))
})

test('nonsense names nobody', () => {
  for (const bad of [null, undefined, '', 'a.b', 'x.%%%.y', jwt({})]) expect(subject(bad)).toBeUndefined()
})
