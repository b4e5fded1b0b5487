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

test('each locale that the assistant speaks has words of its own here', () => {
  const packs = readdirSync(new URL('../../../content/locales/', import.meta.url)).map((f) =>
    f.replace('.yaml', ''),
  )
  expect(packs.length).toBeGreaterThanOrEqual(15)
  expect(packs.filter((tag) => match(tag)?.split('-')[0] !== tag.split('-')[0])).toEqual([])
  expect(new Set(packs.map(match)).size).toBe(packs.length)
})

test('a language falls back to its family', () => {
  const family = {
    'en-GB': 'en',
    'de-AT': 'de',
    'zh-CN': 'zh',
    'zh-Hans-SG': 'zh',
    'ar-EG': 'ar',
    'fr-CA': 'fr',
  }
  expect(Object.keys(family).map(match)).toEqual(Object.values(family))
  expect(['zh-TW', 'zh-Hant', 'zh-HK', 'zh_TW'].map(match)).toEqual(['zh-TW', 'zh-TW', 'zh-TW', 'zh-TW'])
  expect(['es', 'es-ES', 'es-MX', 'es-419', 'es-AR', 'es_US'].map(match)).toEqual([
    ...['es', 'es'],
    ...['es-MX', 'es-MX', 'es-MX', 'es-MX'],
  ])
  expect(['pt', 'pt-BR', 'pt-PT', 'pt-AO'].map(match)).toEqual(['pt', 'pt', 'pt-PT', 'pt-PT'])
  expect(match('fi')).toBeUndefined()
  expect(match('')).toBeUndefined()
  expect([rtl('ar-EG'), rtl('he'), rtl('en'), rtl('arn')]).toEqual([true, true, false, false])
})
