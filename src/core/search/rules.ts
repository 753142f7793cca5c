import { namedAuthors } from '#core/domain/authors'
import type { Rule } from '#core/domain/rule'
import { fold } from '#core/text/fold'
import { plainTex } from '#core/text/plain-tex'

/** What rules look at. */
export interface RuledPaper {
  /** TeX text. */
  readonly title: string
  readonly authors: readonly string[] | null
  /** The primary one first. */
  readonly categories: readonly string[] | null
}

/** Which of some rules a paper matches: their places, ascending. */
export type RuleTest = (paper: RuledPaper) => readonly number[]

type Wanted = (paper: Prepared) => boolean

/** A paper as the rules of a test ask for it: nothing is made that none of them needs. */
interface Prepared {
  /** Words between spaces, with one at either end. */
  readonly title: () => string
  readonly authors: () => readonly ReadonlySet<string>[]
  readonly categories: readonly string[]
}

/**
 * A keyword is found as whole words of the title, whatever their case and accents, also with the plural's “s” or “es”;
 * after a `*` at its end the last word may go on. An author is found by name parts in any order: “Yann LeCun” is in
 * “LeCun, Yann A.”. A category is one of the paper's, or an archive with all of its categories; to mute, it must be
 * the primary one, for a cross-list is somebody's wish to have the paper seen.
 */
export function ruleTest(rules: readonly Rule[]): RuleTest {
  const tests = rules.map(wantedBy)
  return (paper) => {
    const prepared = prepare(paper)
    const found: number[] = []
    tests.forEach((test, place) => {
      if (test(prepared)) found.push(place)
    })
    return found
  }
}

function wantedBy({ does, matches, text }: Rule): Wanted {
  switch (matches) {
    case 'keyword': {
      const goesOn = text.trimEnd().endsWith('*')
      const words = ` ${wordsOf(text).join(' ')}`
      return words === ' ' ? never : ({ title }) => holdsWords(title(), words, goesOn)
    }
    case 'author': {
      const parts = wordsOf(text)
      if (parts.length === 0) return never
      return ({ authors }) => authors().some((name) => parts.every((part) => name.has(part)))
    }
    case 'category': {
      const wanted = text
        .trim()
        .replace(/\.\*?$/, '')
        .toLowerCase()
      const isIn = (category: string): boolean =>
        category.toLowerCase() === wanted || category.toLowerCase().startsWith(`${wanted}.`)
      if (does === 'mute') return ({ categories: [primary] }) => primary !== undefined && isIn(primary)
      return ({ categories }) => categories.some(isIn)
    }
  }
}

const never: Wanted = () => false

function prepare({ title, authors, categories }: RuledPaper): Prepared {
  let words: string | null = null
  let names: readonly ReadonlySet<string>[] | null = null
  return {
    title: () => (words ??= ` ${wordsOf(title).join(' ')} `),
    authors: () => (names ??= namedAuthors(authors ?? []).map((name) => new Set(wordsOf(name)))),
    categories: categories ?? []
  }
}

/** Letters and digits between anything else: “Text-to-Image” is three words. */
function wordsOf(text: string): string[] {
  return fold(plainTex(text)).match(/[\p{L}\p{N}]+/gu) ?? []
}

const endings = [' ', 's ', 'es ']

function holdsWords(title: string, words: string, goesOn: boolean): boolean {
  for (let at = title.indexOf(words); at >= 0; at = title.indexOf(words, at + 1)) {
    const end = at + words.length
    if (goesOn || endings.some((ending) => title.startsWith(ending, end))) return true
  }
  return false
}
