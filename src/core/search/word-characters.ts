import { fold } from '#core/text/fold'

/** What a UTF-16 code unit is in a word: the code of the letter or digit it is compared as, or one of these. */
export const separator = 0
/** A mark upon the letter before it. */
export const mark = 1
/** Compared as several characters, or a half of a surrogate pair: see {@link foldedText}. */
export const several = 2

/** By the upper byte of a code; made when first needed, since most of them never are. */
const pages = new Array<Uint16Array | undefined>(256)

/** @param code A UTF-16 code unit. */
export function wordCharacter(code: number): number {
  const page = (pages[code >>> 8] ??= pageOf(code >>> 8))
  return page[code & 255] ?? separator
}

/** What a character is compared as where that is not one code: `ß` as `ss`, `𝐀` as `a`; '' where it is in no word. */
export function foldedText(character: string): string {
  return isWord.test(character) ? fold(character) : ''
}

/** Scripts that are written without spaces: each character is a word. */
export function standsAlone(code: number): boolean {
  return (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff)
}

const isWord = /^[\p{L}\p{N}]/u
const isMark = /^\p{M}/u

function pageOf(number: number): Uint16Array {
  const page = new Uint16Array(256)
  for (let low = 0; low < 256; low++) page[low] = characterOf((number << 8) | low)
  return page
}

function characterOf(code: number): number {
  if (code >= 0xd800 && code <= 0xdfff) return several
  const character = String.fromCharCode(code)
  if (isMark.test(character)) return mark
  if (!isWord.test(character)) return separator
  // Syllables of Hangul would be taken apart.
  if (code >= 0xac00 && code <= 0xd7a3) return code
  const folded = fold(character)
  return folded.length === 1 ? folded.charCodeAt(0) : several
}
