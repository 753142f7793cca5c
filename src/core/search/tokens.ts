import { greekName, isGreek } from '#core/search/greek'
import {
  foldedText,
  mark,
  separator,
  several,
  standsAlone,
  wordCharacter
} from '#core/search/word-characters'
import { plainTex } from '#core/text/plain-tex'

/** Is told the words of a text, in their order. Places are in UTF-16 code units of the text. */
export interface TokenSink {
  /**
   * A word: the codes from `start` to `end`, which hold only until this returns.
   * @param position Counted in words from the beginning of the text.
   */
  word(codes: Uint16Array, start: number, end: number, position: number, from: number, to: number): void
  /**
   * The words from position `first` to `last` stand together, as in `x-ray`: the codes up to `end` are all of them in
   * one. Told after them.
   */
  compound(codes: Uint16Array, end: number, first: number, last: number, from: number, to: number): void
}

/** Longer ones are cut, in UTF-16 code units. */
export const longestWord = 64
/** Compounds of more than this are only told in parts. */
const longestCompound = 40

const [point, nought, nine] = [0x2e, 0x30, 0x39]
const letterS = 0x73
/** Hyphens, a dash between names, apostrophes and `&`: words between which they stand directly belong together. */
const joints = new Set([0x2d, 0x2010, 0x2011, 0x2013, 0x27, 0x2019, 0x26])
const apostrophes = new Set([0x27, 0x2019])

/**
 * Takes texts apart into words, for the index, for queries and to find what matched: letters and digits without case
 * and accents. Single Greek letters are their names. Of `CLIP's` the ending is left out; `2.5D` is one word; characters
 * of scripts without spaces are words each. Linear in the text.
 */
export class Tokenizer {
  readonly #sink: TokenSink
  /** The words of a compound one after the other. */
  #codes = new Uint16Array(256)
  #length = 0
  /** Where the word begins that is being read. */
  #start = 0
  #words = 0
  #position = 0
  /** In the text: where the compound began, the word began, and where the last character of it ended. */
  #first = 0
  #from = 0
  #to = 0

  constructor(sink: TokenSink) {
    this.#sink = sink
  }

  /** @returns How many words there are. */
  read(text: string): number {
    this.#position = 0
    this.#reset()
    const { length } = text
    for (let at = 0; at < length;) {
      const code = wordCharacter(text.charCodeAt(at))
      if (code > several) {
        if (isGreek(code)) at = this.#readGreek(text, at)
        else if (standsAlone(code)) {
          this.#endCompound()
          this.#add(code, at, at + 1)
          at++
          this.#endCompound()
        } else this.#add(code, at, ++at)
      } else if (code === separator) at = this.#readSeparator(text, at)
      else if (code === mark) {
        at++
        if (this.#length > this.#start) this.#to = at
      } else at = this.#readSeveral(text, at)
    }
    this.#endCompound()
    return this.#position
  }

  #readSeparator(text: string, at: number): number {
    const between = text.charCodeAt(at)
    const next = at + 1 < text.length && wordCharacter(text.charCodeAt(at + 1)) !== separator
    if (next && this.#length > 0) {
      if (between === point && this.#endsInDigit && isDigit(text.charCodeAt(at + 1))) {
        this.#add(point, at, at + 1)
        return at + 1
      }
      if (joints.has(between)) {
        if (apostrophes.has(between) && isLoneS(text, at + 1)) {
          this.#endCompound()
          return at + 2
        }
        this.#endWord()
        return at + 1
      }
    }
    this.#endCompound()
    return at + 1
  }

  /** One or two letters are symbols, more are a word. */
  #readGreek(text: string, at: number): number {
    let end = at
    while (end < text.length && isGreek(wordCharacter(text.charCodeAt(end)))) end++
    const isWord = end - at > 2
    for (let place = at; place < end; place++) {
      const code = wordCharacter(text.charCodeAt(place))
      if (isWord) this.#add(code, place, place + 1)
      else {
        this.#endWord()
        for (const character of greekName(code) ?? '') this.#add(character.charCodeAt(0), place, place + 1)
        this.#endWord()
      }
    }
    return end
  }

  #readSeveral(text: string, at: number): number {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
    const end = at + character.length
    const folded = foldedText(character)
    if (folded === '') this.#endCompound()
    for (let place = 0; place < folded.length; place++) {
      const code = folded.charCodeAt(place)
      if (isGreek(code)) {
        this.#endWord()
        for (const letter of greekName(code) ?? '') this.#add(letter.charCodeAt(0), at, end)
        this.#endWord()
      } else this.#add(code, at, end)
    }
    return end
  }

  #add(code: number, from: number, to: number): void {
    if (this.#length === this.#start) {
      this.#from = from
      if (this.#words === 0) this.#first = from
    }
    this.#to = to
    // A word that is not cut leaves no room for a compound: see #endWord.
    if (this.#length - this.#start >= longestWord) return
    if (this.#length === this.#codes.length) return
    this.#codes[this.#length++] = code
  }

  #endWord(): void {
    if (this.#length === this.#start) return
    this.#sink.word(this.#codes, this.#start, this.#length, this.#position++, this.#from, this.#to)
    this.#words++
    this.#start = this.#length
    // A chain of words without end must not need a buffer without end.
    if (this.#length > this.#codes.length - longestWord) this.#reset()
  }

  #endCompound(): void {
    this.#endWord()
    if (this.#words > 1 && this.#length <= longestCompound) {
      const last = this.#position - 1
      this.#sink.compound(this.#codes, this.#length, last - this.#words + 1, last, this.#first, this.#to)
    }
    this.#reset()
  }

  #reset(): void {
    this.#length = 0
    this.#start = 0
    this.#words = 0
  }

  get #endsInDigit(): boolean {
    return this.#length > this.#start && isDigit(this.#codes[this.#length - 1] ?? 0)
  }
}

function isDigit(code: number): boolean {
  return code >= nought && code <= nine
}

function isLoneS(text: string, at: number): boolean {
  return (
    (text.charCodeAt(at) | 32) === letterS &&
    (at + 1 >= text.length || wordCharacter(text.charCodeAt(at + 1)) === separator)
  )
}

/** Commands whose argument is no text; bounded, so that no text takes long to be looked through. */
const notText = /\\(?:[a-z]{0,10}cite[a-z]{0,10}|ref|eqref|label)\s{0,3}\{[^{}]{0,300}\}/gi
/** Few texts need the reading of TeX, which takes as long as all the rest. */
const mayBeTex = /[\\$~{}^]/

/** What of a paper's text is taken apart into words: formulas and accents as characters. */
export function searchedText(text: string): string {
  if (!mayBeTex.test(text)) return text
  return plainTex(text.includes('\\') ? text.replace(notText, ' ') : text)
}

/** Whether there is anything in a text that a query can look for. */
export function hasWord(text: string): boolean {
  return new Tokenizer(noSink).read(searchedText(text)) > 0
}

const noSink: TokenSink = { word: () => undefined, compound: () => undefined }
