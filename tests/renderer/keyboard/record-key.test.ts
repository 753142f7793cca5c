// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { keyText } from '../../../src/renderer/keyboard/key-names'
import { pressOf } from '../../../src/renderer/keyboard/record-key'

test.each<[pressed: KeyboardEventInit, recorded: string | null]>([
  [{ key: 'e', code: 'KeyE' }, 'e'],
  [{ key: 'S', code: 'KeyS', shiftKey: true }, 'Shift+S'],
  // Caps Lock is not Shift.
  [{ key: 'E', code: 'KeyE' }, 'e'],
  [{ key: 'k', code: 'KeyK', ctrlKey: true }, '$mod+k'],
  [{ key: 'Z', code: 'KeyZ', ctrlKey: true, shiftKey: true }, '$mod+Shift+Z'],
  [{ key: '?', code: 'Slash', shiftKey: true }, '?'],
  [{ key: '?', code: 'Minus', shiftKey: true, ctrlKey: true }, '$mod+?'],
  [{ key: '+', code: 'BracketRight' }, '+'],
  [{ key: ' ', code: 'Space', shiftKey: true }, 'Shift+Space'],
  [{ key: 'ArrowDown', code: 'ArrowDown', altKey: true }, 'Alt+ArrowDown'],
  [{ key: 'F2', code: 'F2' }, 'F2'],
  // Other alphabets have keys of their own.
  [{ key: 'у', code: 'KeyE' }, 'у'],
  [{ key: '@', code: 'KeyQ', modifierAltGraph: true }, '@'],
  [{ key: 'Shift', code: 'ShiftLeft', shiftKey: true }, null],
  [{ key: 'Dead', code: 'Equal' }, null]
])('%o is recorded as %s', (pressed, recorded) => {
  expect(pressOf(new KeyboardEvent('keydown', pressed))).toBe(recorded)
})

test('keys are written as keyboards have them', () => {
  expect(['$mod+Shift+z', 'g i', '$mod++', 'Alt+ArrowLeft', '+'].map(keyText)).toEqual([
    'Ctrl+Shift+Z',
    'g i',
    'Ctrl++',
    'Alt+←',
    '+'
  ])
})
