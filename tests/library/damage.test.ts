import { copyFile, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Digest } from '#core/domain/digest'
import { checkLibrary } from '#main/library/check-library'
import { DeviceSettingsFile } from '#main/library/device-settings'
import type { LibraryReader, RowSummary } from '#main/library/library-reader'
import { openLibrary, readLibrary, type LibraryLocation } from '#main/library/open-library'
import type { Damage } from '#main/storage/damage'
import { Chance } from '../fuzz/inputs'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { fileOf, filesBelow } from './support/files'
import { id, listed, listedAt, newPlace, writing, type Listed } from './support/places'

/**
 * Every kind of file, cut off at its bytes and with flipped bits, seen through the library as a whole. That no byte of a
 * journal, a digest, the columns or the snapshot is an exception is shown for each of them in tests/storage.
 */

const papers = items(4)
const settings = { sidebarHidden: true, appearance: 'dark' } as const

let place: LibraryLocation
let whole: Listed[]

beforeAll(async () => {
  place = await lastingPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', fieldList('2023-12-18', papers))
    for (const paper of papers) await library.mark({ starred: true }, [id(paper.id)])
    const file = await DeviceSettingsFile.open(library.deviceFolder)
    for (const sidebarHidden of [false, true]) {
      file.save({ ...settings, sidebarHidden })
      await file.close()
    }
  })
  whole = await listedAt(place)
  return () => rm(dirname(place.folder), { recursive: true })
})

/** For all tests of the file. */
async function lastingPlace(): Promise<LibraryLocation> {
  const { mkdtemp } = await import('node:fs/promises')
  const { tmpdir } = await import('node:os')
  const { placeBelow } = await import('./support/places')
  return placeBelow(await mkdtemp(join(tmpdir(), 'papertray-damage-')))
}

interface Damaged {
  readonly how: 'cut' | 'flipped'
  readonly at: number
}

/** Looks at each state of a damaged file, and mends it in the end. */
async function eachDamage(path: string, look: (damaged: Damaged) => Promise<void>, step = 1): Promise<void> {
  const bytes = await readFile(path)
  const chance = new Chance(bytes.length)
  try {
    for (let at = chance.below(step); at < bytes.length; at += step) {
      await writeFile(path, bytes.subarray(0, at))
      await look({ how: 'cut', at })
      const flipped = Buffer.from(bytes)
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << chance.below(8)), at)
      await writeFile(path, flipped)
      await look({ how: 'flipped', at })
    }
  } finally {
    await writeFile(path, bytes)
  }
}

/** Read from the truth alone. */
async function readAnew(): Promise<{ papers: Listed[]; damages: readonly Damage[] }> {
  await rm(place.directories.cache, { recursive: true, force: true })
  const library = await readLibrary(place)
  if (library === null) throw new Error('there is no library')
  try {
    return { papers: await listed(library), damages: library.damages }
  } finally {
    await library.close()
  }
}

test.each(['library.json', 'library.json.previous'])(
  'With %s damaged a library is the same, which check tells and the next writer mends',
  async (name) => {
    const path = join(place.folder, name)
    const before = await readFile(path)
    await eachDamage(path, async (damaged) => {
      const read = await readAnew()
      expect(read, JSON.stringify(damaged)).toEqual({ papers: whole, damages: [] })
      if (damaged.how === 'flipped' || damaged.at % 8 > 0) return
      const { damages } = await checkLibrary(place)
      // Without its line feed it is whole.
      const isTold = name === 'library.json' && damaged.at < before.length - 1
      expect(damages).toEqual(isTold ? [{ file: name, line: 0, reason: 'checksum' }] : [])
    })
    if (name !== 'library.json') return
    await writeFile(path, before.subarray(0, 20))
    await (await openLibrary(place, 'test')).close()
    expect(await readFile(path)).toEqual(before)
  }
)

test.each(['device.json', 'device.json.previous'])(
  'With the user data’s %s damaged a device is the same one, and it is mended',
  async (name) => {
    const path = join(place.directories.userData, name)
    const before = await readFile(path)
    const folder = await writing(place, ({ deviceFolder }) => Promise.resolve(deviceFolder))
    await eachDamage(path, async (damaged) => {
      await writing(place, ({ deviceFolder }) => {
        expect(deviceFolder, JSON.stringify(damaged)).toBe(folder)
        return Promise.resolve()
      })
    })
    await writeFile(path, before.subarray(0, 20))
    await (await openLibrary(place, 'test')).close()
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(JSON.parse(before.toString()))
  }
)

test('With the device’s settings damaged those before are read, or none, and nothing else is touched', async () => {
  const path = await fileOf(place.folder, /devices\/[\da-f]+\/device\.json$/)
  await eachDamage(path, async ({ how }) => {
    const file = await DeviceSettingsFile.open(dirname(path))
    if (how === 'cut') expect([true, false]).toContain(file.settings.sidebarHidden)
    await file.close()
  })
  expect((await readAnew()).papers).toEqual(whole)
})

test('With a journal damaged at most the decision there is lost, and that is told', async () => {
  const path = await fileOf(place.folder, /journal-000001\.jsonl$/)
  const lines = (await readFile(path, 'latin1')).split('\n').slice(0, -1)
  const ends = lines.map((_, index) => lines.slice(0, index + 1).join('\n').length)
  await eachDamage(
    path,
    async ({ how, at }) => {
      const { papers: found, damages } = await readAnew()
      const line = ends.findIndex((end) => at < end)
      // The first one brought all papers.
      const stars = papers.map((paper) => found.find((each) => each.id === paper.id)?.starred ?? false)
      const expected = papers.map((_, n) => (how === 'cut' ? line > n + 1 || line < 0 : line !== n + 1))
      if (line === 0) expect(found).toEqual([])
      // Lines that run together where a line feed was flipped prove themselves.
      else if (!ends.includes(at)) expect(stars, `${how} at ${at}`).toEqual(expected)
      const atEnd = how === 'cut' && (at === 0 || ends.includes(at - 1))
      if (found.length < 4 || stars.includes(false)) expect(damages.length > 0 || atEnd).toBe(true)
    },
    9
  )
})

test('With a segment damaged at most the entry there is lost, and that is told', async () => {
  const path = await fileOf(place.folder, /entries-000001\.jsonl$/)
  const text = await readFile(path, 'latin1')
  const starts = papers.map(({ id: paper }) => text.lastIndexOf('\n', text.indexOf(`"id":"${paper}"`)) + 1)
  await eachDamage(
    path,
    async ({ how, at }) => {
      const { papers: found, damages } = await readAnew()
      const entry = starts.findLastIndex((start) => start <= at)
      const kept = papers.filter((_, n) => (how === 'cut' ? n < entry : n !== entry)).map((paper) => paper.id)
      const ids = found.map((paper) => paper.id as string)
      for (const paper of kept) expect(ids, `${how} at ${at}`).toContain(paper)
      if (ids.length < papers.length) expect(damages.length).toBeGreaterThan(0)
      for (const paper of found) expect(paper).toEqual(whole.find((each) => each.id === paper.id))
    },
    9
  )
})

test('With a damaged lock one process may write at most, and whoever loses it is told', async () => {
  const first = id('2312.00001')
  let [refused, taken] = [0, 0]
  const holder = await openLibrary(place, 'test')
  const path = await fileOf(place.directories.userData, /\.lock$/)
  const bytes = await readFile(path)
  await holder.close()
  for (let at = 0; at < bytes.length; at += 3) {
    const holding = await openLibrary(place, 'test')
    // Damage of the disk’s own making does not show in the file’s times.
    const { atime, mtime } = await stat(path)
    const damaged = await readFile(path)
    if (at % 2 === 0) damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << (at % 7)), at)
    await writeFile(path, at % 2 === 0 ? damaged : damaged.subarray(0, at))
    await utimes(path, atime, mtime)
    const other = await openLibrary(place, 'other').catch(() => null)
    const codes = [await codeOf(holding.mark({ note: `${at}` }, [first]))]
    if (other === null) refused++
    else {
      taken++
      codes.push(await codeOf(other.mark({ note: `${at} too` }, [first])))
    }
    await other?.close()
    await holding.close()
    if (other !== null) expect(codes).toEqual(['libraryLost', 'done'])
    // Whose nonce is damaged is not taken for one’s own: it stays until the process has ended.
    await rm(path, { force: true })
  }
  expect(refused).toBeGreaterThan(5)
  expect(taken).toBeGreaterThan(5)
  expect((await checkLibrary(place)).damages).toEqual([])
})

test('Derived files that are damaged, or those of another library, cost time only', async () => {
  const one = await newPlace()
  const other = await newPlace()
  const many = items(600)
  for (const [each, title] of [
    [one, 'One'],
    [other, 'Another']
  ] as const) {
    await writing(each, async (library) => {
      await library.importFile(
        'many.md',
        fieldList(
          '2023-12-18',
          many.map((item) => ({ ...item, title }))
        )
      )
      const some = title === 'One' ? many.slice(300) : many
      await library.mark(
        { starred: true },
        some.map((paper) => id(paper.id))
      )
      for (let n = 0; n < 300; n++) await library.mark({ read: n % 2 === 0 }, [id('2312.00001')])
    })
  }
  const expected = await rowsAt(one)
  const names = ['catalog.columns', 'marks.columns']
  const [cache, others] = await Promise.all(
    [one, other].map(async (each) => dirname(await fileOf(each.directories.cache, /catalog\.columns$/)))
  )
  if (cache === undefined || others === undefined) throw new Error('there is no cache')
  expect(Object.keys(await filesBelow(cache)).sort()).toEqual([...names, 'search.columns'])
  const kept = join(cache, '..', 'kept')
  await mkdir(kept)
  for (const name of names) await copyFile(join(cache, name), join(kept, name))
  for (const swapped of [names, names.slice(0, 1), names.slice(1)]) {
    for (const name of names)
      await copyFile(join(swapped.includes(name) ? others : kept, name), join(cache, name))
    expect(await rowsAt(one)).toEqual(expected)
    expect(await writing(one, (library) => Promise.resolve(rowsOf(library)))).toEqual(expected)
  }
  for (const name of names) {
    for (const each of names) await copyFile(join(kept, each), join(cache, each))
    const { size } = await stat(join(cache, name))
    await eachDamage(
      join(cache, name),
      async () => {
        const library = await readLibrary(one)
        if (library === null) throw new Error('there is no library')
        expect(rowsOf(library)).toEqual(expected)
        expect(library.damages).toEqual([])
        await library.close()
      },
      Math.ceil(size / 8)
    )
  }
})

interface Shown {
  readonly rows: readonly RowSummary[]
  readonly digests: readonly Digest[]
}

/** As lists show them: from the derived files as far as they can be believed. */
function rowsOf(library: LibraryReader): Shown {
  const rows = library.rows('all').map((row) => library.summary(row))
  return { rows, digests: library.digests() }
}

async function rowsAt(location: LibraryLocation): Promise<Shown> {
  const library = await readLibrary(location)
  if (library === null) throw new Error('there is no library')
  try {
    return rowsOf(library)
  } finally {
    await library.close()
  }
}
