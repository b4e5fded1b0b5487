// Turns the text of a message into a small tree of safe pieces: paragraphs, lists, links, emphasis, and figures or
// codes that must keep their direction inside right-to-left text.

export type Piece =
  | { is: 'text' | 'bdi' | 'strong'; text: string }
  | { is: 'link'; text: string; href: string }

export type Block = { is: 'p'; lines: Piece[][] } | { is: 'ul' | 'ol'; start?: number; items: Piece[][] }

const bullet = /^\s*[-*•]\s+(.*)$/
const numbered = /^\s*(\d{1,3})[.)]\s+(.*)$/

export function format(text: string): Block[] {
  const blocks: Block[] = []
  let open: Block | null | undefined
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const dot = bullet.exec(line)
    const num = dot ? null : numbered.exec(line)
    if (!line.trim()) {
      open = null
    } else if (dot || num) {
      const is = dot ? 'ul' : 'ol'
      let list: Block | undefined = blocks.at(-1)
      if (!open || list?.is !== is) {
        list = { is, start: num ? Number(num[1]) : undefined, items: [] }
        blocks.push(list)
      }
      open = list
      list.items.push(pieces((dot ? dot[1] : num?.[2]) || ''))
    } else {
      let p: Block | undefined = blocks.at(-1)
      if (!open || p?.is !== 'p') {
        p = { is: 'p', lines: [] }
        blocks.push(p)
      }
      open = p
      p.lines.push(pieces(line))
    }
  }
  return blocks
}

const strong = /\*\*([^*]+)\*\*/
const url = /https?:\/\/[^\s<>"'`“”«»，。！？；：、）】》]+/i
// Order numbers, codes, prices, measures, phone numbers: Latin or figures with signs that would jump in RTL text.
// The two ends of a range, 3–5, stay apart: in RTL text it begins at the right.
const code =
  /#?\b[A-Z]{1,6}[-–]?\d[\w-]*|[$€£¥₩₹]\s?\d(?:[\d.,]*\d)?|[+#]?\d(?:[\d.,:/×x-]*\d)?(?:\s?(?:%|°[CF]|[$€£¥₩₹]|[A-Za-z]{1,3}\b))?|\b[A-Za-z][\w.+-]*@[\w.-]+\w/
// A name before its number, Aria 300: apart they would change places in RTL text.
const name = /(?:\b[A-Z][\w-]*\s)+$/
const token = new RegExp(`(${strong.source})|(${url.source})|(${code.source})`, 'gi')

export function pieces(text: string): Piece[] {
  const out: Piece[] = []
  let at = 0
  const push = (piece: Piece) => piece.text && out.push(piece)
  for (const m of text.matchAll(token)) {
    let start = m.index
    if (start < at) continue
    let found = m[0]
    let piece: Piece
    if (m[1]) piece = { is: 'strong', text: m[2] as string }
    else if (m[3]) {
      found = trimUrl(found)
      const href = safeUrl(found)
      if (!href) continue
      piece = { is: 'link', text: found, href }
    } else {
      const before = /^\d/.test(found) ? name.exec(text.slice(at, start))?.[0] || '' : ''
      start -= before.length
      found = before + found
      piece = { is: 'bdi', text: found }
    }
    push({ is: 'text', text: text.slice(at, start) })
    push(piece)
    at = start + found.length
  }
  push({ is: 'text', text: text.slice(at) })
  return out
}

/** A sentence's full stop or a bracket around an address is not part of it. */
function trimUrl(found: string): string {
  let cut = found.replace(/[.,;:!?'"*]+$/, '')
  while (cut.endsWith(')') && cut.split(')').length > cut.split('(').length) cut = cut.slice(0, -1)
  return cut
}

/** The address when it is plain http or https, else null: nothing may run code. */
export function safeUrl(text: string | null | undefined): string | null {
  try {
    const parsed = new URL(text || '')
    return /^https?:$/.test(parsed.protocol) ? parsed.href : null
  } catch {
    return null
  }
}
