import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Api } from '#core/contract'
import { largestFile } from '#core/domain/file-report'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { decisionsIn } from './support/files'
import { id, newPlace } from './support/places'
import { importSession, serving, viewIds, window } from './support/service'

const now = Date.UTC(2024, 0, 20, 9)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now })
})

afterEach(() => {
  vi.useRealTimers()
})

async function begin(api: Api): Promise<string> {
  return (await api.beginImport({ window })).session
}

test('A session answers the reports of its files in the order in which they were given', async () => {
  await serving(await newPlace(), async (api) => {
    const session = await begin(api)
    const files = [
      // The first one takes longest.
      fieldList('2024-01-19', items(3000)),
      Buffer.from('no digest'),
      fieldList('2024-01-18', items(2, '2401')),
      new Uint8Array(largestFile + 1)
    ]
    const reports = await Promise.all(
      files.map((bytes, index) => api.importFile({ session, name: `${index}.md`, bytes }))
    )
    const result = await api.finishImport({ session })
    expect(result).toEqual({ files: reports.flat(), older: 0 })
    expect(result.files.map(({ file, entries, problems }) => [file, entries, problems[0]?.reason])).toEqual([
      ['0.md', 3000, undefined],
      ['1.md', 0, 'fileUnknown'],
      ['2.md', 2, undefined],
      ['3.md', 0, 'fileTooLarge']
    ])
    expect((await api.counts(undefined)).views.all).toBe(3002)
    // An ended session answers the same again, and takes no more.
    expect(await api.finishImport({ session })).toEqual(result)
    expect(await api.cancelImport({ session })).toEqual(result)
    const late = api.importFile({
      session,
      name: 'late.md',
      bytes: fieldList('2024-01-19', items(1, '2402'))
    })
    expect(await codeOf(late)).toBe('unknownSession')
    expect((await api.counts(undefined)).views.all).toBe(3002)
  })
})

test('Finishing waits for files that are under way', async () => {
  await serving(await newPlace(), async (api) => {
    const session = await begin(api)
    const importing = api.importFile({ session, name: 'a.md', bytes: fieldList('2024-01-19', items(2000)) })
    const { files } = await api.finishImport({ session })
    expect(files).toEqual(await importing)
    expect((await api.counts(undefined)).views.all).toBe(2000)
  })
})

test('Cancelling stops what is under way before it is in the library, and keeps what was finished', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    const session = await begin(api)
    const done = await api.importFile({ session, name: 'a.md', bytes: fieldList('2024-01-19', items(3)) })
    const large = fieldList('2024-01-18', items(30_000, '2401'))
    const pending = ['b.md', 'c.md'].map((name) => codeOf(api.importFile({ session, name, bytes: large })))
    await new Promise((resolve) => setTimeout(resolve, 30))
    const cancelling = performance.now()
    expect(await api.cancelImport({ session })).toEqual({ files: done, older: 0 })
    const cancelled = performance.now() - cancelling
    expect(await Promise.all(pending)).toEqual(['cancelled', 'cancelled'])
    expect(await viewIds(api, { kind: 'all' })).toEqual(items(3).map((item) => item.id))
    expect(await decisionsIn(place.folder)).toHaveLength(1)
    // Nothing of the cancelled ones is in the way of another try.
    const importing = performance.now()
    const { files } = await importSession(api, [large])
    expect(files[0]?.papers.new).toBe(30_000)
    // Two such files were under way: neither was gone on with to its end.
    expect(cancelled).toBeLessThan(performance.now() - importing)
  })
})

test('Cancelling does not wait for the imports of other sessions', async () => {
  await serving(await newPlace(), async (api) => {
    const [other, session] = [await begin(api), await begin(api)]
    let ended = false
    const large = fieldList('2024-01-18', items(30_000, '2401'))
    const first = api.importFile({ session: other, name: 'a.md', bytes: large }).then(() => (ended = true))
    const bytes = fieldList('2024-01-19', items(2))
    const second = codeOf(api.importFile({ session, name: 'b.md', bytes }))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await api.cancelImport({ session })).toEqual({ files: [], older: 0 })
    expect([await second, ended]).toEqual(['cancelled', false])
    await first
    expect((await api.finishImport({ session: other })).files[0]?.papers.new).toBe(30_000)
    expect((await api.counts(undefined)).views.all).toBe(30_000)
  })
})

test('A cancelled session whose file was being committed tells of that file', async () => {
  await serving(await newPlace(), async (api, { library }) => {
    const session = await begin(api)
    const bytes = fieldList('2024-01-19', items(2000))
    const importing = api.importFile({ session, name: 'a.md', bytes })
    const cancelled = new Promise<unknown>((resolve) => {
      // Its Decision is made by now, but its rows are still being shown.
      const look = setInterval(() => {
        if ([...library.marks.digests()].length === 0) return
        clearInterval(look)
        resolve(api.cancelImport({ session }))
      }, 0)
    })
    expect(await cancelled).toEqual({ files: await importing, older: 0 })
    expect((await api.counts(undefined)).views.all).toBe(2000)
  })
})

test('Papers announced more than two weeks ago are filed under Read in one act, if the session brought them', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    await importSession(api, [fieldList('2023-12-01', items(1))])
    const { session, older } = await importSession(api, [
      fieldList('2023-12-18', items(4)),
      fieldList('2024-01-05', items(2, '2401')),
      fieldList('2024-01-06', items(2, '2401', 11)),
      fieldList('2024-01-19', items(2, '2401', 21))
    ])
    // The sixth of January is fourteen days ago: not more.
    expect(older).toBe(5)
    await api.decide({ window, papers: { ids: [id('2312.00002')] }, wish: { read: true } })
    const filed = await api.fileOlder({ window: 'w2', session })
    expect(filed.papers).toBe(4)
    expect((await decisionsIn(place.folder)).at(-1)).toMatchObject({
      id: filed.decision,
      origin: 'w2',
      how: 'bulk',
      changes: [{ read: true }]
    })
    expect(await viewIds(api, { kind: 'inbox' })).toEqual([
      ...['2401.00021', '2401.00022', '2401.00011', '2401.00012'],
      '2312.00001'
    ])
    expect(await api.fileOlder({ window, session })).toEqual({ decision: null, papers: 0 })
    await api.undo({ window: 'w2' })
    expect(await viewIds(api, { kind: 'read' })).toEqual(['2312.00002'])
  })
})

test('Papers known before, read meanwhile or removed again are not counted as older', async () => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(2))])
    const session = await begin(api)
    await api.importFile({ session, name: 'a.md', bytes: fieldList('2023-12-01', items(3)) })
    await api.decide({ window, papers: { ids: [id('2312.00003')] }, wish: { read: true } })
    expect((await api.finishImport({ session })).older).toBe(0)
    const other = await begin(api)
    await api.importFile({ session: other, name: 'b.md', bytes: fieldList('2023-11-01', items(3, '2311')) })
    await api.undo({ window })
    expect((await api.finishImport({ session: other })).older).toBe(0)
    expect(await api.fileOlder({ window, session: other })).toEqual({ decision: null, papers: 0 })
  })
})

test('Ended sessions are kept until a handful newer ones have ended', async () => {
  await serving(await newPlace(), async (api) => {
    const open = await begin(api)
    const sessions: string[] = []
    for (let round = 0; round < 7; round++) {
      const session = await begin(api)
      await api.finishImport({ session })
      sessions.push(session)
    }
    const codes = await Promise.all(sessions.map((session) => codeOf(api.fileOlder({ window, session }))))
    expect(codes).toEqual(['unknownSession', 'unknownSession', ...Array<string>(5).fill('done')])
    expect(await codeOf(api.fileOlder({ window, session: open }))).toBe('unknownSession')
    // It began first and ended last.
    expect(await codeOf(api.finishImport({ session: open }))).toBe('done')
    expect(await codeOf(api.fileOlder({ window, session: open }))).toBe('done')
    expect(await codeOf(api.finishImport({ session: 'absent' }))).toBe('unknownSession')
    expect(await codeOf(api.cancelImport({ session: 'absent' }))).toBe('unknownSession')
  })
})

test('Closing stops sessions that nobody finished, and keeps what they brought', async () => {
  const place = await newPlace()
  const codes: Promise<string>[] = []
  await serving(place, async (api) => {
    const session = await begin(api)
    await api.importFile({ session, name: 'a.md', bytes: fieldList('2024-01-19', items(2)) })
    const large = fieldList('2024-01-18', items(20_000, '2401'))
    codes.push(codeOf(api.importFile({ session, name: 'b.md', bytes: large })))
    await new Promise((resolve) => setTimeout(resolve, 20))
  })
  expect(await Promise.all(codes)).toEqual(['cancelled'])
  await serving(place, async (api) => {
    expect((await api.counts(undefined)).views.all).toBe(2)
  })
})

test('Whether an import is under way is known, and it ends with its window', async () => {
  await serving(await newPlace(), async (api, service) => {
    expect(service.importing()).toBe(false)
    const session = await begin(api)
    expect(service.importing()).toBe(true)
    await service.cancelImports()
    expect(service.importing()).toBe(false)
    const file = api.importFile({ session, name: 'x.md', bytes: fieldList('2024-01-19', items(1)) })
    expect(await codeOf(file)).toBe('unknownSession')
  })
})
