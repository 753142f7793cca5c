import fc from 'fast-check'
import { paperFields } from '#core/search/index/fields'
import { runNow } from '#core/search/index/paced'
import type { Segment } from '#core/search/index/segment'
import { SegmentBuilder } from '#core/search/index/segment-builder'
import { Tokenizer } from '#core/search/tokens'

/** A document as tests make it. */
export interface Made {
  readonly title: string
  readonly abstract: string
  readonly authors: readonly string[]
  readonly comment: string
}

export const nothing: Made = { title: '', abstract: '', authors: [], comment: '' }

/** Few words and many that begin alike, some of them compounds. */
const word = fc.constantFrom(
  ...['a', 'ab', 'abc', 'abd', 'b', 'ba', 'bab', 'x-ray', 'xray', 'ray', 'ab-ba', 'GPT-4', 'gpt4', '界', 'c']
)
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))

export const made: fc.Arbitrary<Made> = fc.record({
  title: text,
  abstract: text,
  authors: fc.array(text, { maxLength: 3 }),
  comment: text
})

export function put(
  builder: SegmentBuilder,
  document: number,
  { title, abstract, authors, comment }: Made
): void {
  builder.begin(document)
  builder.text(paperFields.title, title)
  builder.text(paperFields.abstract, abstract)
  builder.names(paperFields.authors, authors)
  for (const author of authors) builder.key(`\u0001${author}\u0000${author.toUpperCase()}`)
  builder.text(paperFields.comment, comment)
}

export function segmentOf(documents: Iterable<readonly [number, Made]>): Segment {
  const builder = new SegmentBuilder()
  for (const [document, made] of documents) put(builder, document, made)
  return runNow(builder.finish())
}

/** A word of a document as an index must know it. */
export interface Occurrence {
  readonly places: readonly number[]
  readonly flags: number
  readonly often: number
}

/** What an index must know of a document, made plainly. */
export function occurrencesOf({ title, abstract, authors, comment }: Made): Map<string, Occurrence> {
  const found = new Map<string, Occurrence>()
  const add = (word: string, flag: number, place: number, counts: boolean): void => {
    const { places, flags, often } = found.get(word) ?? { places: [], flags: 0, often: 0 }
    found.set(word, {
      places: [...places, place].sort((a, b) => a - b),
      flags: flags | flag,
      often: often + (counts ? 1 : 0)
    })
  }
  const read = ({ first, flag }: { first: number; flag: number }, text: string): number =>
    new Tokenizer({
      word: (codes, start, end, position) => {
        add(stringOf(codes, start, end), flag, first + position, true)
      },
      compound: (codes, end, from, to) => {
        add(stringOf(codes, 0, end), flag, first + from, true)
        add(stringOf(codes, 0, end), flag, first + to, false)
      }
    }).read(text)
  read(paperFields.title, title)
  read(paperFields.abstract, abstract)
  let { first } = paperFields.authors
  for (const author of authors) {
    const words = read({ first, flag: paperFields.authors.flag }, author)
    if (words > 0) first += words + 8
  }
  read(paperFields.comment, comment)
  return found
}

function stringOf(codes: Uint16Array, start: number, end: number): string {
  return String.fromCharCode(...codes.subarray(start, end))
}
