import fc from 'fast-check'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Decision } from '#core/domain/decision'
import { encodeDecision, loadJournals, type LoadedJournals } from '#main/storage/journal'
import { LineLog } from '#main/storage/line-log'
import type { Damage } from '#main/storage/damage'
import { loadMarks } from '#main/storage/marks-file'
import { temporaryFolder } from '../support/temporary.ts'
import { device, otherDevice, paper, readDecision } from './support/decisions.ts'

interface Home {
  readonly folder: string
  readonly cache: string
}

async function newHome(): Promise<Home> {
  const home = await temporaryFolder()
  return { folder: join(home, 'library'), cache: join(home, 'cache') }
}

async function append({ folder }: Home, decisions: readonly Decision[]): Promise<void> {
  for (const of of [device, otherDevice]) {
    const own = decisions.filter((decision) => decision.device === of)
    const log = new LineLog({ folder: join(folder, 'devices', of), prefix: 'journal', sealAt: 20_000 })
    if (own.length > 0) await log.append(own.map(encodeDecision))
    await log.close()
  }
}

const papers = Array.from({ length: 8 }, (_, n) => paper(n))

/** Everything that can be asked about Marks and how they were read. */
function answers({ marks, damages }: LoadedJournals): unknown {
  return {
    marks: papers.map((id) => marks.mark(id)),
    notes: papers.map((id) => marks.note(id)?.heads()),
    decided: papers.map((id) => marks.decidedVersion(id)),
    digests: [...marks.digests()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    stamp: marks.stamp(0),
    recent: [device, otherDevice].map((of) => marks.recent(of)),
    damages
  }
}

/** Decisions of two devices over few papers, of every kind. */
function decision(n: number): Decision {
  const id = papers[(n * 7) % papers.length] ?? paper(0)
  const of = n % 3 === 0 ? otherDevice : device
  const changes = [
    { papers: { [id]: 1 + (n % 7) }, read: n % 2 === 0 },
    { papers: { [id]: 1 }, starred: n % 4 < 2 },
    { papers: { [id]: 0 }, tags: n % 2 === 0 ? { add: [`t${n % 5}`] } : { remove: [`t${n % 5}`] } },
    { papers: { [id]: 0 }, note: { text: `note ${n}`, basedOn: [] } }
  ]
  const digests = n % 9 === 0 ? { digests: [{ key: `${n % 4}`.repeat(64), present: n % 2 === 0 }] } : {}
  return readDecision(n, { device: of, changes: [changes[n % 4] ?? { papers: {} }], ...digests })
}

function decisions(from: number, to: number): Decision[] {
  return Array.from({ length: to - from }, (_, index) => decision(from + index))
}

/** A home whose snapshot covers its first 300 Decisions. */
async function newSnapshot(): Promise<Home> {
  const home = await newHome()
  await append(home, decisions(0, 300))
  await loadMarks(home.folder, home.cache)
  expect(await readdir(home.cache)).toEqual(['marks.columns'])
  return home
}

test('Marks from a snapshot are those of the journals', async () => {
  const home = await newSnapshot()
  const loaded = await loadMarks(home.folder, home.cache)
  expect(loaded.decisions).toBe(0)
  expect(answers(loaded)).toEqual(answers(await loadJournals(home.folder)))
})

test('whatever is added when, Marks read with a snapshot are those of the journals', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(0, 1, 30, 150, 250), { minLength: 1, maxLength: 5 }),
      async (counts) => {
        const home = await newHome()
        await mkdir(join(home.folder, 'devices'), { recursive: true })
        let from = 0
        for (const count of counts) {
          await append(home, decisions(from, from + count))
          from += count
          expect(answers(await loadMarks(home.folder, home.cache))).toEqual(
            answers(await loadJournals(home.folder))
          )
        }
      }
    ),
    { numRuns: 15 }
  )
})

test('only what is not in the snapshot is read from the journals', async () => {
  const home = await newSnapshot()
  await append(home, decisions(300, 305))
  const loaded = await loadMarks(home.folder, home.cache)
  expect(loaded.decisions).toBe(5)
  expect(answers(loaded)).toEqual(answers(await loadJournals(home.folder)))
})

test('a few Decisions are not worth a snapshot', async () => {
  const home = await newHome()
  await append(home, decisions(0, 20))
  await loadMarks(home.folder, home.cache)
  await expect(readdir(home.cache)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('one Decision over thousands of papers is worth a snapshot', async () => {
  const home = await newHome()
  const named = Object.fromEntries(Array.from({ length: 6000 }, (_, n) => [paper(n), 1]))
  await append(home, [readDecision(0, { changes: [{ papers: named, read: true }] })])
  expect((await loadMarks(home.folder, home.cache)).papers).toBe(6000)
  const loaded = await loadMarks(home.folder, home.cache)
  expect([loaded.decisions, loaded.papers]).toEqual([0, 0])
  expect(answers(loaded)).toEqual(answers(await loadJournals(home.folder)))
})

test('whatever byte of the snapshot is damaged, and wherever it is cut, Marks are those of the journals', async () => {
  const home = await newSnapshot()
  const path = join(home.cache, 'marks.columns')
  const whole = await readFile(path)
  const expected = answers(await loadJournals(home.folder))
  for (let part = 0; part < 60; part++) {
    const at = Math.floor((whole.length * part) / 60) + (part % 5)
    const damaged = Buffer.from(whole)
    damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << (part % 8)), at)
    await writeFile(path, part % 6 === 5 ? whole.subarray(0, at) : damaged)
    expect(answers(await loadMarks(home.folder, home.cache))).toEqual(expected)
  }
})

test('a snapshot of other journals is not believed', async () => {
  const home = await newSnapshot()
  const names = async (): Promise<string[]> => (await readdir(join(home.folder, 'devices', device))).sort()
  const [first = '', last = ''] = [(await names())[0], (await names()).at(-1)]
  const inDevice = (name: string): string => join(home.folder, 'devices', device, name)
  const bytes = await readFile(inDevice(last))
  const lastLine = bytes.subarray(bytes.lastIndexOf(0x0a, bytes.length - 2) + 1)
  const gone = (of: string, file: string): Damage => {
    return { file: `devices/${of}/${file}`, line: 0, reason: 'missing' }
  }
  const lastOfAll = gone(device, last)
  const [theirs = ''] = await readdir(join(home.folder, 'devices', otherDevice))
  const changes: readonly (readonly [what: string, change: () => Promise<void>, lost?: Damage[]])[] = [
    ['shorter', () => writeFile(inDevice(last), bytes.subarray(0, bytes.length - lastLine.length))],
    ['cut', () => writeFile(inDevice(last), bytes.subarray(0, -3))],
    [
      'another last line',
      () =>
        writeFile(
          inDevice(last),
          Buffer.concat([bytes.subarray(0, -lastLine.length), encodeDecision(readDecision(5))])
        )
    ],
    ['a file less', () => rm(inDevice(last)), [lastOfAll]],
    [
      'a device less',
      () => rm(join(home.folder, 'devices', otherDevice), { recursive: true }),
      [lastOfAll, gone(otherDevice, theirs)]
    ],
    [
      'other files',
      () => writeFile(inDevice(first), encodeDecision(readDecision(6))),
      [gone(otherDevice, theirs)]
    ]
  ]
  for (const [what, change, lost = []] of changes) {
    await change()
    const read = await loadJournals(home.folder)
    // Of the last files of a device nothing tells but the snapshot, until they are back.
    const damages = [...read.damages, ...lost].sort((a, b) => (a.file < b.file ? -1 : 1))
    const expected = answers({ ...read, damages })
    expect({ what, ...(answers(await loadMarks(home.folder, home.cache)) as object) }).toEqual({
      what,
      ...(expected as object)
    })
  }
})

test('damage in the journals is told at every start, until it is mended', async () => {
  const home = await newHome()
  await append(home, decisions(0, 300))
  const [first = ''] = await readdir(join(home.folder, 'devices', device))
  const path = join(home.folder, 'devices', device, first)
  const bytes = await readFile(path)
  const damaged = Buffer.from(bytes)
  damaged.write('#', 100)
  await writeFile(path, damaged)
  const expected = answers(await loadJournals(home.folder))
  expect(expected).toMatchObject({ damages: [{ reason: 'checksum', line: 1 }] })
  for (let start = 0; start < 3; start++)
    expect(answers(await loadMarks(home.folder, home.cache))).toEqual(expected)
  await writeFile(path, bytes)
  const mended = await loadMarks(home.folder, home.cache)
  expect(mended.damages).toEqual([])
  expect(answers(mended)).toEqual(answers(await loadJournals(home.folder)))
})

test('a torn last line is told at every start, with a snapshot too', async () => {
  const home = await newHome()
  await append(home, decisions(0, 300))
  const torn = join(home.folder, 'devices', otherDevice, 'journal-000002.jsonl')
  await writeFile(torn, encodeDecision(readDecision(7)).subarray(0, -9))
  const expected = answers(await loadJournals(home.folder))
  expect(expected).toMatchObject({ damages: [{ reason: 'torn', line: 1 }] })
  for (let start = 0; start < 3; start++) {
    expect(answers(await loadMarks(home.folder, home.cache))).toEqual(expected)
    expect(await readdir(home.cache)).toEqual(['marks.columns'])
  }
})

test('a line that was being written when the snapshot was made is read once it is whole', async () => {
  const home = await newHome()
  await append(home, decisions(0, 300))
  const path = join(home.folder, 'devices', device, 'journal-000002.jsonl')
  const line = encodeDecision(readDecision(999))
  await writeFile(path, line.subarray(0, 40))
  await loadMarks(home.folder, home.cache)
  await writeFile(path, line)
  const loaded = await loadMarks(home.folder, home.cache)
  expect(answers(loaded)).toEqual(answers(await loadJournals(home.folder)))
  expect(loaded.damages).toEqual([])
  expect(loaded.marks.recent(device).at(-1)?.id).toBe('d999')
})

test('where no snapshot can be read or written, Marks are read all the same', async () => {
  const home = await newHome()
  await append(home, decisions(0, 300))
  await writeFile(home.cache, 'a file stands where the folder should be')
  const loaded = await loadMarks(home.folder, join(home.cache, 'below'))
  expect(answers(loaded)).toEqual(answers(await loadJournals(home.folder)))
})

test('files that are gone are told at every start, with a snapshot too, until they are back', async () => {
  const home = await newHome()
  await append(home, decisions(0, 900))
  await loadMarks(home.folder, home.cache)
  const theirs = join(home.folder, 'devices', otherDevice)
  await rename(theirs, `${home.folder} away`)
  const path = join(home.cache, 'marks.columns')
  const { ino } = await stat(path)
  const gone = { file: `devices/${otherDevice}/journal-000001.jsonl`, line: 0, reason: 'missing' }
  for (let start = 0; start < 3; start++)
    expect((await loadMarks(home.folder, home.cache)).damages).toEqual([gone])
  // Starts are quick again: what is left is in a snapshot of its own.
  expect((await stat(path)).ino).not.toBe(ino)
  expect((await loadMarks(home.folder, home.cache)).decisions).toBe(0)
  await rename(`${home.folder} away`, theirs)
  expect((await loadMarks(home.folder, home.cache)).damages).toEqual([])
  expect((await loadMarks(home.folder, home.cache)).damages).toEqual([])
})
