import { rm, stat } from 'node:fs/promises'
import { Index } from 'flexsearch'
import MiniSearch from 'minisearch'
import { peakMemory, timed } from '../measure'
import { opened } from '../sqlite'
import { readTexts, type SearchedTexts } from './texts'
import { everyPlain, readQueries } from './typed-queries'
import { figuresOf, named, typeAll } from './typing'

const perDigest = 300
/** Rows that a list shows at first. */
const firstRows = 100
const fields = ['title', 'authors', 'abstract', 'comment'] as const

/** An index of a peer. */
interface Peer {
  readonly add: (number: number, texts: SearchedTexts) => void
  /** Until what was added can be found. */
  readonly finish?: () => void
  /** By the orders that it offers: how many papers it gives for a text. */
  readonly answers: Readonly<Record<string, (text: string) => number>>
}

/**
 * Fills a peer's index, adds a digest and types into it each first, second and so on of the plain queries; run in a
 * process of its own. Milliseconds and megabytes.
 */
async function measured(
  peer: Peer,
  texts: string,
  path: string,
  step: string
): Promise<Record<string, number>> {
  let build = 0
  let batch: SearchedTexts[] = []
  let number = 0
  const addAll = (): Promise<number> =>
    timed(() => {
      for (const each of batch) peer.add(++number, each)
      peer.finish?.()
    })
  // Reading them is no part of it.
  for await (const each of readTexts(texts)) {
    batch.push(each)
    if (batch.length < 20 * perDigest) continue
    build += await addAll()
    batch = []
  }
  const last = batch.splice(0, perDigest)
  build += await addAll()
  batch = last
  const digest = await addAll()
  const megabytes = peakMemory()
  const { queries, warmUp } = await readQueries(path)
  const some = everyPlain(queries, Number(step))
  const figures: Record<string, number> = { build, digest, megabytes, queries: some.length }
  for (const [order, answer] of Object.entries(peer.answers)) {
    await typeAll(everyPlain(warmUp, Number(step)), answer)
    Object.assign(figures, named(order, figuresOf(await typeAll(some, answer))))
  }
  return figures
}

/** Fields weighed as Papertray weighs them; all words must be there, the last one may go on. */
export function minisearchInChild(...args: [string, string, string]): Promise<Record<string, number>> {
  const index = new MiniSearch<SearchedTexts & { id: number }>({
    fields: [...fields],
    searchOptions: {
      combineWith: 'AND',
      prefix: (_term, at, terms) => at === terms.length - 1,
      boost: { title: 4, authors: 4 }
    }
  })
  const add: Peer['add'] = (id, texts) => {
    index.add({ id, ...texts })
  }
  return measured({ add, answers: { best: (text) => index.search(text).length } }, ...args)
}

/**
 * One index of all texts, for its documents with several fields do not find words that are in different ones; cut as its
 * documentation says for texts that are searched while they are typed, with its usual hundred results.
 */
export function flexsearchInChild(...args: [string, string, string]): Promise<Record<string, number>> {
  const index = new Index({ tokenize: 'forward' })
  const add: Peer['add'] = (id, texts) => {
    index.add(id, fields.map((field) => texts[field]).join('\n'))
  }
  return measured(
    { add, answers: { best: (text) => index.search(text, { limit: firstRows }).length } },
    ...args
  )
}

/** SQLite as in `sqlite.ts`. The texts themselves are not kept: a table of papers has them. */
export async function fullTextInChild(
  file: string,
  ...args: [string, string, string]
): Promise<Record<string, number>> {
  await rm(file, { force: true })
  const database = opened(file)
  database.exec(
    `CREATE VIRTUAL TABLE papers USING fts5(${fields.join(', ')}, prefix='2 3', content='', contentless_delete=1)`
  )
  const insert = database.prepare(
    'INSERT INTO papers (rowid, title, authors, abstract, comment) VALUES (?, ?, ?, ?, ?)'
  )
  const [newest, best] = ['rowid DESC', 'rank'].map((order) => {
    const sql = `SELECT rowid FROM papers WHERE papers MATCH ? ORDER BY ${order} LIMIT ${firstRows}`
    const statement = database.prepare(sql)
    return (text: string): number => {
      const match = matchOf(text)
      return match === '' ? 0 : statement.all([match]).length
    }
  })
  let isAdding = false
  const peer: Peer = {
    add: (number, texts) => {
      if (!isAdding) database.exec('BEGIN')
      isAdding = true
      insert.run([number, ...fields.map((field) => texts[field])])
    },
    finish: () => {
      if (isAdding) database.exec('COMMIT')
      isAdding = false
    },
    answers: { newest: newest ?? (() => NaN), best: best ?? (() => NaN) }
  }
  const figures = await measured(peer, ...args)
  // Its statements end with it.
  database.close()
  return { ...figures, disk: (await stat(file)).size / 1e6 }
}

/** Words that must all be there, the last one as a beginning. */
function matchOf(text: string): string {
  const words = text.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word))
  const match = words.map((word) => `"${word.replaceAll('"', '')}"`).join(' ')
  return match === '' || text.endsWith(' ') ? match : `${match}*`
}
