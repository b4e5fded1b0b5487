import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { known, match, rtl } from '../src/i18n'

type File = Record<string, Record<string, string>>

const folder = new URL('../src/locales/', import.meta.url)
const read = (name: string): File => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
const flat = (file: File) =>
  Object.fromEntries(
    Object.entries(file).flatMap(([s, all]) => Object.entries(all).map(([k, v]) => [`${s}.${k}`, v])),
  )
const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort()
const english = flat(read('en'))

test('there is a file for each language and none besides', () => {
  expect(readdirSync(folder).sort()).toEqual(known.map((k) => `${k}.json`).sort())
})

for (const locale of known)
  test(`${locale} is complete, with the same placeholders and a calm voice`, () => {
    const file = flat(read(locale))
    expect(Object.keys(file)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(file)) {
      expect(text.trim(), key).not.toBe('')
      expect(text, key).not.toMatch(/[!！¡]/)
      expect(holes(text), key).toEqual(holes(english[key] as string))
    }
  })

test('a language falls back to its family', () => {
  expect(['en-GB', 'de-AT', 'pt-BR', 'zh-CN', 'zh-Hans-SG', 'ar-EG'].map(match)).toEqual([
    'en',
    'de',
    'pt',
    'zh',
    'zh',
    'ar',
  ])
  expect(['zh-TW', 'zh-Hant', 'zh-HK', 'zh_TW'].map(match)).toEqual(['zh-TW', 'zh-TW', 'zh-TW', 'zh-TW'])
  expect(match('th')).toBeUndefined()
  expect(match('')).toBeUndefined()
  expect([rtl('ar-EG'), rtl('he'), rtl('en'), rtl('arn')]).toEqual([true, true, false, false])
})
