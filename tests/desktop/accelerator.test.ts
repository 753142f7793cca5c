import { expect, test } from 'vitest'
import { acceleratorOf } from '#main/desktop/accelerator'

test.each([
  ['e', 'E'],
  ['Shift+S', 'Shift+S'],
  ['$mod+z', 'CommandOrControl+Z'],
  ['$mod+Shift+z', 'CommandOrControl+Shift+Z'],
  ['$mod+=', 'CommandOrControl+='],
  ['ArrowDown', 'Down'],
  ['Escape', 'Esc'],
  ['PageUp', 'PageUp'],
  ['?', '?'],
  ['\\', '\\'],
  ['g i', null],
  ['$mod++', 'CommandOrControl+Plus'],
  ['Alt+ArrowLeft', 'Alt+Left'],
  ['F12', 'F12'],
  // Electron throws at what it does not know.
  ['у', null],
  ['AudioVolumeUp', null],
  ['$mod+ü', null]
])('the key %s is %s in a menu', (key, accelerator) => {
  expect(acceleratorOf(key)).toBe(accelerator)
})
