// Reads a text/event-stream from pieces of text that may end anywhere.

export interface Frame {
  event: string
  data: string
  id?: string
}

export interface Parser {
  feed(text: string): Frame[]
  retry?: number
}

export function parser(): Parser {
  let rest = ''
  let event = ''
  let id: string | undefined
  let data: string[] = []
  const self: Parser = {
    feed(text) {
      const frames: Frame[] = []
      rest = (rest + text).replace(/^\uFEFF/, '')
      // A lone CR at the end may be half of a CRLF.
      const lines = rest.split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() as string
      for (const line of lines) {
        if (!line) {
          if (data.length) frames.push({ event: event || 'message', data: data.join('\n'), id })
          event = ''
          id = undefined
          data = []
          continue
        }
        const [, field, value = ''] = /^([^:]*)(?:: ?([\s\S]*))?$/.exec(line) as RegExpExecArray
        if (field === 'data') data.push(value)
        else if (field === 'event') event = value
        else if (field === 'id') id = value
        else if (field === 'retry' && /^\d+$/.test(value)) self.retry = Number(value)
      }
      return frames
    },
  }
  return self
}
