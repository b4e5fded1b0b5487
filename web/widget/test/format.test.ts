import { expect, test } from 'vitest'
import { format, pieces, safeUrl } from '../src/format'

const kinds = (text: string) => pieces(text).map((p) => [p.is, p.text])

test('splits paragraphs, lines and lists', () => {
  expect(format('One\ntwo\n\nThree\n- a\n- b\n1. c\n2. d')).toMatchObject([
    { is: 'p', lines: [[{ text: 'One' }], [{ text: 'two' }]] },
    { is: 'p', lines: [[{ text: 'Three' }]] },
    { is: 'ul', items: [[{ text: 'a' }], [{ text: 'b' }]] },
    { is: 'ol', start: 1, items: [[{ text: 'c' }], [{ text: 'd' }]] },
  ])
  expect(format('')).toEqual([])
})

test('a numbered list that begins later keeps its number', () => {
  expect(format('3. c')).toMatchObject([{ is: 'ol', start: 3 }])
})

test('links only http and https, without the sentence around them', () => {
  expect(kinds('See (https://a.example/x_(y)). Then')).toContainEqual(['link', 'https://a.example/x_(y)'])
  expect(kinds('见 https://a.example/退货。谢谢')).toContainEqual(['link', 'https://a.example/退货'])
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'https://'])
    expect(pieces(bad).some((p) => p.is === 'link')).toBe(false)
  expect(safeUrl('javascript:alert(1)')).toBeNull()
  expect(safeUrl(undefined)).toBeNull()
})

test('isolates codes, prices and measures', () => {
  const all = (text: string) =>
    pieces(text)
      .filter((p) => p.is === 'bdi')
      .map((p) => p.text)
  expect(all('رقم الطلب AB-12345 والسعر 349.00 USD')).toEqual(['AB-12345', '349.00 USD'])
  expect(all('الجهد 120 V والسعر $349.00.')).toEqual(['120 V', '$349.00'])
  expect(all('اكتبوا إلى help@shop.example')).toEqual(['help@shop.example'])
  expect(all('هاتف +49 30')).not.toEqual([])
  expect(all('خلال 3–5 أيام')).toEqual(['3', '5'])
  expect(all('السعر: 379 ريال (سماعة Aria 300) أو Plane Pro 32 بسعر 30 ساعة')).toEqual([
    '379',
    'Aria 300',
    'Plane Pro 32',
    '30',
  ])
})

test('nothing is lost or added', () => {
  const text = 'A **b** https://a.example/c. #DE-1001, 3 × 4, 12:30–14:00 and **open'
  expect(
    pieces(text)
      .map((p) => (p.is === 'strong' ? `**${p.text}**` : p.text))
      .join(''),
  ).toBe(text)
})
