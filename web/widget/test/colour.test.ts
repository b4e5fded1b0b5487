import { expect, test } from 'vitest'
import { accent, contrast, parse } from '../src/colour'

const rgb = (css: string) => css.match(/\d+/g)?.map(Number) as [number, number, number]

test('every shop colour ends up readable on both themes', () => {
  for (const colour of [
    '#0b6b63',
    '#ff6600',
    '#ffee00',
    '#fff',
    '#000',
    '#e91e63',
    '#3b82f6',
    '#7a7a7a',
    'nonsense',
  ])
    for (const ground of ['#ffffff', '#f2f4f4', '#15191b', '#262c2f']) {
      const a = accent(colour, ground)
      expect(contrast(rgb(a.fill), rgb(a.on)), `${colour} fill`).toBeGreaterThanOrEqual(4.5)
      expect(contrast(rgb(a.text), parse(ground) as never), `${colour} on ${ground}`).toBeGreaterThanOrEqual(
        4.5,
      )
    }
})

test('a colour that is fine already stays', () => {
  expect(accent('#0b6b63', '#ffffff').fill).toBe('rgb(11 107 99)')
})
