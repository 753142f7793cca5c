import type { Entry } from '#core/domain/entry'
import { Random } from '../../support/random'
import { digestOf, entriesOf, hasAuthors, madeId, recordOf, type DigestFile } from '../digests'

/** As many as on three ordinary days: so many made papers are announced before the first real ones. */
const perDigest = 150

/** Which papers are searched. */
export interface Corpus {
  readonly files: readonly DigestFile[]
  readonly papers: number
  /** How many of them are made. */
  readonly made: number
}

/**
 * Digests with so many papers: the first ones, up to the end of a digest; where those are not enough, all of them and
 * made ones. Papers that are alike would make every index look good, so each made one has a title of two others' halves,
 * authors of several others, and sentences of as many others: words are as frequent as in the models, and stand beside
 * others than there. What this still flatters: no word and no author is new.
 */
export function corpusOf(files: readonly DigestFile[], papers: number): Corpus {
  const models: Entry[] = []
  const ids = new Set<string>()
  const taken: DigestFile[] = []
  for (const file of files) {
    if (ids.size >= papers) break
    const entries = entriesOf(file.bytes)
    taken.push(file)
    for (const entry of entries) ids.add(entry.id)
    models.push(...entries.filter(hasAuthors))
  }
  const made = Math.max(0, papers - ids.size)
  return { files: [...madeOf(models, made, ids), ...taken], papers: ids.size + made, made }
}

function madeOf(models: readonly Entry[], papers: number, ids: ReadonlySet<string>): DigestFile[] {
  const random = new Random(20_261)
  const sentences = models.map(({ fields }) => sentencesOf(fields.abstract ?? ''))
  const files: DigestFile[] = []
  let number = 0
  for (let made = 0; made < papers; made += perDigest) {
    const day = new Date(Date.UTC(2015, 0, 1 + files.length)).toISOString().slice(0, 10)
    const records = Array.from({ length: Math.min(perDigest, papers - made) }, () => {
      while (ids.has(madeId(number))) number++
      return recordOf(madePaper(models, sentences, random), madeId(number++), day)
    })
    files.push(digestOf(day, records))
  }
  return files
}

function madePaper(
  models: readonly Entry[],
  sentences: readonly (readonly string[])[],
  random: Random
): Entry['fields'] {
  const { authors, categories } = random.pick(models).fields
  return {
    title: madeTitle(random.pick(models).fields.title ?? '', random.pick(models).fields.title ?? ''),
    categories: categories ?? [],
    authors: (authors ?? []).map(() => random.pick(random.pick(models).fields.authors ?? ['Anonymous'])),
    comment: random.pick(models).fields.comment ?? null,
    abstract: random
      .pick(sentences)
      .map((own, at) => random.pick(sentences)[at] ?? own)
      .join(' ')
  }
}

/** Formulas are not cut. */
function madeTitle(first: string, second: string): string {
  if (`${first}${second}`.includes('$')) return first
  const [start, end] = [first.split(' '), second.split(' ')]
  return [...start.slice(0, Math.ceil(start.length / 2)), ...end.slice(Math.ceil(end.length / 2))].join(' ')
}

function sentencesOf(abstract: string): string[] {
  return abstract.split(/(?<=[.?!])\s+(?=\p{Lu})/u)
}
