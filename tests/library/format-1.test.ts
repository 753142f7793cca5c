import { chmod, cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runPapertray } from '../support/papertray'
import { temporaryFolder } from '../support/temporary'
import { filesBelow } from './support/files'
import { listedAt, placeBelow, writing } from './support/places'

/** A library of the first release: see the README beside it. It is never changed and must open for ever. */
const fixture = join(import.meta.dirname, '..', 'fixtures', 'library-format-1')

interface Expected {
  readonly list: readonly object[]
  readonly digests: readonly object[]
  readonly check: readonly string[]
}

const expected = JSON.parse(await readFile(join(fixture, 'expected.json'), 'utf8')) as Expected

async function copyOfFixture(): Promise<{ home: string; library: string }> {
  const home = await temporaryFolder()
  const library = join(home, 'library')
  await cp(join(fixture, 'library'), library, { recursive: true })
  return { home, library }
}

async function linesOf(home: string, args: readonly string[]): Promise<string[]> {
  const { code, out, err } = await runPapertray(args, { home })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out.split('\n').slice(0, -1)
}

test('A library of format 1 lists the papers that it listed when it was made', async () => {
  const { home } = await copyOfFixture()
  for (const round of ['without a cache', 'with one']) {
    const lines = await linesOf(home, ['list', '--view', 'all', '--json'])
    expect(
      lines.map((line) => JSON.parse(line) as object),
      round
    ).toEqual(expected.list.map((paper) => ({ ...paper, newVersion: false })))
  }
})

test('A library of format 1 has the digests that it had, and is as whole as it was', async () => {
  const { home } = await copyOfFixture()
  const digests = await linesOf(home, ['digests', '--json'])
  expect(digests.map((line) => JSON.parse(line) as object)).toEqual(expected.digests)
  expect(await linesOf(home, ['check'])).toEqual(expected.check)
})

test('Reading a library of format 1 changes no byte of it, and needs no right to', async () => {
  const { home, library } = await copyOfFixture()
  const before = await filesBelow(library)
  for (const path of Object.keys(before)) await chmod(join(library, path), 0o444)
  for (const args of [['list', '--json'], ['list', '--query', 'losses'], ['digests'], ['check']])
    expect((await runPapertray(args, { home })).code).toBe(0)
  expect(await filesBelow(library)).toEqual(before)
  expect(await filesBelow(join(fixture, 'library'))).toEqual(before)
})

test('Writing to a library of format 1 leaves every line in it as it was', async () => {
  const { home, library } = await copyOfFixture()
  const before = await filesBelow(library)
  const lists = (): Promise<unknown> => listedAt(placeBelow(home))
  const whole = await lists()
  await linesOf(home, ['mark', '--star', '--tag', 'new', '2312.12000'])
  await linesOf(home, ['undo'])
  expect(await lists()).toEqual(whole)
  expect(await filesBelow(library)).toMatchObject(before)
})

test('Marks of a digest that was removed from a library of format 1 return with it', async () => {
  const { home } = await copyOfFixture()
  const bytes = await readFile(join(fixture, '20231219.md'))
  await writing(placeBelow(home), async (library) => {
    const [report] = await library.importFile('20231219.md', bytes)
    expect(report?.papers).toMatchObject({ new: 2, completed: 1 })
    const row = library.catalog.find('2312.11111')
    expect(library.marks.mark(library.catalog.id(row))).toEqual({
      ...{ read: true, starred: true, tags: [], note: 'Kept while its digest is away.' }
    })
  })
})

test('A digest that a library of format 1 holds is known to it', async () => {
  const { home, library } = await copyOfFixture()
  const before = await filesBelow(library)
  const bytes = await readFile(join(fixture, '20231218.md'))
  await writing(placeBelow(home), async (open) => {
    const [report] = await open.importFile('20231218.md', bytes)
    expect(report?.papers).toMatchObject({ new: 0, known: 4, repeated: 1 })
  })
  expect(await filesBelow(library)).toEqual(before)
})
