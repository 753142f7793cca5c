import { countSequences } from '#core/digest/utf-8'
import { decodeWindows1252 } from '#core/digest/windows-1252'

/** A single-byte character set and, for each of its characters beyond ASCII, the byte. */
type ByteOf = ReadonlyMap<string, number>

/** UTF-8 is most often misread as one of these. */
const misreadings: readonly ByteOf[] = [
  // Latin-1 is mixed up with windows-1252 everywhere: it differs by control characters that no text holds.
  new Map([...upperHalf(decodeLatin1), ...upperHalf(decodeWindows1252)]),
  upperHalf((bytes) => new TextDecoder('macintosh').decode(bytes))
]

/**
 * A word half Latin, half Cyrillic or Armenian. Of right text in MacRoman a quotation mark before an accented letter
 * (`l’étude`) is, by chance, one letter in UTF-8: `lՎtude`.
 */
const mixedWord = /[A-Za-z][\u0400-\u058f]|[\u0400-\u058f][A-Za-z]/

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Undoes UTF-8 that was read as windows-1252 or MacRoman and saved again: `MÃ¤rz` and `M√§rz` become `März`. Text is
 * changed only where all of it, written in that character set, is valid UTF-8; text without such signs is
 * returned as it is.
 */
export function repairMojibake(text: string): string {
  let repaired = text
  // Some files went through the same mistake twice.
  for (let round = 0; round < 2; round++) {
    const before = beforeMisreading(repaired)
    if (before === null) break
    repaired = before
  }
  return repaired
}

function beforeMisreading(text: string): string | null {
  for (const byteOf of misreadings) {
    const before = readAgain(text, byteOf)
    if (before !== null) return before
  }
  return null
}

function readAgain(text: string, byteOf: ByteOf): string | null {
  const bytes = new Uint8Array(text.length)
  let beyondAscii = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const byte = code < 0x80 ? code : byteOf.get(text.charAt(at))
    if (byte === undefined) return null
    if (byte >= 0x80) beyondAscii = true
    bytes[at] = byte
  }
  if (!beyondAscii) return null
  if (countSequences(bytes).broken > 0) return null
  const read = utf8.decode(bytes)
  return mixedWord.test(read) ? null : read
}

function decodeLatin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

function upperHalf(decode: (bytes: Uint8Array) => string): ByteOf {
  const bytes = Uint8Array.from({ length: 128 }, (_, index) => 128 + index)
  const characters = Array.from(decode(bytes))
  return new Map(characters.map((character, index) => [character, 128 + index]))
}
