// The shop's colour, corrected until text on it and text in it can be read (WCAG 2.2, 4.5:1).

type Rgb = [number, number, number]

const readable = 4.5

export function parse(colour: string | null | undefined): Rgb | null {
  const hex = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(colour?.trim() || '')?.[1]
  if (!hex) return null
  const full = hex.length === 3 ? [...hex].map((c) => c + c).join('') : hex
  return [0, 2, 4].map((i) => Number.parseInt(full.slice(i, i + 2), 16)) as Rgb
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((v) => {
    const c = v / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

export function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** Moves a colour towards another in small steps until it stands out enough from the ground. */
function until(colour: Rgb, towards: number, ground: Rgb): Rgb {
  let best = colour
  for (let i = 1; i <= 50 && contrast(best, ground) < readable; i++)
    best = colour.map((v) => Math.round(v + ((towards - v) * i) / 50)) as Rgb
  return best
}

const css = (rgb: Rgb) => `rgb(${rgb.join(' ')})`
const white: Rgb = [255, 255, 255]
const ink: Rgb = [16, 20, 22]

/** Fill, text on the fill, and the accent as text on a ground. */
export function accent(
  colour: string | null | undefined,
  ground: string,
): { fill: string; on: string; text: string } {
  const rgb = parse(colour) || (parse('#0b6b63') as Rgb)
  const back = parse(ground) as Rgb
  // Most shops expect white on their colour: darken a little before giving that up.
  const white3 = contrast(rgb, white) >= 3
  const fill = white3 ? until(rgb, 0, white) : rgb
  const text = until(rgb, luminance(back) > 0.3 ? 0 : 255, back)
  return { fill: css(fill), on: css(white3 ? white : ink), text: css(text) }
}

/** The custom properties for both themes. */
export function accentCss(colour: string | null | undefined): string {
  const rule = (ground: string) => {
    const a = accent(colour, ground)
    return `:host{--fill:${a.fill};--on:${a.on};--accent:${a.text}}`
  }
  return `${rule('#f2f4f4')}@media(prefers-color-scheme:dark){${rule('#262c2f')}}`
}
