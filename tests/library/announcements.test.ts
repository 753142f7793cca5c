import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { LibraryLocation } from '#main/library/open-library'
import { decodeLine, encodeLine, type LineRecord } from '#main/storage/line-codec'
import { fieldList, items, numberedList } from './support/digest-text'
import { codeOf } from './support/failures'
import { fileOf } from './support/files'
import { id, newPlace, withoutCache } from './support/places'
import { importSession, serving, window } from './support/service'

const [a, b] = [id('2312.00001'), id('2312.00002')] as const

type Record = LineRecord & { readonly data?: unknown }

/**
 * Writes other lines in the place of those of one kind, in a library's only segment. Each is brought to the length of
 * the line before, so that all others stay where they are.
 */
async function rewrite(
  { folder }: LibraryLocation,
  kind: string,
  change: (record: Record) => Record | string
): Promise<void> {
  const path = await fileOf(folder, /entries-\d+\.jsonl$/)
  const lines = (await readFile(path, 'utf8')).split('\n').map((line) => {
    const decoded = decodeLine(Buffer.from(line))
    if (!decoded.ok || decoded.record.kind !== kind) return line
    const changed = change(decoded.record)
    const written = typeof changed === 'string' ? changed : encodeLine(changed).toString().trimEnd()
    return written.padEnd(line.length).slice(0, line.length)
  })
  await writeFile(path, lines.join('\n'))
}

test('Every Entry of a paper is there as it came, the earliest first', async () => {
  await serving(await newPlace(), async (api) => {
    const older = fieldList('2023-12-18', [
      { id: b },
      { id: a, title: 'Now &amp; then' },
      { id: b, title: 'Again' }
    ])
    const newer = numberedList('Tue, 2 Jan 2024', [{ id: a, title: '9.2.5D  <b>Title</b>' }])
    await importSession(api, [newer, older])
    const { entries, more, damaged } = await api.announcements({ id: a })
    expect([more, damaged]).toEqual([0, 0])
    expect(entries).toMatchObject([
      {
        dialect: 'field-list',
        category: 'cs.CV',
        date: '2023-12-18',
        source: '1.md',
        version: 1,
        cut: false
      },
      { dialect: 'numbered-list', date: '2024-01-02', source: '0.md', version: null, lines: [2, 3] }
    ])
    const [first, second] = entries
    const lines = older.toString().split('\n')
    const [from, to] = first?.lines ?? [0, 0]
    expect(first?.text).toBe(lines.slice(from - 1, to).join('\n'))
    expect(first?.text).toMatch(/^### Now &amp; then\n/)
    expect(second?.text).toBe(newer.toString().split('\n').slice(1, 3).join('\n'))
    expect((await api.announcements({ id: b })).entries.map(({ lines: [line] }) => line)).toEqual([2, 30])
  })
})

test.each([
  ['UTF-16', (text: string) => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')])],
  ['windows-1252 with CRLF', (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1')]
])('A file in %s is shown as text', async (_, encode) => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [encode(fieldList('2023-12-18', [{ id: a, title: 'Über März' }]).toString())])
    expect((await api.announcements({ id: a })).entries[0]?.text).toMatch(/^### Über März\n- \*\*Arxiv ID/)
  })
})

test('What is long, and what comes often, is cut, and that is said', async () => {
  await serving(await newPlace(), async (api) => {
    const files = items(23).map((_, day) =>
      fieldList(`2023-12-${String(day + 1).padStart(2, '0')}`, [
        { id: a, summary: 'x'.repeat(day === 0 ? 200_000 : 5) }
      ])
    )
    for (const file of files) await importSession(api, [file])
    const { entries, more } = await api.announcements({ id: a })
    expect([entries.length, more]).toEqual([20, 3])
    expect(entries[0]).toMatchObject({ cut: true, date: '2023-12-01' })
    expect(entries[0]?.text).toHaveLength(65_536)
    expect(entries[1]?.cut).toBe(false)
  })
})

test.each<[string, (record: Record) => Record | string]>([
  ['is damaged', (record) => JSON.stringify(record)],
  ['is another file’s', (record) => ({ ...record, bytes: 'a'.repeat(64) })],
  ['does not inflate', (record) => ({ ...record, data: String(record.data).replace(/^.{8}/, 'AAAAAAAA') })],
  ['is packed in a way of later releases', (record) => ({ ...record, encoding: 'zstd-frames' })]
])('A file whose record %s is said to be unreadable', async (_, change) => {
  const place = await newPlace()
  await serving(place, (api) => importSession(api, [fieldList('2023-12-18', items(1))]))
  await rewrite(place, 'source', change)
  await serving(await withoutCache(place), async (api) => {
    const { entries, damaged } = await api.announcements({ id: a })
    expect(entries).toMatchObject([{ text: null, cut: false, lines: [2, 12] }])
    expect(damaged).toBe(0)
    expect((await api.paper({ id: a })).paper.title).toBe(`Title of ${a}`)
  })
})

test('An Entry whose record is damaged while the library is open is counted', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(1)), fieldList('2023-12-19', items(1))])
    let seen = 0
    await rewrite(place, 'entry', (record) => (seen++ === 0 ? 'x' : record))
    const { entries, damaged } = await api.announcements({ id: a })
    expect([entries.length, damaged]).toEqual([1, 1])
  })
})

test('What changed since the decision is compared, whatever came first', async () => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [fieldList('2023-12-18', [{ id: a, summary: 'We show one thing.' }])])
    await api.decide({ window, papers: { ids: [a] }, wish: { read: true } })
    await importSession(api, [
      fieldList('2024-01-03', [{ id: a, version: 3, summary: 'We prove one thing.', comment: '9 pages' }]),
      fieldList('2024-01-02', [{ id: a, version: 2, title: 'Other' }])
    ])
    expect((await api.paper({ id: a })).decidedVersion).toBe(1)
    expect(await api.versionChanges({ id: a })).toEqual({
      from: 1,
      to: 3,
      fields: [
        { field: 'title', before: `Title of ${a}`, now: `Title of ${a}`, cut: false },
        {
          field: 'authors',
          before: 'Ada Lovelace, Emmy Noether',
          now: 'Ada Lovelace, Emmy Noether',
          cut: false
        },
        { field: 'comment', before: null, now: '9 pages', cut: false },
        { field: 'abstract', before: 'We show one thing.', now: 'We prove one thing.', cut: false }
      ]
    })
  })
})

test('A paper that is not in the library is told by its id', async () => {
  await serving(await newPlace(), async (api) => {
    expect(await codeOf(api.announcements({ id: a }))).toBe('unknownPaper')
    expect(await codeOf(api.versionChanges({ id: a }))).toBe('unknownPaper')
  })
})
