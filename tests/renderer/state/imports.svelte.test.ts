// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { largestArchive } from '#core/domain/file-report'
import { addIds, offersOf } from '../../../src/renderer/components/imports/add-ids'
import {
  filesText,
  importHeading,
  importResult,
  papersIn
} from '../../../src/renderer/components/imports/import-words'
import { fileOlder } from '../../../src/renderer/components/imports/file-older'
import { progressOf } from '../../../src/renderer/state/import-progress'
import type { ImportRun } from '../../../src/renderer/state/import-run.svelte'
import { Imports } from '../../../src/renderer/state/imports.svelte'
import type { DigestFile } from '../../../src/renderer/state/dropped-files'
import { fieldList, items } from '../../library/support/digest-text'
import { zip } from '../../library/support/archives'
import { clientOf, serve, transportOf } from '../support/open-window'

function file(name: string, bytes: Uint8Array, more: Partial<DigestFile> = {}): DigestFile {
  const copy = new Uint8Array(bytes)
  return { name, size: copy.length, named: true, bytes: () => Promise.resolve(copy), ...more }
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words)

async function opened() {
  const service = await serve()
  const transport = transportOf(service)
  const imports = new Imports(clientOf(transport).client)
  /** The current import, once it has ended. */
  const ended = async (): Promise<ImportRun> => {
    await vi.waitFor(() => {
      expect(imports.active).toBe(false)
    })
    if (imports.current === null) throw new Error('there is no import')
    return imports.current
  }
  /** Imports files and waits for the end. */
  const run = (...files: DigestFile[]): Promise<ImportRun> => {
    imports.start(files)
    return ended()
  }
  return { service, transport, imports, ended, run }
}

test('tells what came of a digest', async () => {
  const { run, imports } = await opened()
  const done = await run(file('a.md', fieldList('2023-12-18', items(3))))
  expect(done).toMatchObject({ status: 'done', doneFiles: 1, newPapers: 3, older: 3 })
  expect(progressOf(done)).toBe(1)
  expect([imports.current, papersIn(done)]).toEqual([done, 3])
  expect(importHeading(done)).toBe('3 new papers')
})

test.each([
  { size: 2 ** 20, seconds: 10 },
  { size: 2 ** 20 + 1, seconds: 2 }
])(
  'is fresh for $seconds seconds with $size bytes, and no longer than it is under way',
  async ({ size, seconds }) => {
    const { imports, ended } = await opened()
    let hand: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined
    const bytes = new Promise<Uint8Array<ArrayBuffer>>((resolve) => {
      hand = resolve
    })
    expect(imports.fresh).toBe(false)
    imports.start([file('a.md', text(''), { size, bytes: () => bytes })])
    expect(imports.active).toBe(true)
    await vi.waitFor(() => {
      expect(imports.fresh).toBe(true)
    })
    const start = imports.current?.started ?? NaN
    const clock = vi.spyOn(performance, 'now').mockReturnValue(start + seconds * 1000 - 1)
    expect(imports.fresh).toBe(true)
    clock.mockReturnValue(start + seconds * 1000 + 1)
    expect(imports.fresh).toBe(false)
    clock.mockRestore()
    expect(imports.fresh).toBe(true)
    hand(new Uint8Array(fieldList('2023-12-18', items(3))))
    await ended()
    expect(imports.fresh).toBe(false)
  }
)

test('knows papers again', async () => {
  const { run } = await opened()
  await run(file('a.md', fieldList('2023-12-18', items(3))))
  const again = await run(file('b.md', fieldList('2023-12-18', items(3))))
  expect(importHeading(again)).toBe('No new papers')
  expect(importResult(again)).toBe('3 papers were known already.')
})

test('files the older ones under Read as one act', async () => {
  const { run, transport, service } = await opened()
  const done = await run(file('a.md', fieldList('2023-12-18', items(3))))
  expect(await fileOlder(clientOf(transport), done)).toMatchObject({
    papers: 3,
    decision: expect.any(String) as string
  })
  expect(done.older).toBe(0)
  expect((await service.api.counts(undefined)).views).toMatchObject({ inbox: 0, read: 3 })
})

test('says of a file that is no digest why, what to do, and that nothing was changed', async () => {
  const { run } = await opened()
  const done = await run(file('readme.txt', text('Just words.')))
  expect(importHeading(done)).toBe('Nothing imported')
  const said = importResult(done)
  expect(said).toMatch(/^readme\.txt: it is no digest that Papertray knows\. Papertray reads arXiv/)
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
  const done = await run(file('huge.md', new Uint8Array(), { size: largestArchive + 1, bytes }))
  expect(bytes).not.toHaveBeenCalled()
  expect(importResult(done)).toBe(
    'huge.md: it is larger than 64 MiB. Split it into smaller ones, or unpack it. Nothing was changed.'
  )
})

test('goes on after a file that cannot be read', async () => {
  const { run } = await opened()
  const gone = file('gone.md', text('x'), { bytes: () => Promise.reject(new Error('gone')) })
  const done = await run(gone, file('a.md', fieldList('2023-12-18', items(2))))
  expect(done).toMatchObject({ status: 'done', newPapers: 2, problems: 1 })
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
  // Dropped while it is being cancelled: that is another import.
  imports.start([file('after.md', fieldList('2023-12-19', items(2, '2312', 60)))])
  const cancelled = imports.current
  if (cancelled === null) throw new Error('there is no import')
  await vi.waitFor(() => {
    expect(cancelled.status).toBe('cancelled')
  })
  expect(cancelled.doneFiles).toBeLessThan(50)
  expect(importResult(cancelled)).toMatch(/^\d+ digests are in the library\./)
  expect((await ended()).newPapers).toBe(2)
  const { views } = await service.api.counts(undefined)
  expect(views.all % 50).toBe(2)
  expect(views.all).toBeGreaterThanOrEqual(cancelled.doneFiles * 50)
  // What it brought of old papers can be filed away all the same.
  expect(cancelled.older).toBe(views.all - 2)
})

test('takes in what is dropped meanwhile: one card, one report, one undo', async () => {
  const { imports, ended, service } = await opened()
  imports.start([file('a.md', fieldList('2023-12-18', items(3))), file('words.txt', text('Words.'))])
  imports.start([file('b.md', fieldList('2023-12-19', items(2, '2312', 50)))])
  const run = await ended()
  expect(run).toMatchObject({
    status: 'done',
    fileCount: 3,
    doneFiles: 3,
    newPapers: 5,
    problems: 1
  })
  expect(run.reports.map(({ file }) => file).sort()).toEqual(['a.md', 'b.md', 'words.txt'])
  expect(importResult(run)).toContain('1 file could not be read as a digest.')
  expect(await service.api.undo({ window: 'w' })).toMatchObject({ digests: 2 })
  expect((await service.api.counts(undefined)).views.all).toBe(0)
})

test('samples that come together with other digests may be filed away like those', async () => {
  const { imports, ended } = await opened()
  imports.start([file('a.md', fieldList('2023-12-18', items(3)))], { sample: true })
  imports.start([file('b.md', fieldList('2023-12-19', items(2, '2312', 50)))])
  expect((await ended()).sample).toBe(false)
})

test('stops with the reason when the library cannot be reached', async () => {
  const { transport, run } = await opened()
  transport.gone = true
  const done = await run(file('a.md', fieldList('2023-12-18', items(3))))
  expect(done).toMatchObject({ status: 'failed', failure: 'gone' })
  expect(importHeading(done)).toBe('Import stopped')
})

test('stops at a failure, ends its session, and says what is in the library', async () => {
  const { transport, service, run } = await opened()
  const request = transport.request.bind(transport)
  let asked = 0
  transport.request = (name, argument) => {
    if (name === 'importFile' && ++asked > 3)
      return Promise.resolve({ ok: false, error: { code: 'diskFull', message: 'The disk is full.' } })
    return request(name, argument)
  }
  const day = (index: number): DigestFile =>
    file(`${index}.md`, fieldList(`2023-12-${10 + index}`, items(2, '2312', 10 * index + 1)))
  const done = await run(...Array.from({ length: 12 }, (_, index) => day(index)))
  expect(done).toMatchObject({ status: 'failed', failure: 'The disk is full.', older: 6 })
  expect(importResult(done)).toBe('The disk is full. 3 digests are in the library.')
  expect(transport.asked.filter((name) => name === 'finishImport')).toHaveLength(1)
  expect((await service.api.counts(undefined)).views.all).toBe(6)
})

test.each([
  [1, 'was'],
  [2, 'were']
])('%i paper that was known is told in good English', async (papers, verb) => {
  const { run } = await opened()
  await run(file('a.md', fieldList('2023-12-18', items(papers))))
  const again = await run(file('b.md', fieldList('2023-12-19', items(papers))))
  expect(importResult(again)).toBe(`${papers} paper${papers === 1 ? '' : 's'} ${verb} known already.`)
})

const reading = text('Read https://arxiv.org/abs/2312.10854v2 and arXiv:2401.00001.')

test('offers the papers that a text names, and adds them when asked', async () => {
  const { run, service, transport } = await opened()
  const done = await run(file('reading.txt', reading), file('a.md', fieldList('2023-12-18', items(3))))
  expect(importHeading(done)).toBe('3 new papers')
  expect(importResult(done)).toBe('2 arXiv ids found in reading.txt. Add them?')
  const { client } = clientOf(transport)
  await addIds({ client }, done, offersOf(done))
  expect(done).toMatchObject({ newPapers: 5, problems: 0, texts: new Map() })
  expect(importResult(done)).toBe('Where only the id is known so far, a digest with the paper completes it.')
  expect((await service.api.counts(undefined)).views.all).toBe(5)
  await service.api.undo({ window: client.window })
  expect((await service.api.counts(undefined)).views.all).toBe(3)
})

test('offers the papers of what was pasted under no name of a file', async () => {
  const { run } = await opened()
  const done = await run(file('Pasted text', text('See arXiv:2401.00001.')))
  expect(importHeading(done)).toBe('Nothing imported')
  expect(importResult(done)).toBe('1 arXiv id found in the pasted text. Add it?')
})

test('does not offer what a folder or an archive names, and says how to have it', async () => {
  const { run } = await opened()
  const done = await run(
    file('folder/README', reading, { named: false }),
    file(
      'a.zip',
      zip([
        { name: 'README', content: reading },
        { name: 'a.md', content: fieldList('2023-12-18', items(1)) }
      ])
    )
  )
  expect(done).toMatchObject({ newPapers: 1, texts: new Map() })
  expect(importResult(done)).toBe(
    '2 files left out: no digest. All of them name arXiv papers: import such a file by itself to add those.'
  )
})

test('counts the files of archives while they come', async () => {
  const { imports, ended } = await opened()
  let hand: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined
  const bytes = new Promise<Uint8Array<ArrayBuffer>>((resolve) => {
    hand = resolve
  })
  imports.start([file('a.zip', zip([])), file('b.md', text(''), { bytes: () => bytes })])
  const run = await vi.waitUntil(() => imports.current)
  expect(filesText(run)).toMatch(/^[01] of 2 files$/)
  const within = { session: 'x', found: 9, done: 4, counted: true, bytes: run.bytes - 1, papers: 7 }
  run.doneFiles = 1
  run.within = within
  expect(filesText(run)).toBe('5 of 11 files')
  expect(progressOf(run)).toBeGreaterThan(0.9)
  run.within = { ...within, counted: false }
  expect(filesText(run)).toBe('5 files')
  hand(new Uint8Array())
  await ended()
})

test('knows what a cancelled archive brought', async () => {
  const { imports, ended, service } = await opened()
  const days = Array.from({ length: 200 }, (_, at) => ({
    name: `${at}.md`,
    content: fieldList(`2023-${String((at % 12) + 1).padStart(2, '0')}-11`, items(50, '2311', 1 + at * 50))
  }))
  imports.start([file('a.zip', zip(days))])
  await vi.waitFor(async () => {
    expect((await service.api.counts(undefined)).views.all).toBeGreaterThan(0)
  })
  imports.cancel()
  const done = await ended()
  expect(done.status).toBe('cancelled')
  const { all } = (await service.api.counts(undefined)).views
  expect(done.newPapers).toBe(all)
  expect(importResult(done)).toMatch(new RegExp(`^${all / 50} digests? (is|are) in the library`))
})
