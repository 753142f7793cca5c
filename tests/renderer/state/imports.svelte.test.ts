// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { largestFile } from '#core/domain/file-report'
import { importHeading, importResult } from '../../../src/renderer/components/imports/import-words'
import { Imports, type ImportRun } from '../../../src/renderer/state/imports.svelte'
import type { DigestFile } from '../../../src/renderer/state/dropped-files'
import { fieldList, items } from '../../library/support/digest-text'
import { clientOf, serve, transportOf } from '../support/open-window'

function file(name: string, bytes: Uint8Array, more: Partial<DigestFile> = {}): DigestFile {
  const copy = new Uint8Array(bytes)
  return { name, size: copy.length, named: true, bytes: () => Promise.resolve(copy), ...more }
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words)

async function opened() {
  const service = await serve()
  const transport = transportOf(service)
  const ended: ImportRun[] = []
  const imports = new Imports(clientOf(transport).client, (run) => {
    ended.push(run)
  })
  /** Imports files and waits for the end. */
  const run = async (...files: DigestFile[]): Promise<ImportRun> => {
    const count = ended.length
    imports.start(files)
    await vi.waitFor(() => {
      expect(ended.length).toBeGreaterThan(count)
    })
    const last = ended.at(-1)
    if (last === undefined) throw new Error('no import has ended')
    return last
  }
  return { service, transport, imports, ended, run }
}

test('tells what came of a digest', async () => {
  const { run, imports } = await opened()
  const done = await run(file('a.md', fieldList('2023-12-18', items(3))))
  expect(done).toMatchObject({ status: 'done', doneFiles: 1, papers: 3, newPapers: 3, older: 3, progress: 1 })
  expect(imports.current).toBe(done)
  expect(importHeading(done)).toBe('3 new papers')
})

test('knows papers again', async () => {
  const { run } = await opened()
  await run(file('a.md', fieldList('2023-12-18', items(3))))
  const again = await run(file('b.md', fieldList('2023-12-18', items(3))))
  expect(importHeading(again)).toBe('No new papers')
  expect(importResult(again)).toBe('3 papers were known already.')
})

test('files the older ones under Read as one act', async () => {
  const { run, imports, service } = await opened()
  const done = await run(file('a.md', fieldList('2023-12-18', items(3))))
  expect(await imports.fileOlder(done)).toBe(3)
  expect(done.older).toBe(0)
  expect((await service.api.counts(undefined)).views).toMatchObject({ inbox: 0, read: 3 })
})

test('says of a file that is no digest why, what to do, and that nothing was changed', async () => {
  const { run } = await opened()
  const done = await run(file('readme.txt', text('Just words.')))
  expect(importHeading(done)).toBe('Nothing imported')
  const said = importResult(done)
  expect(said).toMatch(
    /^readme\.txt: the file is no digest that Papertray knows\. Papertray reads field lists/
  )
  expect(said).toMatch(/Nothing was changed\.$/)
})

test('leaves out what a folder holds besides digests, and says so', async () => {
  const { run } = await opened()
  const done = await run(
    file('folder/README', text('Words.'), { named: false }),
    file('folder/a.md', fieldList('2023-12-18', items(1)), { named: false })
  )
  expect(done.reports).toHaveLength(1)
  expect(importResult(done)).toContain('1 file left out: no digest.')
})

test('never reads a file that is too large', async () => {
  const { run } = await opened()
  const bytes = vi.fn<DigestFile['bytes']>()
  const done = await run(file('huge.md', new Uint8Array(), { size: largestFile + 1, bytes }))
  expect(bytes).not.toHaveBeenCalled()
  expect(importResult(done)).toBe(
    'huge.md: the file is larger than 64 MiB. Split it into smaller ones. Nothing was changed.'
  )
})

test('goes on after a file that cannot be read', async () => {
  const { run } = await opened()
  const gone = file('gone.md', text('x'), { bytes: () => Promise.reject(new Error('gone')) })
  const done = await run(gone, file('a.md', fieldList('2023-12-18', items(2))))
  expect(done).toMatchObject({ status: 'done', newPapers: 2, unread: 1 })
})

test('keeps what was finished before it was cancelled, and begins nothing after', async () => {
  const { imports, ended, service } = await opened()
  const files = Array.from({ length: 50 }, (_, index) =>
    file(
      `${index}.md`,
      fieldList(`2023-11-${String((index % 28) + 1).padStart(2, '0')}`, items(50, '2311', index * 50 + 1))
    )
  )
  imports.start(files)
  imports.start([file('waiting.md', fieldList('2023-12-18', items(3)))])
  await vi.waitFor(() => {
    expect(imports.current?.doneFiles).toBeGreaterThan(3)
  })
  imports.cancel()
  await vi.waitFor(() => {
    expect(ended).toHaveLength(1)
  })
  const [run] = ended
  expect(run?.status).toBe('cancelled')
  expect(run?.doneFiles).toBeLessThan(50)
  expect(imports.active).toBe(false)
  const { views } = await service.api.counts(undefined)
  expect(views.all % 50).toBe(0)
  expect(views.all).toBeGreaterThanOrEqual((run?.doneFiles ?? 0) * 50)
  // What it brought of old papers can be filed away all the same.
  expect(run?.older).toBe(views.all)
})

test('imports one after the other what is dropped meanwhile', async () => {
  const { imports, ended } = await opened()
  imports.start([file('a.md', fieldList('2023-12-18', items(3)))])
  imports.start([file('b.md', fieldList('2023-12-19', items(2, '2312', 50)))])
  await vi.waitFor(() => {
    expect(ended.map(({ newPapers }) => newPapers)).toEqual([3, 2])
  })
})

test('stops with the reason when the library cannot be reached', async () => {
  const { transport, run } = await opened()
  transport.gone = true
  const done = await run(file('a.md', fieldList('2023-12-18', items(3))))
  expect(done).toMatchObject({ status: 'failed', failure: 'gone' })
  expect(importHeading(done)).toBe('Import stopped')
})
