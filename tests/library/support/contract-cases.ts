import { readFile } from 'node:fs/promises'
import type {
  Announcements,
  Completion,
  Counts,
  DigestList,
  Facets,
  LibraryEvent,
  OpenedLibrary,
  OpenedView,
  PaperDetail,
  Reply,
  Row
} from '#core/contract'
import { fieldList, items, numberedList } from './digest-text'

/** A window's way to the library: over memory, or over whatever a host has between the two. */
export interface Connection {
  request(name: string, argument?: unknown): Promise<Reply>
  /** Resolves once events are heard. @returns Ends the subscription. */
  subscribe(listener: (event: LibraryEvent) => void): Promise<() => void>
}

/** One case of the contract, upon a library that was just made. It throws where the library does something else. */
export interface ContractCase {
  readonly name: string
  readonly run: (connection: Connection) => Promise<void>
}

/** Compares as vitest's `toMatchObject` and `toEqual` do; given in, so that the cases need no test runner. */
export type Expect = (actual: unknown) => {
  toEqual: (expected: unknown) => void
  toMatchObject: (expected: object) => void
}

const window = 'w1'
const first = '2312.00001'

/** The same cases for every connection. */
export function contractCases(expect: Expect): ContractCase[] {
  const value = async <T>(connection: Connection, name: string, argument?: unknown): Promise<T> => {
    const reply = await connection.request(name, argument)
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${reply.error.message}`)
    return reply.value as T
  }
  const code = async (connection: Connection, name: string, argument?: unknown): Promise<string> => {
    const reply = await connection.request(name, argument)
    if (!reply.ok && reply.error.message === '') throw new Error(`${name}: a failure without words`)
    return reply.ok ? 'ok' : reply.error.code
  }
  const importAll = async (connection: Connection, files: readonly Uint8Array[]): Promise<string> => {
    const { session } = await value<{ session: string }>(connection, 'beginImport', {
      window
    })
    for (const [index, bytes] of files.entries())
      await value(connection, 'importFile', { session, name: `${index}.md`, bytes: Uint8Array.from(bytes) })
    await value(connection, 'finishImport', { session })
    return session
  }
  const open = (connection: Connection, kind = 'all', query = ''): Promise<OpenedView> =>
    value(connection, 'openView', { view: { kind }, query })
  const refused = (cases: readonly (readonly [string, unknown])[]): ContractCase['run'] => {
    return async (connection) => {
      await importAll(connection, [fieldList('2023-12-18', items(3))])
      const before = await value<Counts>(connection, 'counts')
      const codes: unknown[] = []
      for (const [name, argument] of cases)
        codes.push([name, argument, await code(connection, name, argument)])
      expect(codes).toEqual(cases.map(([name, argument]) => [name, argument, 'badRequest']))
      expect(await value(connection, 'counts')).toEqual(before)
    }
  }

  const healthy = { reading: null, damaged: 0, awaited: 0, conflictCopies: 0 }
  return [
    {
      name: 'a new library is empty',
      run: async (connection) => {
        const opened = await value<OpenedLibrary>(connection, 'openLibrary')
        expect(opened).toMatchObject({ settings: {}, health: healthy })
        const { order, breaks, rows, search } = await open(connection, 'inbox')
        expect({ order, breaks, rows, search }).toEqual({
          order: new Uint32Array(0),
          breaks: new Uint32Array(0),
          rows: [],
          search: null
        })
        const { digests, counts } = await value<DigestList>(connection, 'digests')
        expect(digests).toEqual([])
        expect(counts).toMatchObject({ tags: [], categories: [] })
        expect(counts.views).toEqual({
          inbox: 0,
          updated: 0,
          starred: 0,
          notes: 0,
          read: 0,
          unseen: 0,
          all: 0
        })
        expect(counts.unread).toEqual(new Uint32Array(0))
      }
    },
    {
      name: 'a file becomes rows, a paper and a digest',
      run: async (connection) => {
        await importAll(connection, [
          fieldList('2023-12-18', [{ id: first, title: 'On $\\ell_1$', authors: 'Paul Erdős' }]),
          numberedList('Mon, 3 Jan 2022', [{ id: '2112.15589' }])
        ])
        const { generation, order, breaks, rows } = await open(connection)
        expect([order, breaks]).toEqual([Uint32Array.of(0, 1), Uint32Array.of(0, 1)])
        expect(rows).toMatchObject([
          { id: first, title: 'On $\\ell_1$', authors: ['Paul Erdős'], authorCount: 1, version: 1 },
          { id: '2112.15589', authors: null, authorCount: 0, version: null, category: null }
        ])
        expect(await value(connection, 'rows', { generation, rows: Uint32Array.of(1) })).toEqual([rows[1]])
        expect(await value(connection, 'papers', { generation, rows: order })).toMatchObject([
          { id: first, authors: ['Paul Erdős'], categories: ['cs.CV', 'cs.LG'] },
          { id: '2112.15589', authors: null }
        ])
        const detail = await value<PaperDetail>(connection, 'paper', { id: first })
        expect(detail).toMatchObject({ row: 0, note: null, paper: { doi: null, authors: ['Paul Erdős'] } })
        const [digest] = (await value<DigestList>(connection, 'digests')).digests
        const announced = await value<Announcements>(connection, 'announcements', { id: first })
        expect(announced).toMatchObject({ entries: [{ digest: digest?.key, lines: [2, 12] }], more: 0 })
        expect(announced.entries[0]?.text?.startsWith('### On $\\ell_1$\n')).toEqual(true)
        expect(await value(connection, 'versionChanges', { id: first })).toMatchObject({ from: null, to: 1 })
        expect(await value(connection, 'digest', { key: digest?.key })).toMatchObject({
          source: '0.md',
          problems: []
        })
      }
    },
    {
      name: 'acts are counted, told and taken back',
      run: async (connection) => {
        await importAll(connection, [fieldList('2023-12-18', items(3))])
        const { generation, order } = await open(connection, 'inbox')
        const wish = { read: true, addTags: ['x/y'], note: 'Müller: $\\alpha$ 🙂' }
        const decided = await value<object>(connection, 'decide', {
          window,
          papers: { generation, rows: order },
          wish
        })
        expect(decided).toMatchObject({ papers: 3 })
        const counts = await value<Counts>(connection, 'counts')
        expect(counts.views).toMatchObject({ inbox: 0, read: 3, notes: 3 })
        expect(counts.unread).toEqual(Uint32Array.of(0))
        expect(counts.tags).toEqual([
          { name: 'x', papers: 3 },
          { name: 'x/y', papers: 3 }
        ])
        expect(await value(connection, 'paper', { id: first })).toMatchObject({ note: wish.note })
        expect(await value(connection, 'undo', { window })).toEqual({
          papers: 3,
          digests: 0,
          first,
          what: ['unread', 'tags', 'note']
        })
        expect((await value<Counts>(connection, 'counts')).views).toMatchObject({ inbox: 3, notes: 0 })
        expect(await value(connection, 'redo', { window })).toMatchObject({ papers: 3 })
        expect(await code(connection, 'redo', { window })).toEqual('nothingToRedo')
        expect(await code(connection, 'undo', { window, decision: 'absent' })).toEqual('nothingToUndo')
      }
    },
    {
      name: 'a search says what became of its query',
      run: async (connection) => {
        await importAll(connection, [
          fieldList('2023-12-18', [...items(3), { id: '2312.00009', summary: 'Gödel.' }])
        ])
        const { order, search } = await open(connection, 'all', 'godel')
        expect(order).toEqual(Uint32Array.of(3))
        expect(search).toMatchObject({ issues: [], ranked: true, covered: null })
        const { papers } = await value<Facets>(connection, 'facets', {
          view: { kind: 'all' },
          query: 'godel'
        })
        expect(papers).toEqual(1)
        const { options } = await value<Completion>(connection, 'complete', { query: 'ti', at: 2 })
        expect(options.map(({ text }) => text)).toEqual(['title:'])
      }
    },
    {
      name: 'events tell of acts and imports',
      run: async (connection) => {
        const events: LibraryEvent[] = []
        const leave = await connection.subscribe((event) => events.push(event))
        const told = async (test: (event: LibraryEvent) => boolean): Promise<void> => {
          for (let round = 0; !events.some(test); round++) {
            if (round > 200) throw new Error(`not told: ${JSON.stringify(events)}`)
            await new Promise((resolve) => setTimeout(resolve, 20))
          }
        }
        const rowsOf = (event: LibraryEvent): readonly Row[] =>
          event.name === 'papersChanged' ? event.payload.rows : []
        await importAll(connection, [fieldList('2023-12-18', items(2))])
        await told((event) => event.name === 'papersChanged' && event.payload.listsChanged)
        await told((event) => event.name === 'digestsChanged')
        await value(connection, 'decide', { window, papers: { ids: [first] }, wish: { starred: true } })
        await told((event) => rowsOf(event).some((row) => row.id === first && row.starred))
        await value(connection, 'saveDeviceSettings', { appearance: 'dark' })
        await told((event) => event.name === 'deviceSettingsChanged' && event.payload.appearance === 'dark')
        leave()
        const heard = events.length
        await value(connection, 'undo', { window })
        await new Promise((resolve) => setTimeout(resolve, 200))
        expect(events).toMatchObject({ length: heard })
      }
    },
    {
      name: 'what is not there is told by its code',
      run: async (connection) => {
        await importAll(connection, [fieldList('2023-12-18', items(3))])
        const { generation } = await open(connection)
        const stale = generation === 0 ? 1 : generation - 1
        const rows = Uint32Array.of(0)
        const wish = { read: true }
        const session = 'absent'
        const key = 'a'.repeat(64)
        const cases: readonly (readonly [string, unknown, string])[] = [
          ['rows', { generation: stale, rows }, 'staleView'],
          ['rows', { generation, rows: Uint32Array.of(3) }, 'staleView'],
          ['papers', { generation: stale, rows }, 'staleView'],
          ['tagsOf', { generation, rows: Uint32Array.of(3) }, 'staleView'],
          ['decide', { window, papers: { generation: stale, rows }, wish }, 'staleView'],
          ['decide', { window, papers: { ids: ['2312.99999'] }, wish }, 'unknownPaper'],
          ['decide', { window, papers: { ids: [first] }, wish: { addTags: ['//'] } }, 'invalidTag'],
          ['paper', { id: '2312.99999' }, 'unknownPaper'],
          ['announcements', { id: '2312.99999' }, 'unknownPaper'],
          ['versionChanges', { id: '2312.99999' }, 'unknownPaper'],
          ['digest', { key }, 'unknownDigest'],
          ['removeDigest', { window, key }, 'unknownDigest'],
          ['related', { id: '2312.99999' }, 'unknownPaper'],
          ['importFile', { session, name: 'a.md', bytes: new Uint8Array(1) }, 'unknownSession'],
          ['finishImport', { session }, 'unknownSession'],
          ['cancelImport', { session }, 'unknownSession'],
          ['fileOlder', { window, session }, 'unknownSession'],
          ['redo', { window }, 'nothingToRedo']
        ]
        const codes: unknown[] = []
        for (const [name, argument] of cases)
          codes.push([name, argument, await code(connection, name, argument)])
        expect(codes).toEqual(cases)
        expect((await value<Counts>(connection, 'counts')).views).toMatchObject({ read: 0 })
      }
    },
    {
      name: 'what is no digest has a report, and no paper',
      run: async (connection) => {
        const { session } = await value<{ session: string }>(connection, 'beginImport', { window })
        for (const bytes of [new Uint8Array(0), Uint8Array.of(0, 255, 0, 1), Buffer.from('Dear all,')])
          await value(connection, 'importFile', { session, name: 'x', bytes: Uint8Array.from(bytes) })
        const result = await value<object>(connection, 'finishImport', { session })
        expect(result).toMatchObject({
          files: ['fileEmpty', 'fileBinary', 'fileUnknown'].map((reason) => ({
            key: null,
            problems: [{ reason }]
          })),
          older: 0
        })
      }
    },
    {
      name: 'the sample digests become their papers',
      run: async (connection) => {
        const seeds = ['000_58325770c040cb31', '001_ce175d6736be5667'].map(
          (name) => new URL(`../../../seeds/${name}.txt`, import.meta.url)
        )
        const session = await importAll(connection, await Promise.all(seeds.map((path) => readFile(path))))
        const { views } = await value<Counts>(connection, 'counts')
        const filed = await value<{ papers: number }>(connection, 'fileOlder', { window, session })
        expect(filed.papers > 0 && filed.papers === views.all).toEqual(true)
        expect((await value<Counts>(connection, 'counts')).views.inbox).toEqual(0)
      }
    },
    {
      name: 'requests that do not exist are refused',
      run: refused([
        ['', undefined],
        ['absent', undefined],
        ['__proto__', undefined],
        ['constructor', {}],
        ['toString', {}],
        ['OpenLibrary', undefined]
      ])
    },
    {
      name: 'arguments of another shape are refused',
      run: refused([
        ['openLibrary', {}],
        ['counts', 1],
        ['openView', undefined],
        ['openView', null],
        ['openView', {}],
        ['openView', { view: { kind: 'absent' }, query: '' }],
        ['openView', { view: { kind: '__proto__' }, query: '' }],
        ['openView', { view: { kind: 'all' }, query: 7 }],
        ['openView', { view: { kind: 'tag' }, query: '' }],
        ['openView', { view: { kind: 'digest', key: '../../etc/passwd' }, query: '' }],
        ['openView', { view: { kind: 'month', month: '2023-12-18' }, query: '' }],
        ['rows', { generation: 1, rows: [0] }],
        ['rows', { generation: -1, rows: new Uint32Array(1) }],
        ['rows', { generation: 0.5, rows: new Uint32Array(1) }],
        ['rows', { generation: '1', rows: new Uint32Array(1) }],
        ['rows', { generation: 1, rows: new Uint8Array(4) }],
        ['complete', { query: 'ti', at: -1 }],
        ['paper', { id: 'no id' }],
        ['paper', { id: '2312.00001v2' }],
        ['paper', { id: ['2312.00001'] }],
        ['digest', { key: 'a' }],
        ['decide', { window, papers: { ids: 'all' }, wish: {} }],
        ['decide', { window, papers: { ids: ['x'] }, wish: {} }],
        ['decide', { window, papers: {}, wish: {} }],
        ['decide', { window, papers: { ids: [first] } }],
        ['decide', { window, papers: { ids: [first] }, wish: { read: 'yes' } }],
        ['decide', { window, papers: { ids: [first] }, wish: { addTags: 'x' } }],
        ['decide', { window: '', papers: { ids: [first] }, wish: { read: true } }],
        ['decide', { window: 'a b', papers: { ids: [first] }, wish: { read: true } }],
        ['decide', { papers: { ids: [first] }, wish: { read: true } }],
        ['undo', {}],
        ['undo', { window, decision: 1 }],
        ['beginImport', { window: 'not a name' }],
        ['importFile', { session: 'x', name: 'a.md', bytes: 'text' }],
        ['importFile', { session: 'x', name: 'a.md', bytes: [1, 2] }],
        ['saveDeviceSettings', { appearance: 'sepia' }],
        ['saveDeviceSettings', { panes: { sidebar: 'wide', list: 1 } }],
        ['saveDeviceSettings', 'dark']
      ])
    },
    {
      name: 'arguments beyond all measure are refused',
      run: refused([
        ['openView', { view: { kind: 'all' }, query: 'x'.repeat(1001) }],
        ['openView', { view: { kind: 'tag', tag: 'x'.repeat(201) }, query: '' }],
        ['rows', { generation: 1, rows: new Uint32Array(1001) }],
        ['papers', { generation: 1, rows: new Uint32Array(1001) }],
        ['tagsOf', { generation: 1, rows: new Uint32Array(1_000_001) }],
        ['decide', { window, papers: { generation: 1, rows: new Uint32Array(1_000_001) }, wish: {} }],
        ['decide', { window, papers: { ids: [first] }, wish: { note: 'x'.repeat(200_001) } }],
        ['decide', { window, papers: { ids: [first] }, wish: { addTags: Array(101).fill('x') } }],
        ['decide', { window: 'x'.repeat(41), papers: { ids: [first] }, wish: { read: true } }],
        ['importFile', { session: 'x', name: 'x'.repeat(1001), bytes: new Uint8Array(1) }]
      ])
    }
  ]
}
