import { execFile } from 'node:child_process'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IndexedPaper } from '#core/search/index/add-documents'
import { members } from '#core/search/index/bit-set'
import { WordIndex } from '#core/search/index/word-index'
import { PaperIntake } from '#main/library/search/paper-intake'
import { bundled, type Bundle } from '../../support/bundle'
import { Random } from '../../support/random'
import { temporaryFolder } from '../../support/temporary'
import { placeBelow, reading } from '../support/places'

const root = join(import.meta.dirname, '..', '..', '..')
let thread: Bundle
let child: Bundle

beforeAll(async () => {
  thread = await bundled(join(root, 'src/main/library/search/segment-worker.ts'))
  child = await bundled(join(import.meta.dirname, 'support', 'many-child.ts'))
})

afterAll(() => Promise.all([thread.remove(), child.remove()]))

function paper(words: string): IndexedPaper {
  return {
    title: words,
    authors: null,
    abstract: null,
    comment: null,
    journal: null,
    doi: null,
    links: null
  }
}

const vocabulary = Array.from({ length: 40 }, (_, number) => `word${number}`)

/** Papers with three words each, some of which come again with other ones. */
function* someOf(many: number): Generator<readonly [row: number, words: string[]]> {
  const random = new Random(7)
  for (let at = 0; at < many; at++)
    yield [random.below(many), [1, 2, 3].map(() => random.pick(vocabulary))] as const
}

async function takeAll(intake: PaperIntake, index: WordIndex): Promise<void> {
  while (intake.size > intake.unread.size) {
    const segment = await intake.next()
    if (segment !== null) index.add(segment)
  }
}

/** The documents of each word. */
function documentsIn(index: WordIndex): number[][] {
  return vocabulary.map((word) => [...members(index.exact([word]))])
}

function expected(latest: ReadonlyMap<number, readonly string[]>): number[][] {
  const rows = [...latest].sort(([a], [b]) => a - b)
  return vocabulary.map((word) => rows.filter(([, words]) => words.includes(word)).map(([row]) => row))
}

test('Another thread makes the same of papers, whenever its segments are taken, and the latest counts', async () => {
  const intake = new PaperIntake(true, thread.path)
  const [index, latest] = [new WordIndex(), new Map<number, string[]>()]
  let full = 0
  intake.onFull = () => full++
  let at = 0
  for (const [row, words] of someOf(30_000)) {
    intake.add(row, paper(words.join(' ')))
    latest.set(row, words)
    if (++at % 8000 === 0) {
      const segment = await intake.next()
      if (segment !== null) index.add(segment)
    }
    if (at % 100 === 0) await intake.room()
  }
  expect(intake.isAway).toBe(true)
  await takeAll(intake, index)
  expect(intake.size).toBe(0)
  expect(full).toBeGreaterThan(1)
  expect(index.size).toBe(latest.size)
  expect(documentsIn(index)).toEqual(expected(latest))
  // A few papers are taken in here again.
  intake.add(40_000, paper('word1'))
  expect(intake.isAway).toBe(false)
  await intake.end()
})

test('Segments are of many papers, and of fewer once no more come', async () => {
  const intake = new PaperIntake(true, thread.path)
  for (let row = 0; row < 12_500; row++) intake.add(row, paper('word0'))
  expect((await intake.next())?.size).toBe(2000)
  for (const size of [10_000, 500]) {
    await expect.poll(() => intake.hasFull, { timeout: 20_000 }).toBe(true)
    expect((await intake.next())?.size).toBe(size)
  }
  expect(await intake.next()).toBe(null)
  await intake.end()
})

test('What was taken apart here came first, however late it is put together', async () => {
  const intake = new PaperIntake(true, thread.path)
  const index = new WordIndex()
  let full = 0
  intake.onFull = () => full++
  for (let row = 0; row < 2000; row++) intake.add(row, paper('word0'))
  for (let row = 0; row < 2000; row++) intake.add(row, paper('word1'))
  await expect.poll(() => full, { timeout: 20_000 }).toBe(2)
  await takeAll(intake, index)
  expect(members(index.exact(['word0']))).toHaveLength(0)
  expect(members(index.exact(['word1']))).toHaveLength(2000)
  await intake.end()
})

test.each([
  ['is missing', 'nowhere.mjs', null],
  [
    'ends at its second message',
    'ends.mjs',
    'let n = 0; parentPort.on("message", () => ++n === 2 && process.exit(0))'
  ],
  ['fails', 'fails.mjs', 'parentPort.on("message", () => { throw new Error("broken") })']
])(
  'Where the other thread %s its papers are to be read again, and later ones are taken in here',
  async (_, name, code) => {
    const file = join(await temporaryFolder(), name)
    if (code !== null) await writeFile(file, `import { parentPort } from 'node:worker_threads'\n${code}`)
    const intake = new PaperIntake(true, file)
    const index = new WordIndex()
    for (let row = 0; row < 4000; row++) intake.add(row, paper('word0'))
    await takeAll(intake, index)
    expect([...intake.unread].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 2000 }, (_, at) => 2000 + at)
    )
    expect(index.size).toBe(2000)
    for (let row = 4000; row < 10_000; row++) intake.add(row, paper('word0'))
    await takeAll(intake, index)
    expect(index.size).toBe(8000)
  }
)

test('What a thread has given is read again where it ends before somebody has taken it', async () => {
  const file = join(await temporaryFolder(), 'gives.mjs')
  const ends = 'parentPort.on("message", ({ isLast }) => isLast && setTimeout(() => process.exit(0), 50))'
  await writeFile(
    file,
    `import { parentPort } from 'node:worker_threads'\nimport ${JSON.stringify(thread.path)}\n${ends}`
  )
  const intake = new PaperIntake(true, file)
  let full = 0
  intake.onFull = () => full++
  for (let row = 0; row < 2500; row++) intake.add(row, paper('word0'))
  // The papers that were taken apart here, the segment, and the end.
  await expect.poll(() => full, { timeout: 20_000 }).toBe(3)
  expect([...intake.unread]).toEqual(Array.from({ length: 500 }, (_, at) => 2000 + at))
})

test('What is under way when a library is closed keeps nobody from it', async () => {
  const intake = new PaperIntake(true, thread.path)
  for (let row = 0; row < 9000; row++) intake.add(row, paper('word0'))
  await intake.next()
  await intake.end()
  expect(await intake.next()).toBe(null)
})

/** Runs the child beside a thread. */
async function imported(home: string, origin: string, worker: string | null): Promise<unknown> {
  const folder = await temporaryFolder()
  await copyFile(child.path, join(folder, 'many-child.mjs'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  if (worker !== null) await copyFile(worker, join(folder, 'segment-worker.js'))
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(folder, 'many-child.mjs'),
    home,
    origin
  ])
  return JSON.parse(stdout)
}

test.each(['beside it', 'missing', 'broken'])(
  'A library finds all of many papers with the thread %s',
  async (which) => {
    const broken = join(await temporaryFolder(), 'broken.js')
    await writeFile(broken, 'throw new Error("broken")')
    const worker = { 'beside it': thread.path, missing: null, broken }[which] ?? null
    expect(await imported(await temporaryFolder(), 'application', worker)).toEqual({
      thread: worker !== null,
      away: which === 'missing' ? 0 : (expect.any(Number) as number),
      found: { hay: 2500, version1: 2490, version2: 10, straw107: 25 }
    })
  }
)

test('A command waits for the thread before it ends, and keeps the index', async () => {
  const home = await temporaryFolder()
  expect(await imported(home, 'command line', thread.path)).toMatchObject({ thread: true })
  await reading(placeBelow(home), async (library) => {
    expect(library.search.covered).not.toBe(null)
    expect((await library.find('all', 'version1')).rows).toHaveLength(2490)
  })
})
