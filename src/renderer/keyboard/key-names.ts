const mac = /Mac|iPhone|iPad/.test(navigator.platform)

const names: Readonly<Record<string, string>> = {
  $mod: mac ? '⌘' : 'Ctrl',
  Shift: mac ? '⇧' : 'Shift',
  ArrowDown: '↓',
  ArrowUp: '↑',
  Escape: 'Esc'
}

/** A key of a command, as the keycaps of help and tooltips: presses, each with the keys held together. */
export function keycaps(key: string): string[][] {
  return key.split(' ').map((press) => press.split('+').map((part) => names[part] ?? letter(part)))
}

/** The same as one text. */
export function keyText(key: string): string {
  return keycaps(key)
    .map((parts) => parts.join(mac ? '' : '+'))
    .join(' ')
}

function letter(part: string): string {
  return part.length === 1 ? part.toLowerCase() : part
}
