import { expect, test } from 'vitest'
import { visibleControls } from '../../../src/renderer/text/visible-controls'

test.each([
  ['plain <b>text</b>\n\tof $x$ 字 é', 'plain <b>text</b>\n\tof $x$ 字 é'],
  ['\u202egnp.exe\u202c', '⟨U+202E⟩gnp.exe⟨U+202C⟩'],
  ['\u2066a\u2069 \u200f\u061c\u200b\ufeff', '⟨U+2066⟩a⟨U+2069⟩ ⟨U+200F⟩⟨U+061C⟩⟨U+200B⟩⟨U+FEFF⟩'],
  ['\u0000\u001b[31m\u007f\u0085', '⟨U+0000⟩⟨U+001B⟩[31m⟨U+007F⟩⟨U+0085⟩']
])('%j is shown as %j', (text, shown) => {
  expect(visibleControls(text)).toBe(shown)
})
