import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { DeviceFollower } from '#main/library/device-follower'
import type { Library } from '#main/library/library'
import type { LibraryReader } from '#main/library/library-reader'
import { openLibrary, type LibraryLocation } from '#main/library/open-library'
import { temporaryFolder } from '../support/temporary'
import { fieldList, items } from './support/digest-text'
import { id, listed, listedAt, newPlace, placeBelow, withoutCache, writing } from './support/places'

/**
 * Three devices, each with a copy of the library of its own and open all the time, whose files a synchroniser brings to
 * the others late, in parts and in any order. In the end each of them holds the same as one that reads all files at once.
 */
interface Device {
  readonly place: LibraryLocation
  readonly library: Library
  readonly follower: DeviceFollower
}

type Step =
  | { readonly does: 'import'; readonly device: number; readonly digest: number }
  | { readonly does: 'remove'; readonly device: number; readonly digest: number }
  | { readonly does: 'mark'; readonly device: number; readonly paper: number; readonly mark: number }
  | { readonly does: 'undo'; readonly device: number }
  | {
      readonly does: 'sync'
      readonly from: number
      readonly to: number
      readonly file: number
      readonly part: number
    }

const three = fc.nat({ max: 2 })
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant('import' as const),
        device: three,
        digest: fc.nat({ max: 5 })
      })
    },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant('remove' as const),
        device: three,
        digest: fc.nat({ max: 5 })
      })
    },
    {
      weight: 6,
      arbitrary: fc.record({
        does: fc.constant('mark' as const),
        device: three,
        paper: fc.nat({ max: 7 }),
        mark: fc.nat({ max: 7 })
      })
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('undo' as const), device: three }) },
    {
      weight: 6,
      arbitrary: fc.record({
        does: fc.constant('sync' as const),
        from: three,
        to: three,
        file: fc.nat({ max: 3 }),
        part: fc.integer({ min: 1, max: 4 })
      })
    }
  ),
  { minLength: 8, maxLength: 40 }
)

/** Two papers of each digest stand in the next one too. */
function digestText(digest: number): Buffer {
  return fieldList(`2023-12-1${digest}`, items(4, '2312', 2 * digest), digest % 2 === 0 ? 'cs.CV' : 'cs.LG')
}

const marks = [
  { read: true },
  { read: false },
  { starred: true },
  { starred: false },
  { addTags: ['one'] },
  { removeTags: ['one'] },
  { note: 'First.' },
  { note: 'Second.' }
]

const opened: Device[] = []

async function openDevice(place: LibraryLocation): Promise<Device> {
  const library = await openLibrary(place, 'window')
  const device = { place, library, follower: new DeviceFollower(library) }
  opened.push(device)
  return device
}

async function closeAll(): Promise<void> {
  for (const { library, follower } of opened.splice(0)) {
    await follower.stop()
    await library.close()
  }
}

afterEach(closeAll)

async function threeDevices(): Promise<Device[]> {
  const first = await newPlace()
  // The folder is made on one device, and synchronised before the others are used.
  await writing(first, () => Promise.resolve())
  const devices = [await openDevice(first)]
  for (let more = 0; more < 2; more++) {
    const place = placeBelow(await temporaryFolder())
    await mkdir(place.folder, { recursive: true })
    await cp(join(first.folder, 'library.json'), join(place.folder, 'library.json'))
    devices.push(await openDevice(place))
  }
  return devices
}

/** Brings a file of one device to another: of what is not there yet so many quarters. */
async function bring(from: Device, to: Device, name: string, quarters: number): Promise<void> {
  const source = await readFile(join(from.library.deviceFolder, name))
  const folder = join(to.place.folder, 'devices', from.library.device)
  await mkdir(folder, { recursive: true })
  const there = await readFile(join(folder, name)).catch(() => Buffer.alloc(0))
  const length = there.length + Math.ceil(((source.length - there.length) * quarters) / 4)
  await writeFile(join(folder, name), source.subarray(0, length))
}

async function filesOf({ library }: Device): Promise<string[]> {
  const names = await readdir(library.deviceFolder).catch(() => [])
  return names.filter((name) => name.endsWith('.jsonl')).sort()
}

async function act(devices: readonly Device[], step: Step): Promise<void> {
  const device = devices[step.does === 'sync' ? step.from : step.device]
  if (device === undefined) return
  const { library } = device
  if (step.does === 'import') await library.importFile(`${step.digest}.md`, digestText(step.digest))
  else if (step.does === 'remove') {
    const known = library.digests().find(({ source }) => source === `${step.digest}.md`)
    if (known !== undefined) await library.removeDigest(known.key)
  } else if (step.does === 'mark') {
    const paper = id(`2312.0000${step.paper}`)
    const wish = marks[step.mark]
    if (wish !== undefined && library.catalog.find(paper) >= 0) await library.mark(wish, [paper])
  } else if (step.does === 'undo') await library.undo().catch(() => undefined)
  else {
    const to = devices[step.to]
    const name = (await filesOf(device))[step.file]
    if (to === undefined || to === device || name === undefined) return
    await bring(device, to, name, step.part)
    await to.follower.look()
  }
}

async function contents(library: LibraryReader): Promise<unknown> {
  const papers = await listed(library)
  const notes = papers.map(({ id: paper }) =>
    library.marks
      .note(paper)
      ?.heads()
      .map(({ text }) => text)
  )
  return {
    papers,
    notes,
    keys: library
      .digests()
      .map(({ key }) => key)
      .sort()
  }
}

test('Three devices hold the same in the end, in whatever order their files come', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (done) => {
      const devices = await threeDevices()
      try {
        for (const step of done) await act(devices, step)
        for (const from of devices)
          for (const to of devices)
            if (from !== to) for (const name of await filesOf(from)) await bring(from, to, name, 4)
        for (const { follower } of devices) await follower.look()
        const found = []
        for (const { library } of devices) {
          expect(library.damages).toEqual([])
          expect(library.catalog.unfinished).toEqual([])
          found.push(await contents(library))
        }
        expect(found[1]).toEqual(found[0])
        expect(found[2]).toEqual(found[0])
        const places = devices.map(({ place }) => place)
        await closeAll()
        const papers = (found[0] as { papers: unknown }).papers
        for (const place of places) {
          expect(await listedAt(place)).toEqual(papers)
          expect(await listedAt(await withoutCache(place))).toEqual(papers)
        }
      } finally {
        await closeAll()
      }
    }),
    { numRuns: 25 }
  )
})
