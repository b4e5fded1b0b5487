// Which language the widget speaks. The strings are one JSON file per language, of which each part of the widget loads its own section.
declare const __WORDS__: string

// biome-ignore format: a list reads better in lines
export const known = [
  'en', 'zh', 'zh-TW', 'ja', 'ko', 'es', 'es-MX', 'pt', 'pt-PT', 'fr', 'de', 'it', 'ru', 'ar', 'th', 'vi',
] as const
export type Known = (typeof known)[number]

// Where a language is written differently: traditional characters; Spanish of the Americas; Portuguese outside Brazil.
const regions: [RegExp, Known][] = [
  [/^zh\b.*-(hant|tw|hk|mo)\b/, 'zh-TW'],
  [/^es-(?!.*(es|gq)\b)/, 'es-MX'],
  [/^pt-(?!.*br\b)/, 'pt-PT'],
]

/** The best of our languages for a wish like "en-GB" or "zh-Hant-HK"; undefined when there is none. */
export function match(wish: string | null | undefined): Known | undefined {
  const tag = (wish || '').replaceAll('_', '-').toLowerCase()
  for (const [region, own] of regions) if (region.test(tag)) return own
  return known.find((k) => k.toLowerCase() === tag) || known.find((k) => k === tag.split('-')[0])
}

/** A section of a language's file. The build writes each beside the chunks, under a name that needs no table. */
export async function section<T>(locale: string, name: 'launcher' | 'first' | 'later'): Promise<T> {
  return (await import(/* @vite-ignore */ `./${locale}-${name}-${__WORDS__}.js`)).default
}

export function rtl(locale: string | null | undefined): boolean {
  return /^(ar|he|fa|ur|ps|ckb|yi|dv|ug)\b/i.test(locale || '')
}
