const names: Readonly<Record<string, string>> = {
  $mod: 'CommandOrControl',
  Meta: 'Super',
  ArrowDown: 'Down',
  ArrowUp: 'Up',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Escape: 'Esc',
  '+': 'Plus'
}

/** What Electron knows besides: it throws at anything else. */
const known =
  /^([\x21-\x7e]|F([1-9]|1\d|2[0-4])|Control|Alt|Shift|Space|Tab|Enter|Backspace|Delete|Insert|Home|End|PageUp|PageDown)$/

/** A key of a command as Electron writes it; null for sequences, and for keys that menus do not have. */
export function acceleratorOf(key: string): string | null {
  // plus is a key too
  const parts = key.split(/\b\+/)
  if (!parts.every((part) => part in names || known.test(part))) return null
  return parts.map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join('+')
}
