import { matchKeyBindingPress, parseKeybinding } from 'tinykeys'
import { mac } from './key-names'

/** Keys that are held for others, or that say nothing. */
const silent: readonly string[] = [
  ...['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'OS', 'CapsLock', 'NumLock', 'ScrollLock', 'Fn'],
  ...['Dead', 'Process', 'Unidentified', 'Compose']
]

/** A press as the table of commands writes it. @returns Null for what no command can be run with. */
export function pressOf(event: KeyboardEvent): string | null {
  if (event.isComposing || silent.includes(event.key)) return null
  const key = event.key === ' ' ? 'Space' : event.key
  // A sign is the same with Shift and without, and letters are written as people write them: `e`, but `Shift+S`.
  const isSign = /^[^\p{L}\p{N}]$/u.test(key)
  const held = [
    (mac ? event.metaKey : event.ctrlKey) && '$mod',
    mac ? event.ctrlKey && 'Control' : event.metaKey && 'Meta',
    event.altKey && 'Alt',
    event.shiftKey && !isSign && 'Shift'
  ].filter((each) => each !== false)
  const letter = key.length > 1 ? key : event.shiftKey ? key.toUpperCase() : key.toLowerCase()
  // Windows holds these two for a third level of keys.
  return (
    [
      [...held, letter],
      ['$mod', 'Alt', letter]
    ]
      .map((parts) => parts.join('+'))
      .find((each) => takes(each, event)) ?? null
  )
}

/** Whether the keyboard of the window would take it for the same. */
function takes(press: string, event: KeyboardEvent): boolean {
  return [press, `Shift+${press}`].some((spelling) =>
    parseKeybinding(spelling).every((each) => matchKeyBindingPress(event, each))
  )
}
