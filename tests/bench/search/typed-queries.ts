import { readFile, writeFile } from 'node:fs/promises'
import type { Entry } from '#core/domain/entry'
import { Random } from '../../support/random'
import { mistyped } from '../../support/typing-errors'
import { hasAuthors } from '../digests'

/** What somebody types, letter by letter. */
export interface TypedQuery {
  readonly text: string
  /** Words alone, without quotation marks and fields: what every search engine can be asked. */
  readonly isPlain: boolean
}

/**
 * So many queries, always the same for the same papers. Of ten, six are one to four words of a title as they follow each
 * other, one is an author, one has a typing error, one is a phrase, and one has a field.
 */
function typedQueries(entries: readonly Entry[], count: number, seed: number): TypedQuery[] {
  const random = new Random(seed)
  const papers = entries.filter((entry) => hasAuthors(entry) && wordsOf(entry).length > 1)
  return Array.from({ length: count }, (_, index) => {
    const paper = random.pick(papers)
    switch (index % 10) {
      case 6:
        return { text: authorOf(paper, random), isPlain: true }
      case 7:
        return { text: withError(wordsIn(paper, random, 3), random), isPlain: true }
      case 8:
        return { text: `"${wordsIn(paper, random, 2, 2).join(' ')}"`, isPlain: false }
      case 9:
        return { text: withField(paper, Math.floor(index / 10), random), isPlain: false }
      default:
        return { text: wordsIn(paper, random, 4).join(' '), isPlain: true }
    }
  })
}

/** Every plain query, or each second, third and so on: slow peers are asked fewer. */
export function everyPlain(queries: readonly TypedQuery[], step: number): TypedQuery[] {
  return queries.filter(({ isPlain }) => isPlain).filter((_, index) => index % step === 0)
}

export interface Queries {
  /** Typed before anything is measured: machine code for what is asked most is made meanwhile. */
  readonly warmUp: readonly TypedQuery[]
  readonly queries: readonly TypedQuery[]
}

/** What is typed in every measurement. @param entries Of papers that all sizes have. */
export function queriesOf(entries: readonly Entry[]): Queries {
  return { warmUp: typedQueries(entries, 60, 60), queries: typedQueries(entries, 300, 300) }
}

export function writeQueries(path: string, queries: Queries): Promise<void> {
  return writeFile(path, JSON.stringify(queries))
}

export async function readQueries(path: string): Promise<Queries> {
  return JSON.parse(await readFile(path, 'utf8')) as Queries
}

function wordsOf({ fields }: Entry): string[] {
  return fields.title?.match(/[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]/g) ?? []
}

/** As they follow each other. */
function wordsIn(paper: Entry, random: Random, most: number, least = 1): string[] {
  const words = wordsOf(paper)
  const length = Math.min(words.length, least + random.below(most - least + 1))
  const from = random.below(words.length - length + 1)
  return words.slice(from, from + length).map((word) => (random.below(4) === 0 ? word : word.toLowerCase()))
}

/** The whole name, or the last part of it. */
function authorOf({ fields }: Entry, random: Random): string {
  const name = random.pick(fields.authors ?? [])
  return random.below(2) === 0 ? name : (name.split(' ').at(-1) ?? name)
}

/** In the longest of the words. */
function withError(words: readonly string[], random: Random): string {
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best))
  return words
    .map((word) => (word === longest && word.length > 3 ? mistyped(word.toLowerCase(), random) : word))
    .join(' ')
}

function withField(paper: Entry, number: number, random: Random): string {
  const [first = '', second = ''] = wordsIn(paper, random, 2, 2)
  const category = paper.fields.categories?.at(-1) ?? 'cs.LG'
  const queries = [
    `title:${first} ${second}`,
    `author:${authorOf(paper, random).split(' ').at(-1) ?? ''} ${first}`,
    `${first} cat:${category}`,
    `${first} -${second}`,
    `${first} OR ${second}`,
    `abstract:${first} date:2020..`,
    `is:unread ${first}`
  ]
  return queries[number % queries.length] ?? first
}
