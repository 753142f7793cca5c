/** windows-1252 from 0x80 on, written down here: some releases of Node decode it as Latin-1. */
const windows1252 = `€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ${Array.from(
  { length: 96 },
  (_, index) => String.fromCharCode(0xa0 + index)
).join('')}`

const macintosh = new TextDecoder('macintosh')

export type Charset = 'windows-1252' | 'latin-1' | 'macintosh'

/** Bytes read as if they were of a single-byte character set. */
export function readAs(charset: Charset, bytes: Uint8Array): string {
  if (charset === 'macintosh') return macintosh.decode(bytes)
  const characters = charset === 'latin-1' ? null : windows1252
  return Array.from(bytes, (byte) =>
    byte < 0x80 || characters === null ? String.fromCharCode(byte) : characters.charAt(byte - 0x80)
  ).join('')
}

/** What becomes of text whose UTF-8 is read as another character set and saved again. */
export function misread(charset: Charset, text: string): string {
  return readAs(charset, new TextEncoder().encode(text))
}

/** Text as windows-1252 bytes; every character has to be one of it. */
export function inWindows1252(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0)
    const byte = code < 0x80 ? code : windows1252.indexOf(character) + 0x80
    if (byte < 0x80 && code >= 0x80) throw new RangeError(`${character} is not in windows-1252`)
    return byte
  })
}
