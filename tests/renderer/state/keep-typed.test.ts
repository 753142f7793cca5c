import { expect, test } from 'vitest'
import { tagsTyped } from '../../../src/renderer/state/keep-typed'

const cases: readonly [typed: string, tags: readonly string[]][] = [
  ['', []],
  ['half', []],
  ['one⏎', ['one']],
  ['one⏎two,half', ['one', 'two']],
  ['onr⌫e⏎⏎three⏎', ['one']],
  ['one⏎⎋two⏎', ['one']],
  [' spaced  name ⏎', ['spaced name']],
  ['on⇧e⏎', ['one']]
]
const keys = new Map([
  ['⏎', 'Enter'],
  ['⌫', 'Backspace'],
  ['⎋', 'Escape'],
  ['⇧', 'Shift']
])

test.each(cases)('keys %j add the tags %j', (typed, tags) => {
  expect(tagsTyped(Array.from(typed, (sign) => keys.get(sign) ?? sign))).toEqual(tags)
})
