import { splitAuthors } from '#core/digest/repair/author-list'
import { plainFromHtml } from '#core/digest/repair/html'
import { repairMojibake } from '#core/digest/repair/mojibake'
import { andOthers } from '#core/domain/authors'
import { decodeAccents } from '#core/text/accents'

/** What text in need of any repair holds. Most fields of most digests hold none of it. */
const beyondPlain = /[^\x20-\x7e]/
/** What a list of names holds that plain splitting would not get right. */
const careful = /[^\x20-\x7e]|[\\{}~]| {2}|,(?! )|, and |^ /
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufff9-\ufffb]/g
/** Marks that turn the direction of text: a title with one could dress up as another. */
const direction = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Repairs the fields of one Entry and counts those that it changed. */
export class Repair {
  #changed = 0

  /** How many fields were changed so far. */
  get changed(): number {
    return this.#changed
  }

  /** Text on one line: a title, journal or comment. */
  line(text: string): string {
    return this.#changedTo(text, mend(text))
  }

  /** An abstract on one line, in which three spaces stand for a paragraph break. */
  paragraphs(text: string): string {
    const mended = mend(text)
    if (mended !== text) this.#changed++
    // Single doubled spaces may stay: to look for them takes longer than all the rest of an abstract's parsing.
    if (!/ {3}/.test(mended)) return mended.trim()
    return mended.split(/ {3,}/).map(oneSpaced).filter(Boolean).join('\n')
  }

  /** Text with the HTML of arXiv's listing pages in it. */
  html(text: string): string {
    return this.#changedTo(text, mend(plainFromHtml(text)))
  }

  /** Paragraphs with such HTML in them, counted as one field. Blank ones are left out. */
  htmlParagraphs(paragraphs: readonly string[]): string {
    const mended = paragraphs.map((html) => mend(plainFromHtml(html)))
    if (mended.some((text, index) => text !== paragraphs[index])) this.#changed++
    return mended.map(oneSpaced).filter(Boolean).join('\n')
  }

  /** An author list in which commas separate the names. */
  nameList(list: string): string[] {
    return careful.test(list) ? this.names(list.split(',')) : list.split(', ')
  }

  /** The names of an author list, counted as one field. */
  names(names: readonly string[]): string[] {
    let changed = false
    const mended: string[] = []
    for (const name of names) {
      const plain = plainName(mend(name))
      if (plain !== name) changed = true
      const spaced = oneSpaced(plain)
      // "A, B, and C": the word belongs to the list, not to the name.
      const alone = spaced.startsWith('and ') ? spaced.slice(4) : spaced
      if (alone !== spaced) changed = true
      if (alone !== '') mended.push(alone)
    }
    if (changed) this.#changed++
    return mended
  }

  /**
   * The names of a list written for people, see {@link splitAuthors}. It counts as changed where more than commas or
   * semicolons had to be told apart.
   */
  authors(list: string): string[] {
    const names: string[] = []
    for (const name of splitAuthors(mend(list))) {
      const spaced = name === andOthers ? name : oneSpaced(plainName(name))
      if (spaced !== '') names.push(spaced)
    }
    const parts = list.split(/[,;]/).map(oneSpaced)
    if (parts.filter(Boolean).join(',') !== names.join(',')) this.#changed++
    // A copy takes no more than it holds: an array that was filled one by one has room for seventeen.
    return names.slice()
  }

  #changedTo(before: string, after: string): string {
    if (before !== after) this.#changed++
    return oneSpaced(after)
  }
}

/** NFC, without mojibake, control characters and marks that turn the direction of text. */
function mend(text: string): string {
  if (!beyondPlain.test(text)) return text
  // Composed first: the pieces of misread text are no longer those that were misread once they are taken apart.
  return repairMojibake(text.normalize('NFC')).replace(control, '').replace(direction, '').normalize('NFC')
}

/** Without what only TeX needs: accents as commands, braces, and ties, which are spaces. */
function plainName(name: string): string {
  if (!/[\\{}~]/.test(name)) return name
  return decodeAccents(name)
    .replaceAll(/[{}]/g, '')
    .replaceAll('~', ' ')
    .replaceAll(/\\[ ,;]/g, ' ')
}

function oneSpaced(text: string): string {
  const trimmed = text.trim()
  return / {2}/.test(trimmed) || beyondPlain.test(trimmed) ? trimmed.replaceAll(/\s+/g, ' ') : trimmed
}
