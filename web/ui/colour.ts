// A shop may choose any colour; what is written on it, or in it, must stay readable. All by calculation (WCAG 2).

export type RGB = [number, number, number];

export function parseHex(hex: string): RGB | null {
  const m = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(hex.trim());
  if (!m?.[1]) return null;
  const h = m[1].length === 3 ? [...m[1]].map((c) => c + c).join("") : m[1];
  return [0, 2, 4].map((i) => Number.parseInt(h.slice(i, i + 2), 16)) as RGB;
}

export function toHex(rgb: RGB): string {
  return `#${rgb.map((v) => Math.round(v).toString(16).padStart(2, "0")).join("")}`;
}

export function luminance([r, g, b]: RGB): number {
  const lin = (v: number) => {
    const c = v / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * lin(r) + 0.7152 * lin(g) + 0.0722 * lin(b);
}

export function contrast(a: RGB, b: RGB): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Black or white, whichever is read better on the colour. */
export function textOn(colour: RGB): "#ffffff" | "#000000" {
  return contrast(colour, [255, 255, 255]) >= contrast(colour, [0, 0, 0]) ? "#ffffff" : "#000000";
}

/** The colour moved towards black or white until it reads on the background. */
export function readableOn(colour: RGB, background: RGB, least = 4.5): RGB {
  const goal = luminance(background) > 0.18 ? 0 : 255;
  let c = colour;
  for (let step = 0; step < 20 && contrast(c, background) < least; step++) {
    c = c.map((v) => v + (goal - v) * 0.12) as RGB;
  }
  return c;
}
