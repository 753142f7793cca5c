// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { ShownText } from '../../../src/renderer/text/shown-text'

function shown(html: string): { readonly text: string; readonly cut: (part: string) => string } {
  const element = document.createElement('div')
  element.innerHTML = html
  const { text } = new ShownText(element)
  // Whoever reads it meanwhile has the same places.
  const cut = (part: string): string => {
    const at = text.indexOf(part)
    return new ShownText(element).range(at, at + part.length).toString()
  }
  return { text, cut }
}

test('is what one reads, with formulas and across what is set off', () => {
  const formula =
    '<span class="katex"><span class="katex-mathml"><math>alpha</math></span><span aria-hidden="true"><b>α</b></span></span>'
  const { text, cut } = shown(`The <em>${formula}-div</em>erg<b>ence</b> of it`)
  expect(text).toBe('The α-divergence of it')
  for (const part of ['The', 'α', 'α-divergence', 'divergence of', 'e']) expect(cut(part)).toBe(part)
})

test('paragraphs do not run into each other', () => {
  const { text, cut } = shown('<p>One</p><p>two</p><ul><li>three</li></ul>four<br>five')
  expect(text.split(/\s+/)).toEqual(['', 'One', 'two', 'three', 'four', 'five'])
  for (const part of ['One', 'two', 'three', 'four', 'five']) expect(cut(part)).toBe(part)
})

test('holds nothing where nothing stands', () => {
  expect(shown('').text).toBe('')
  expect(shown('<i></i>').text).toBe('')
})
