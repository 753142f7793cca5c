/** A query for a text as it stands: quoted, and in parts where quotation marks within it would end the quotation. */
export function quoted(text: string): string {
  return text
    .split(/["“”„]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => `"${part}"`)
    .join(' ')
}
