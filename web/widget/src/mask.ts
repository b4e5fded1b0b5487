// Hides card numbers, bank accounts, passwords and one-time codes before anything is kept on the device or sent. The rules are the
// server's own (internal/mask); it looks again, and at more.
import rules from '../../../internal/mask/rules.json'

interface Hidden {
  lo: number
  hi: number
  /** How many letters and digits stay at the start and the end; a secret gives away nothing. */
  head: number
  keep: number
  secret?: boolean
}

/** A text with European digits, plain signs and nothing invisible; `at` leads back to the text. */
interface Plain {
  text: string
  at: number[]
}

const isDigit = (s: string) => /^\p{Nd}$/u.test(s)

/** Unicode gives every script ten digits in a row. */
function digit(char: string): string {
  const code = char.codePointAt(0) as number
  let zero = code
  while (isDigit(String.fromCodePoint(zero - 1))) zero--
  return String((code - zero) % 10)
}

const plainForm: [RegExp, string][] = [
  [/\p{Default_Ignorable_Code_Point}/u, ''],
  [/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/u, ' '],
  [/[\u2010-\u2015\u2212\ufe58\ufe63]/u, '-'],
  [/[\u2028\u2029\u0085]/u, '\n'],
  [/[·・•․。]/u, '.'],
]

function flat(char: string): string {
  const code = char.codePointAt(0) as number
  if (code < 0x80) return char
  if (isDigit(char)) return digit(char)
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0)
  for (const [signs, is] of plainForm) if (signs.test(char)) return is
  return char
}

function flatten(text: string): Plain {
  const at: number[] = []
  let out = ''
  let from = 0
  for (const char of text) {
    const f = flat(char)
    for (let i = 0; i < f.length; i++) at.push(from)
    out += f
    from += char.length
  }
  at.push(text.length)
  return { text: out, at }
}

/** Any of the words; one that begins with a Latin letter does not begin inside another word. */
function words(...lists: string[][]): RegExp {
  const latin: string[] = []
  const other: string[] = []
  for (const w of lists.flat()) (w.replace(/^[(?:[]+/, '').charCodeAt(0) < 0x80 ? latin : other).push(w)
  return new RegExp(`(?:${[`\\b(?:${latin.join('|')})`, ...other].join('|')})`, 'iu')
}

const card = words(rules.card)
const parcel = words(rules.parcel)
const phone = words(rules.phone)
const code = words(rules.code)
const password = words(rules.password)
const once = words(rules.once)
const codeAfterWord = new RegExp(rules.codeAfterWord, 'du')
const codeAfterCard = new RegExp(rules.codeAfterCard, 'du')
const link = new RegExp(rules.link, 'iu')
const onceAfter = new RegExp(rules.onceAfter, 'du')
const plainWord = new RegExp(rules.plain, 'iu')

/** The check digits of cards (every second digit doubled) and of article numbers (every second trebled). */
function checks(digits: string, times: 2 | 3): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    let d = Number(digits[digits.length - 1 - i])
    if (i % 2) d *= times
    sum += times === 2 && d > 9 ? d - 9 : d
  }
  return sum % 10 === 0
}

function issued(digits: string): boolean {
  const n = digits.length
  const from = (rules.issuers as [string, string, number, number][]).find(
    ([lo, hi, short, long]) =>
      n >= short && n <= long && digits.slice(0, lo.length) >= lo && digits.slice(0, hi.length) <= hi,
  )?.[0]
  return !!from && (from !== '4' || n === 13 || n === 16 || n >= 18)
}

type Group = [lo: number, hi: number]

function groups(text: string): Group[][] {
  const rows: Group[][] = []
  let end = Number.NEGATIVE_INFINITY
  for (const m of text.matchAll(/[0-9]+/g)) {
    const near = m.index - end <= 4 && /^[-\s._/\\|,*:]*$/.test(text.slice(end, m.index))
    if (!near) rows.push([])
    end = m.index + m[0].length
    rows.at(-1)?.push([m.index, end])
  }
  return rows
}

const before = (text: string, at: number, n: number) => text.slice(Math.max(0, at - n), at)

/** What could be a card's number is part of a code, a phone number, an article number, or what its own words say it is. */
function otherwise(text: string, row: Group[], digits: string): boolean {
  const [lo] = row[0] as Group
  const [, hi] = row.at(-1) as Group
  if (/[a-z+]$/i.test(text.slice(0, lo)) || /^(?!cv)[a-z]/i.test(text.slice(hi)))
    return !card.test(before(text, lo, 40))
  if (card.test(`${before(text, lo, 60)} ${text.slice(hi, hi + 60)}`)) return false
  const small = row.slice(0, -1).filter(([a, b]) => b - a === 2 || b - a === 3).length
  if (small > 2 && small < row.length - 1) return true
  const short = digits.length === 13
  if (row.length === 1 && (parcel.test(before(text, lo, 40)) || (short && checks(digits, 3)))) return true
  return short && phone.test(before(text, lo, 30))
}

function cards(text: string): Hidden[] {
  const found: Hidden[] = []
  for (const row of groups(text))
    for (let i = 0; i < row.length; i++) {
      let digits = ''
      let n = 0
      for (let j = i; j < row.length && digits.length <= 19; j++) {
        digits += text.slice(...(row[j] as Group))
        const whole = digits.length >= 13 && digits.length <= 19 && issued(digits) && checks(digits, 2)
        if (whole && !otherwise(text, row.slice(i, j + 1), digits)) n = j - i + 1
      }
      if (!n) continue
      found.push({ lo: (row[i] as Group)[0], hi: (row[i + n - 1] as Group)[1], head: 0, keep: 4 })
      i += n - 1
    }
  return found
}

function mod97(s: string): number {
  let n = 0
  for (const c of s) {
    const v = Number.parseInt(c, 36)
    n = (n * (v > 9 ? 100 : 10) + v) % 97
  }
  return n
}

function accounts(text: string): Hidden[] {
  const found: Hidden[] = []
  for (const m of text.matchAll(/(?<![a-z0-9])[a-z]{2}[ -]?[0-9][ -]?[0-9]/gi)) {
    const length = Number(new RegExp(`\\b${m[0].slice(0, 2)}(\\d\\d)`, 'i').exec(rules.iban)?.[1])
    const taken = new RegExp(`^(?:[a-z0-9][-\\s.]{0,2}){${length - 1}}[a-z0-9](?![a-z0-9])`, 'i')
    const raw = length ? taken.exec(text.slice(m.index))?.[0] : undefined
    const iban = raw?.replace(/[^a-z0-9]/gi, '').toUpperCase()
    if (raw && iban && mod97(iban.slice(4) + iban.slice(0, 4)) === 1)
      found.push({ lo: m.index, hi: m.index + raw.length, head: 2, keep: 4 })
  }
  return found
}

/** The figures that a form finds behind a place. */
function behind(text: string, at: number, form: RegExp): Hidden[] {
  const [lo, hi] = form.exec(text.slice(at))?.indices?.[1] || [0, 0]
  return [{ lo: at + lo, hi: at + hi, head: 0, keep: 0 }]
}

const all = (text: string, word: RegExp) => [...text.matchAll(new RegExp(word.source, 'giu'))]
const ending = (m: RegExpExecArray) => m.index + m[0].length

function securityCodes(text: string, found: Hidden[]): Hidden[] {
  return [
    ...all(text, code).flatMap((m) => behind(text, ending(m), codeAfterWord)),
    ...found.filter((h) => h.keep === 4 && !h.head).flatMap((h) => behind(text, h.hi, codeAfterCard)),
  ]
}

function passwords(text: string): Hidden[] {
  return [
    ...all(text, password).flatMap((m) => secretAfter(text, ending(m))),
    ...all(text, once).flatMap((m) =>
      behind(text, ending(m), onceAfter).map((h) => ({ ...h, secret: true })),
    ),
  ]
}

/** It must look like a secret, or be announced and be all that follows: "my password is wrong" tells none. */
function secretAfter(text: string, at: number): Hidden[] {
  const m = /^[a-z]/i.test(text.slice(at)) ? null : link.exec(text.slice(at))
  if (!m) return []
  const lo = at + m[0].length
  const token = (/^[^\s"”»」』,;،；，。、\u2e80-\u{10ffff}]*/u.exec(text.slice(lo))?.[0] || '').replace(
    /[.)!?…']+$/,
    '',
  )
  const hi = lo + token.length
  const hidden = [{ lo, hi, head: 0, keep: 0, secret: true }]
  if (token.length < 3 || token.length > 64 || token.includes('..')) return []
  const looks =
    /[\p{Nd}!@#$%^&*+=_?<>~]/u.test(token) || (/.[A-Z]/.test(token) && token.toUpperCase() !== token)
  if (looks && !token.startsWith('http')) return hidden
  const ends = /^[ \t"”»」』']*(?:$|[.,;!?\n)，。；！？、،؛])/.test(text.slice(hi))
  const announced = m[2] || (m[1] && token.charCodeAt(0) < 0x80)
  return announced && ends && !plainWord.test(token) ? hidden : []
}

function dots(text: string, h: Hidden): string {
  if (h.secret) return '••••••'
  const n = text.slice(h.lo, h.hi).replace(/[^a-z0-9]/gi, '').length
  let i = 0
  return text.slice(h.lo, h.hi).replace(/[a-z0-9]/gi, (c) => (i++ >= h.head && i <= n - h.keep ? '•' : c))
}

/** The text without what must not be kept. */
export function mask(text: string): string {
  const p = flatten(text)
  const found: Hidden[] = []
  for (const find of [cards, accounts, securityCodes, passwords])
    for (const h of find(p.text, found))
      if (h.hi > h.lo && !found.some((o) => h.lo < o.hi && o.lo < h.hi)) found.push(h)
  let out = ''
  let at = 0
  for (const h of found.sort((a, b) => a.lo - b.lo)) {
    out += text.slice(at, p.at[h.lo]) + dots(p.text, h)
    at = p.at[h.hi] as number
  }
  return out + text.slice(at)
}
