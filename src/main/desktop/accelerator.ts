const names: Readonly<Record<string, string>> = {
  $mod: 'CommandOrControl',
  ArrowDown: 'Down',
  ArrowUp: 'Up',
  Escape: 'Esc'
}

/** A key of the table of commands as Electron writes it; null for sequences, which menus do not have. */
export function acceleratorOf(key: string): string | null {
  if (key.includes(' ')) return null
  return key
    .split('+')
    .map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join('+')
}
