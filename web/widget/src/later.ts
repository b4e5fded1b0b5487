// The strings of the parts that are not there from the start.
import type { Strings } from './words'

const files = import.meta.glob<{ default: Strings }>('./locales/*.json', { query: '?later' })

export default async function later(locale: string): Promise<Strings> {
  return (await files[`./locales/${locale}.json`]?.())?.default || {}
}
