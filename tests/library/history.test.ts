import { appendFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Api, HistoryAct, HistoryDay, HistoryLine } from '#core/contract'
import type { Decision } from '#core/domain/decision'
import type { LibraryLocation } from '#main/library/open-library'
import { encodeDecision } from '#main/storage/journal'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { decisionsIn, fileOf } from './support/files'
import { anotherDevice, id, listed, newPlace, withoutCache, writing } from './support/places'
import { importSession, serving, window } from './support/service'

const zone = 'Europe/Berlin'
const [a, b, c] = [id('2312.00001'), id('2312.00002'), id('2312.00003')] as const
const threePapers = fieldList('2023-12-18', items(3))

/** All days, however many requests it takes to read the journals. */
async function daysOf(api: Api, most = 100, before: string | null = null): Promise<readonly HistoryDay[]> {
  for (;;) {
    const { days, reading } = await api.history({ zone, before, most })
    if (reading === null) return days
  }
}

async function linesOf(api: Api, day?: string, run?: string): Promise<readonly HistoryLine[]> {
  const [newest] = await daysOf(api)
  const asked = { zone, day: day ?? newest?.day ?? '2000-01-01', from: 0, most: 100 }
  return (await api.historyDay({ ...asked, ...(run === undefined ? {} : { run }) })).lines
}

async function actsOf(api: Api): Promise<HistoryAct[]> {
  const acts: HistoryAct[] = []
  for (const { day } of await daysOf(api)) {
    for (const line of await linesOf(api, day)) {
      if (line.kind === 'act') acts.push(line)
      else {
        const inner = await linesOf(api, day, line.run)
        acts.push(...inner.filter((each) => each.kind === 'act'))
      }
    }
  }
  return acts
}

function decide(
  api: Api,
  wish: Parameters<Api['decide']>[0]['wish'],
  ...ids: (typeof a)[]
): Promise<unknown> {
  return api.decide({ window, papers: { ids }, wish })
}

const oldStamp = Date.UTC(2025, 0, 1, 12)
/** As another device wrote them, long ago: a star for `a`, then many reads of `b` and `c` in turn. */
function longAgo(device: string, many: number): Decision[] {
  return Array.from({ length: many }, (_, index): Decision => {
    const changes =
      index === 0
        ? [{ papers: { [a]: 1 }, starred: true }]
        : [{ papers: { [index % 2 ? b : c]: 1 }, read: true }]
    return {
      id: `${device}-${index}`,
      stamp: oldStamp + index * 3_600_000,
      device,
      origin: 'window-9',
      how: 'single',
      changes
    }
  })
}

/** Puts Decisions into a journal of this device or another one, as if they had been made there. */
async function journal(
  place: LibraryLocation,
  device: string,
  file: number,
  lines: readonly Decision[]
): Promise<string> {
  const folder = join(place.folder, 'devices', device)
  await mkdir(folder, { recursive: true })
  const path = join(folder, `journal-${String(file).padStart(6, '0')}.jsonl`)
  await appendFile(path, Buffer.concat(lines.map((line) => encodeDecision(line))))
  return path
}

const other = 'feedfacefeedface'

test('it tells what was done, and where, the latest first', async () => {
  const place = await newPlace()
  await writing(await anotherDevice(place), (library) => library.importFile('day.md', threePapers))
  await serving(place, async (api) => {
    await decide(api, { starred: true, read: true }, a)
    await decide(api, { addTags: ['maps'] }, a, b)
    await api.decide({ window, papers: { ids: [b] }, wish: { note: 'One' }, visit: 'v-1' })
    await api.decide({ window, papers: { ids: [b] }, wish: { note: 'One and two.' }, visit: 'v-1' })
    await importSession(api, [
      fieldList('2023-12-19', [{ id: a }, { id: '2312.00007' }]),
      fieldList('2023-12-20', [{ id: '2312.00007' }, { id: '2312.00008' }])
    ])
  })
  await writing(place, (library) => library.mark({ read: true }, [c], { origin: 'command line' }))
  await serving(place, async (api) => {
    const days = await daysOf(api)
    expect(days).toMatchObject([
      { counts: { read: 2, starred: 1, tagged: 2, notes: 1, imported: 3 }, takenBack: 0 }
    ])
    const told = (await linesOf(api)).map(
      (line) => line.kind === 'act' && [line.counts, line.where, line.paper?.id, line.newPapers]
    )
    expect(told).toEqual([
      [{ read: 1 }, 'commandLine', c, null],
      [{ imported: 2 }, 'here', undefined, 2],
      [{ notes: 1 }, 'here', b, null],
      [{ tagged: 2 }, 'here', undefined, null],
      [{ read: 1, starred: 1 }, 'here', a, null],
      [{ imported: 1 }, 'elsewhere', undefined, 3]
    ])
    const [, , , tagged, , imported] = await actsOf(api)
    expect(tagged?.tags).toEqual({ added: ['maps'], removed: [] })
    expect(imported?.digest).toEqual({ category: 'cs.CV', day: '2023-12-18' })
  })
})

test('in a new library there is nothing', () =>
  newPlace().then((place) =>
    serving(place, async (api) => {
      expect(await api.history({ zone, before: null, most: 10 })).toEqual({
        days: [],
        more: false,
        reading: null
      })
      expect(await api.historyDay({ zone, day: '2026-11-23', from: 0, most: 10 })).toEqual({
        lines: [],
        total: 0
      })
    })
  ))

test('what another device did long ago is taken back, and brought back', async () => {
  const place = await newPlace()
  await writing(place, (library) => library.importFile('day.md', threePapers))
  await journal(place, other, 1, longAgo(other, 30))
  await serving(place, async (api, { library }) => {
    const named = async (): Promise<HistoryAct | undefined> =>
      (await actsOf(api)).find(({ decision }) => decision === `${other}-0`)
    expect(await named()).toMatchObject({
      where: 'elsewhere',
      undone: null,
      paper: { id: a, title: `Title of ${a}` }
    })
    for (let round = 0; round < 2; round++) {
      expect(await api.undo({ window, decision: `${other}-0` })).toEqual({
        papers: 1,
        digests: 0,
        first: a,
        what: ['unstarred']
      })
      expect(library.marks.isStarred(a)).toBe(false)
      const undone = (await named())?.undone
      expect(undone?.where).toBe('here')
      expect(await codeOf(api.undo({ window, decision: `${other}-0` }))).toBe('nothingToUndo')
      expect(await api.undo({ window, decision: undone?.decision ?? '' })).toMatchObject({
        what: ['starred']
      })
      expect(library.marks.isStarred(a)).toBe(true)
      expect((await named())?.undone).toBe(null)
      expect(await codeOf(api.undo({ window, decision: undone?.decision ?? '' }))).toBe('nothingToUndo')
    }
    expect(await codeOf(api.undo({ window, decision: 'unknown' }))).toBe('nothingToUndo')
  })
})

test('of this device what undo has forgotten is taken back, and z still takes the last', async () => {
  const place = await newPlace()
  const device = await writing(place, async (library) => {
    await library.importFile('day.md', threePapers)
    await library.mark({ addTags: ['first'] }, [a])
    return library.device
  })
  // 2,100 acts later undo's own memory does not reach it any more.
  const [, tagged] = await decisionsIn(place.folder)
  const later = longAgo(device, 2200)
    .slice(1)
    .map((each, index): Decision => ({ ...each, stamp: (tagged?.stamp ?? 0) + 1 + index }))
  await journal(place, device, 2, later)
  await serving(await withoutCache(place), async (api, { library }) => {
    expect(library.marks.recent(device).some(({ id: known }) => known === tagged?.id)).toBe(false)
    await api.undo({ window, decision: tagged?.id ?? '' })
    expect(library.marks.mark(a).tags).toEqual([])
    const acts = (await actsOf(api)).filter(({ undone }) => undone !== null)
    expect(acts.map(({ decision }) => decision)).toEqual([tagged?.id])
    await api.undo({ window, decision: acts[0]?.undone?.decision ?? '' })
    expect(library.marks.mark(a).tags).toEqual(['first'])
  })
})

test('5,000 papers marked read are unread again after a restart, by key and from the history', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('many.md', fieldList('2023-12-18', items(5000)))
    await library.mark({ read: true }, [a, b])
    const ids = [...library.catalog.order()].map((row) => library.catalog.id(row))
    await library.mark({ read: true }, ids, { origin: 'window-1', how: 'bulk' })
  })
  const read = (kind: 'read' | 'all', api: Api): Promise<number> =>
    api.openView({ view: { kind }, query: '' }).then(({ order }) => order.length)
  await serving(place, async (api) => {
    expect(await api.undo({ window: 'window-2' })).toMatchObject({ papers: 4998, what: ['unread'] })
    expect(await read('read', api)).toBe(2)
    await api.redo({ window: 'window-2' })
  })
  await serving(place, async (api) => {
    const [bulk] = await actsOf(api)
    expect(bulk).toMatchObject({ counts: { read: 4998 }, paper: null, undone: null })
    expect(await api.undo({ window, decision: bulk?.decision ?? '' })).toMatchObject({ papers: 4998 })
    expect(await read('read', api)).toBe(2)
    expect(await read('all', api)).toBe(5000)
  })
})

test('a whole import is taken back: its digests leave, and marks of its papers return with them', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    const days = Array.from({ length: 6 }, (_, day) =>
      fieldList(`2023-12-${day + 10}`, items(2, '2312', 10 * day + 1))
    )
    await importSession(api, days)
    await decide(api, { starred: true }, a)
  })
  // From another device, whose own memory holds none of it.
  await serving(await anotherDevice(place), async (api, { library }) => {
    const before = await listed(library)
    const imported = (await actsOf(api)).at(-1)
    expect(imported).toMatchObject({ counts: { imported: 6 }, newPapers: 12, digest: null })
    expect(await api.undo({ window, decision: imported?.decision ?? '' })).toMatchObject({ digests: 6 })
    expect(await listed(library)).toEqual([])
    const [star, gone] = await actsOf(api)
    expect(star).toMatchObject({ paper: { id: a, title: '' }, undone: null })
    expect(gone).toMatchObject({ counts: { imported: 6 }, newPapers: null })
    await api.undo({ window, decision: gone?.undone?.decision ?? '' })
    expect(await listed(library)).toEqual(before)
  })
})

test('a visit to a note’s editor is one, and is taken back to what was there before it', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', threePapers)
    await library.mark({ note: 'Before.' }, [a])
    for (const note of ['N', 'No', 'Now.']) await library.mark({ note }, [a], { visit: 'v-1' })
    for (const note of ['F', 'First.']) await library.mark({ note }, [b], { visit: 'v-2' })
  })
  await serving(await anotherDevice(place), async (api, { library }) => {
    const [first, note] = await actsOf(api)
    await api.undo({ window, decision: first?.decision ?? '' })
    expect(library.marks.mark(b).note).toBe(null)
    expect(library.marks.decidedVersion(b)).toBe(0)
    await api.undo({ window, decision: note?.decision ?? '' })
    expect(library.marks.mark(a).note).toBe('Before.')
    await api.undo({ window, decision: (await actsOf(api))[1]?.undone?.decision ?? '' })
    expect(library.marks.mark(a).note).toBe('Now.')
  })
})

test('it says when nothing was left to take back', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', threePapers)
    await library.mark({ starred: true }, [a])
    await library.mark({ starred: false }, [a])
    await library.mark({ starred: true }, [a])
  })
  await serving(place, async (api, { library }) => {
    const first = (await actsOf(api)).at(-2)
    expect(await api.undo({ window, decision: first?.decision ?? '' })).toEqual({
      papers: 0,
      digests: 0,
      first: null,
      what: []
    })
    expect(library.marks.isStarred(a)).toBe(true)
  })
})

test('undo by key passes over what another device took back', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', threePapers)
    await library.mark({ starred: true }, [a])
    await library.mark({ starred: true }, [b])
  })
  await serving(await anotherDevice(place), async (api) => {
    const [star] = await actsOf(api)
    await api.undo({ window, decision: star?.decision ?? '' })
  })
  await writing(place, async (library) => {
    await library.undo()
    expect([a, b].map((paper) => library.marks.isStarred(paper))).toEqual([false, false])
    // What was taken back elsewhere is not what this device undid last.
    await library.redo()
    expect([a, b].map((paper) => library.marks.isStarred(paper))).toEqual([true, false])
  })
})

test('what two devices took back is there again once it is brought back', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', threePapers)
    await library.mark({ starred: true }, [a])
  })
  const [, star] = await decisionsIn(place.folder)
  // Neither knew of the other.
  const undo = {
    how: 'single',
    origin: 'w',
    undoes: star?.id ?? '',
    changes: [{ papers: { [a]: 1 }, starred: false }]
  } as const
  for (const device of [other, 'deadbeefdeadbeef'])
    await journal(place, device, 1, [{ id: device, stamp: (star?.stamp ?? 0) + 1, device, ...undo }])
  await serving(place, async (api, { library }) => {
    const act = (await actsOf(api))[0]
    expect(act?.undone).not.toBe(null)
    expect(library.marks.isStarred(a)).toBe(false)
    expect(await api.undo({ window, decision: act?.undone?.decision ?? '' })).toMatchObject({
      papers: 1,
      what: expect.arrayContaining(['starred']) as unknown
    })
    expect(library.marks.isStarred(a)).toBe(true)
    expect((await actsOf(api))[0]?.undone).toBe(null)
  })
})

test('lines that a restore brought back count once, wherever they stand', async () => {
  const place = await newPlace()
  const device = await writing(place, async (library) => {
    await library.importFile('day.md', threePapers)
    return library.device
  })
  const lines = longAgo(other, 3)
  await journal(place, other, 1, lines)
  await journal(place, device, 1, lines)
  await serving(place, async (api) => {
    expect((await actsOf(api)).map(({ decision }) => decision).slice(1)).toEqual([
      `${other}-2`,
      `${other}-1`,
      `${other}-0`
    ])
    // And where only the copy is left.
    await rm(join(place.folder, 'devices', other), { recursive: true })
    expect(await actsOf(api)).toHaveLength(4)
    expect(await api.undo({ window, decision: `${other}-0` })).toMatchObject({ what: ['unstarred'] })
  })
})

test('a restore can be taken back as any other act', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', threePapers)
    await library.mark({ starred: true }, [a])
  })
  const restore = {
    how: 'restore',
    origin: 'w',
    changes: [
      { papers: { [a]: 1 }, starred: false },
      { papers: { [b]: 1 }, read: true }
    ]
  } as const
  await journal(place, other, 1, [{ id: 'r', stamp: Date.now() + 1000, device: other, ...restore }])
  await serving(place, async (api, { library }) => {
    expect((await actsOf(api))[0]).toMatchObject({ counts: { restored: 1 }, paper: null })
    await api.undo({ window, decision: 'r' })
    expect(library.marks.mark(a)).toMatchObject({ starred: true })
    expect(library.marks.mark(b)).toMatchObject({ read: false })
  })
})

test('it follows what is added, also by others and to other files', async () => {
  const place = await newPlace()
  await writing(place, (library) => library.importFile('day.md', threePapers))
  const lines = longAgo(other, 4)
  const path = await journal(place, other, 1, lines.slice(0, 2))
  await serving(place, async (api) => {
    const ids = async (): Promise<string[]> => (await actsOf(api)).map(({ decision }) => decision)
    expect(await ids()).toHaveLength(3)
    // Half of a line: it is being written.
    const [first, , next] = lines.map((line) => encodeDecision(line))
    await appendFile(path, next?.subarray(0, 20) ?? '')
    expect(await ids()).toHaveLength(3)
    await appendFile(path, next?.subarray(20) ?? '')
    expect(await ids()).toHaveLength(4)
    await journal(place, other, 2, lines.slice(3))
    expect(await ids()).toHaveLength(5)
    // A synchroniser goes back to an earlier file.
    await truncate(path, first?.length)
    expect(await ids()).toHaveLength(3)
  })
})

test('damaged lines are left out, and undos of what is lost stand for themselves', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', threePapers)
    await library.mark({ starred: true }, [a])
    await library.undo()
  })
  const path = await fileOf(place.folder, /journal-000001/)
  const lines = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, [lines[0], lines[1]?.replace('starred', 'sturred'), lines[2], ''].join('\n'))
  await serving(await withoutCache(place), async (api) => {
    const acts = await actsOf(api)
    expect(acts.map(({ counts, tookBack }) => [counts, tookBack])).toEqual([
      [{ unstarred: 1 }, true],
      [{ imported: 1 }, false]
    ])
  })
})

test('journals that cannot be read are a failure with a sentence of its own', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    await rm(place.folder, { recursive: true })
    expect(await codeOf(api.history({ zone, before: null, most: 1 }))).toBe('folderGone')
  })
})

test('days come page by page, in the time zone of whoever asks', async () => {
  const place = await newPlace()
  await writing(place, (library) => library.importFile('day.md', threePapers))
  // One an hour from noon of 1 January on: 36 hours are parts of three days.
  await journal(place, other, 1, longAgo(other, 36))
  await serving(place, async (api) => {
    const days = (await daysOf(api)).slice(1)
    expect(days.map(({ day, counts }) => [day, counts])).toEqual([
      ['2025-01-03', { read: 1 }],
      ['2025-01-02', { read: 24 }],
      ['2025-01-01', { read: 10, starred: 1 }]
    ])
    const { days: there } = await api.history({ zone: 'Pacific/Auckland', before: '2026-01-01', most: 1 })
    expect(there).toEqual([{ day: '2025-01-03', counts: { read: 13 }, takenBack: 0 }])
    expect(await api.history({ zone, before: '2025-01-02', most: 1 })).toMatchObject({
      days: [{ day: '2025-01-01' }],
      more: false
    })
    expect(await api.history({ zone, before: null, most: 1 })).toMatchObject({ days: [{}], more: true })
    const asked = { zone, day: '2025-01-02', run: `${other}-99`, from: 0, most: 5 }
    expect(await api.historyDay(asked)).toEqual({ lines: [], total: 0 })
    const { lines, total } = await api.historyDay({ zone, day: '2025-01-02', from: 3, most: 5 })
    expect([lines.length, total]).toEqual([5, 24])
  })
})
