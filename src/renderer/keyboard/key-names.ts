export const mac = /Mac|iPhone|iPad/.test(navigator.platform)

const names: Readonly<Record<string, string>> = {
  $mod: mac ? '⌘' : 'Ctrl',
  Control: mac ? '⌃' : 'Ctrl',
  Meta: 'Super',
  Alt: mac ? '⌥' : 'Alt',
  Shift: mac ? '⇧' : 'Shift',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc'
}

/** Written first, in this order. */
const modifiers = ['$mod', 'Control', 'Meta', 'Alt', 'Shift']

/** A key of a command, as the keycaps of help and tooltips: presses, each with the keys held together. */
export function keycaps(key: string): string[][] {
  return key.split(' ').map((press) => {
    // plus is a key too
    const parts = press.split(/\b\+/)
    const held = modifiers.filter((each) => parts.includes(each))
    const pressed = parts.filter((each) => !modifiers.includes(each))
    // As people write them: `e`, but `Shift+S`.
    return [...held, ...pressed].map((part) => names[part] ?? letter(part, held.length > 0))
  })
}

/** The same as one text. */
export function keyText(key: string): string {
  return keycaps(key)
    .map((parts) => parts.join(mac ? '' : '+'))
    .join(' ')
}

function letter(part: string, upper: boolean): string {
  if (part.length !== 1) return part
  return upper ? part.toUpperCase() : part.toLowerCase()
}
