// How times, days and languages are written. Figures stand as European digits in every language, as they do in the
// answers.
const tag = (locale: string) => `${locale}-u-nu-latn`

export function clock(locale: string, at: string | number): string {
  return new Intl.DateTimeFormat(tag(locale), { hour: 'numeric', minute: '2-digit' }).format(new Date(at))
}

export function day(locale: string, at: string | number, now = Date.now()): string {
  const noon = (time: string | number) => new Date(time).setHours(12, 0, 0, 0)
  const ago = Math.round((noon(now) - noon(at)) / 864e5)
  if (ago < 2) return new Intl.RelativeTimeFormat(tag(locale), { numeric: 'auto' }).format(-ago, 'day')
  const far = new Date(now).getFullYear() !== new Date(at).getFullYear()
  const parts: Intl.DateTimeFormatOptions = far ? { year: 'numeric' } : { weekday: 'long' }
  return new Intl.DateTimeFormat(tag(locale), { day: 'numeric', month: 'long', ...parts }).format(
    new Date(at),
  )
}

/** The name of a language without its country: the passage is in Japanese, wherever it is read. */
export function language(locale: string, of: string): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(of.split('-')[0] as string) || of
}
