// What the widget says. Later parts bring their own strings along.
import type strings from './locales/en.json'

export type FirstKey = keyof (typeof strings)['first']
export type Key = FirstKey | keyof (typeof strings)['later']
export type Strings = Partial<Record<Key, string>>

export interface Words {
  locale: string
  strings: Strings
  t(key: Key, values?: Record<string, string | number>): string
}

export function words(locale: string, strings: Strings): Words {
  const w: Words = { locale, strings, t: (key, values) => fill(w.strings[key] || '', values) }
  return w
}

function fill(text: string, values?: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (all, name) => (values && name in values ? `${values[name]}` : all))
}
