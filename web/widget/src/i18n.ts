// Which language the widget speaks. The strings themselves are one JSON file per language.
export const known = ['en', 'zh', 'zh-TW', 'ja', 'de', 'pt', 'ar'] as const
export type Known = (typeof known)[number]

/** The best of our languages for a wish like "en-GB" or "zh-Hant-HK"; undefined when there is none. */
export function match(wish: string | null | undefined): Known | undefined {
  const tag = (wish || '').replace('_', '-').toLowerCase()
  if (/^zh\b.*\b(hant|tw|hk|mo)\b/.test(tag)) return 'zh-TW'
  return known.find((k) => k.toLowerCase() === tag) || known.find((k) => k === tag.split('-')[0])
}

export function rtl(locale: string | null | undefined): boolean {
  return /^(ar|he|fa|ur|ps|ckb|yi|dv|ug)\b/i.test(locale || '')
}
