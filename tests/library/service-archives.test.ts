import { expect, test, vi } from 'vitest'
import type { Api } from '#core/contract'
import type { FileReport } from '#core/domain/file-report'
import { gz, tar, zip, type ZipFile } from './support/archives'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { decisionsIn } from './support/files'
import { newPlace } from './support/places'
import { eventsOf, serving, told, window } from './support/service'

/** Digests of as many days, each with so many papers of its own. */
function days(count: number, papers = 2): ZipFile[] {
  return Array.from({ length: count }, (_, day) => {
    const date = new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10)
    return {
      name: `${date.slice(0, 4)}/${date.replaceAll('-', '')}.md`,
      content: fieldList(date, items(papers, '2312', 1 + day * papers))
    }
  })
}

const brief = ({ file, papers, problems, inArchive }: FileReport): unknown => [
  file,
  papers.new,
  problems[0]?.reason ?? '',
  inArchive === true
]

async function importOne(api: Api, name: string, bytes: Uint8Array): Promise<readonly FileReport[]> {
  const { session } = await api.beginImport({ window })
  const reports = await api.importFile({ session, name, bytes })
  expect((await api.finishImport({ session })).files).toEqual(reports)
  return reports
}

test.each([
  ['zip', (files: ZipFile[]) => zip(files)],
  ['tar', (files: ZipFile[]) => tar(files)],
  ['tar.gz', (files: ZipFile[]) => gz(tar(files))]
])('The files of a %s are imported as if each had been given, as one step', async (_, pack) => {
  const [place, other] = [await newPlace(), await newPlace()]
  const files = days(3)
  const single = await serving(other, async (api, { library }) => {
    for (const { name, content } of files) await importOne(api, name, content)
    return library.digests().map(({ key, bytes }) => [key, bytes])
  })
  await serving(place, async (api, { library }) => {
    const archive = pack(files)
    expect((await importOne(api, 'all', archive)).map(brief)).toEqual([
      ['all › 2023/20230101.md', 2, '', true],
      ['all › 2023/20230102.md', 2, '', true],
      ['all › 2023/20230103.md', 2, '', true]
    ])
    expect(library.digests().map(({ key, bytes }) => [key, bytes])).toEqual(single)
    expect(library.digests().map(({ source }) => source)[0]).toBe('all › 2023/20230101.md')
    expect((await decisionsIn(place.folder)).map(({ visit }) => visit)).toHaveLength(3)
    const before = (await decisionsIn(place.folder)).length
    // The same again, in the archive and out of it, changes nothing.
    expect((await importOne(api, 'again', archive)).map(({ papers }) => papers.known)).toEqual([2, 2, 2])
    expect((await importOne(api, 'one', files[1]?.content ?? archive))[0]?.papers.known).toBe(2)
    expect(await decisionsIn(place.folder)).toHaveLength(before)
    expect(await api.undo({ window })).toMatchObject({ digests: 3 })
    expect((await api.counts(undefined)).views.all).toBe(0)
    await api.redo({ window })
    expect((await api.counts(undefined)).views.all).toBe(6)
  })
  // Also what a fresh start reads.
  await serving(place, async (api) => {
    expect((await api.counts(undefined)).views.all).toBe(6)
  })
})

test('A gzip is imported under its own name', async () => {
  await serving(await newPlace(), async (api, { library }) => {
    const bytes = gz(fieldList('2023-12-18', items(2)))
    expect((await importOne(api, '20231218.md.gz', bytes)).map(brief)).toEqual([
      ['20231218.md.gz', 2, '', false]
    ])
    expect(library.digests()[0]?.source).toBe('20231218.md.gz')
    expect((await importOne(api, 'x.gz', gz(Buffer.from('Words.')))).map(brief)).toEqual([
      ['x.gz', 0, 'fileUnknown', false]
    ])
  })
})

test('What an archive holds besides digests is told, or merely left out as in a folder', async () => {
  await serving(await newPlace(), async (api) => {
    const [day] = days(1)
    const content = Buffer.from('Read me: see arXiv:2312.10854.')
    const reports = await importOne(
      api,
      'a.zip',
      zip([
        ...days(1),
        { name: '.DS_Store', content },
        { name: 'README.md', content },
        { name: 'empty', content: Buffer.alloc(0) },
        { name: 'inner.zip', content: zip(days(1)) },
        { name: 'secret.md', content, flags: 1 },
        { name: 'picture.png', content: Buffer.from([0x89, 0x50, 0, 0, 0, 1, 2]) }
      ])
    )
    expect(reports.map(brief)).toEqual([
      ['a.zip › .DS_Store', 0, 'filePassedOver', true],
      [`a.zip › ${day?.name ?? ''}`, 2, '', true],
      ['a.zip › README.md', 0, 'onlyIds', true],
      ['a.zip › empty', 0, 'fileEmpty', true],
      ['a.zip › inner.zip', 0, 'archiveNested', false],
      ['a.zip › picture.png', 0, 'fileBinary', true],
      ['a.zip › secret.md', 0, 'archiveEncrypted', false]
    ])
    const none = await importOne(api, 'b.zip', zip([{ name: 'README.md', content }]))
    expect(none.map(brief)).toEqual([
      ['b.zip › README.md', 0, 'onlyIds', true],
      ['b.zip', 0, 'archiveEmpty', false]
    ])
    expect((await importOne(api, 'c.zip', zip([]))).map(brief)).toEqual([['c.zip', 0, 'archiveEmpty', false]])
  })
})

test('Of many files that cannot be read some are told, and the others counted', async () => {
  await serving(await newPlace(), async (api) => {
    const content = Buffer.from('secret')
    const many = Array.from({ length: 120 }, (_, at) => ({ name: `${at}.md`, content, flags: 1 }))
    const reports = await importOne(api, 'a.zip', zip([...many, ...days(1)]))
    expect(reports.filter(({ key }) => key !== null)).toHaveLength(1)
    expect(reports).toHaveLength(52)
    expect(reports.at(-1)).toMatchObject({
      file: 'a.zip',
      problems: [{ reason: 'archiveMore', excerpt: '70' }]
    })
  })
})

test('A damaged archive brings what is whole', async () => {
  await serving(await newPlace(), async (api) => {
    const whole = gz(tar(days(40, 20)))
    const reports = await importOne(api, 'a.tar.gz', whole.subarray(0, whole.length - 2000))
    expect(reports.at(-1)).toMatchObject({ file: 'a.tar.gz', problems: [{ reason: 'archiveCut' }] })
    expect((await api.counts(undefined)).views.all).toBeGreaterThan(100)
  })
})

test('Cancelling stops an archive between two of its files, and keeps those that were done', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    const { session } = await api.beginImport({ window })
    const importing = codeOf(api.importFile({ session, name: 'a.zip', bytes: zip(days(300, 50)) }))
    await vi.waitFor(
      async () => {
        expect((await api.counts(undefined)).views.all).toBeGreaterThan(200)
      },
      { timeout: 5000, interval: 5 }
    )
    const { files } = await api.cancelImport({ session })
    expect(await importing).toBe('cancelled')
    expect(files.length).toBeGreaterThan(3)
    expect(files.length).toBeLessThan(300)
    expect(files.every(({ papers, inArchive }) => papers.new === 50 && inArchive === true)).toBe(true)
    expect((await api.counts(undefined)).views.all).toBe(files.length * 50)
    await api.undo({ window })
    expect((await api.counts(undefined)).views.all).toBe(0)
  })
  await serving(place, async (api) => {
    expect((await api.counts(undefined)).views.all).toBe(0)
  })
})

test('Windows are told how far archives have come, at most ten times a second', async () => {
  await serving(await newPlace(), async (api, service) => {
    const events = eventsOf(service)
    const { session } = await api.beginImport({ window })
    await api.importFile({ session, name: 'day.md', bytes: fieldList('2022-12-18', items(3)) })
    expect(told(events, 'importProgressed')).toEqual([])
    const [packed, taped] = [zip(days(200, 5)), gz(tar(days(100, 5)))]
    const began = performance.now()
    await Promise.all([
      api.importFile({ session, name: 'a.zip', bytes: packed }),
      api.importFile({ session, name: 'b.tar.gz', bytes: taped })
    ])
    await vi.waitFor(() => {
      expect(told(events, 'importProgressed').at(-1)).toMatchObject({
        session,
        found: 298,
        done: 298,
        counted: true,
        papers: 3 + 1000 + 500,
        bytes: fieldList('2022-12-18', items(3)).length + packed.length + taped.length
      })
    })
    const progress = told(events, 'importProgressed')
    expect(progress.length).toBeLessThanOrEqual((performance.now() - began) / 100 + 2)
    expect(progress.length).toBeGreaterThan(1)
    for (const [index, { done, found, bytes, papers }] of progress.entries()) {
      const before = progress[index - 1]
      expect(done).toBeLessThanOrEqual(found)
      expect(done).toBeGreaterThanOrEqual(before?.done ?? 0)
      expect(bytes).toBeGreaterThanOrEqual(before?.bytes ?? 0)
      expect(papers).toBeGreaterThanOrEqual(before?.papers ?? 0)
    }
  })
})

test('Finishing waits for an archive that is under way', async () => {
  await serving(await newPlace(), async (api) => {
    const { session } = await api.beginImport({ window })
    const importing = api.importFile({ session, name: 'a.zip', bytes: zip(days(60)) })
    const { files } = await api.finishImport({ session })
    expect(files).toHaveLength(60)
    expect(files).toEqual(await importing)
  })
})

test('Ids are added of a file that was given, never of one in an archive', async () => {
  await serving(await newPlace(), async (api) => {
    const content = Buffer.from('See arXiv:2312.10854.')
    const { session } = await api.beginImport({ window })
    const archive = zip([{ name: 'README', content }])
    expect((await api.importFile({ session, name: 'a.zip', bytes: archive, ids: true })).map(brief)).toEqual([
      ['a.zip › README', 0, 'onlyIds', true],
      ['a.zip', 0, 'archiveEmpty', false]
    ])
    expect((await api.importFile({ session, name: 'a.gz', bytes: gz(content) })).map(brief)).toEqual([
      ['a.gz', 0, 'onlyIds', false]
    ])
    expect(
      (await api.importFile({ session, name: 'a.gz', bytes: gz(content), ids: true })).map(brief)
    ).toEqual([['a.gz', 1, '', false]])
  })
})
