import { expect, test } from 'vitest'
import { addPaper, type IndexedPaper } from '#core/search/index/add-documents'
import { runNow } from '#core/search/index/paced'
import { SegmentBuilder } from '#core/search/index/segment-builder'
import { WordIndex } from '#core/search/index/word-index'
import { entriesOf } from '../../../bench/digests'
import { Random } from '../../../support/random'
import { readSeeds } from '../../../support/seeds'
import { mistyped } from '../../../support/typing-errors'

const tries = 45
/** Of shorter words another is as near as often as not. */
const shortest = 6

test('the word that was meant is among the first three offered, for 45 words with a typing error', async () => {
  const index = await indexOfSeeds()
  const words = index
    .wordsBeginning('', Infinity)
    .filter((word) => /^[a-z]+$/.test(word) && word.length >= shortest && index.documentsOf(word) > 1)
    .sort()
  const random = new Random(45)
  const typed = new Map<string, string>()
  while (typed.size < tries) {
    const word = random.pick(words)
    const slip = mistyped(word, random)
    // Where it is a word itself, nothing is offered.
    if (index.documentsOf(slip) === 0) typed.set(slip, word)
  }
  const missed = [...typed].filter(([slip, word]) => !index.nearestWords(slip, 3).includes(word))
  expect(missed).toEqual([])
})

async function indexOfSeeds(): Promise<WordIndex> {
  const builder = new SegmentBuilder()
  const entries = (await readSeeds()).flatMap(({ bytes }) => entriesOf(bytes))
  const nothing = {
    title: null,
    authors: null,
    abstract: null,
    comment: null,
    journal: null,
    doi: null,
    links: null
  }
  const papers = new Map(
    entries.map(({ id, fields }): [string, IndexedPaper] => [id, { ...nothing, ...fields }])
  )
  ;[...papers.values()].forEach((paper, document) => {
    addPaper(builder, document, paper)
  })
  const index = new WordIndex()
  index.add(runNow(builder.finish()))
  return index
}
