/*
 * Words as a segment holds them: each UTF-16 code unit as UTF-8 has it, in one to three bytes (CESU-8, Unicode Technical
 * Report 26). Nearly all words are ASCII, and take half of what code units do. Bytes have the order of code units, and
 * what a word begins with are the first of its bytes.
 */

/** Bytes of a code unit, at most. */
export const longestUnit = 3

/** Writes a code unit. @returns Behind it. */
export function writeUnit(codes: Uint8Array, at: number, unit: number): number {
  if (unit < 0x80) {
    codes[at] = unit
    return at + 1
  }
  if (unit < 0x800) {
    codes[at] = 0xc0 | (unit >>> 6)
    codes[at + 1] = 0x80 | (unit & 0x3f)
    return at + 2
  }
  codes[at] = 0xe0 | (unit >>> 12)
  codes[at + 1] = 0x80 | ((unit >>> 6) & 0x3f)
  codes[at + 2] = 0x80 | (unit & 0x3f)
  return at + 3
}

/**
 * Reads the code units of a word.
 * @param units Has room for as many as there are bytes.
 * @returns How many there are.
 */
export function readUnits(codes: Uint8Array, start: number, end: number, units: Uint16Array): number {
  let size = 0
  for (let at = start; at < end;) {
    const byte = codes[at++] ?? 0
    if (byte < 0x80) units[size++] = byte
    else if (byte < 0xe0) units[size++] = ((byte & 0x1f) << 6) | ((codes[at++] ?? 0) & 0x3f)
    else {
      const [second, third] = [(codes[at++] ?? 0) & 0x3f, (codes[at++] ?? 0) & 0x3f]
      units[size++] = ((byte & 0x0f) << 12) | (second << 6) | third
    }
  }
  return size
}

/** The code units of a text. */
export function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at)
  return units
}

/** A word as it stands in a segment. */
export function codesOf(word: string): Uint8Array {
  const codes = new Uint8Array(word.length * longestUnit)
  let size = 0
  for (let at = 0; at < word.length; at++) size = writeUnit(codes, size, word.charCodeAt(at))
  return codes.subarray(0, size)
}

/** The word that stands there. */
export function wordOf(codes: Uint8Array): string {
  for (const byte of codes)
    if (byte >= 0x80) {
      const units = new Uint16Array(codes.length)
      return String.fromCharCode(...units.subarray(0, readUnits(codes, 0, codes.length, units)))
    }
  return String.fromCharCode(...codes)
}
