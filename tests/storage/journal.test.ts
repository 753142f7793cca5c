import { appendFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Decision } from '#core/domain/decision'
import { encodeDecision, JournaledMarks, loadJournals } from '#main/storage/journal'
import { decodeDecision, deviceFolders } from '#main/storage/journal-lines'
import { encodeLine } from '#main/storage/line-codec'
import { LineLog } from '#main/storage/line-log'
import { temporaryFolder } from '../support/temporary.ts'
import { device, otherDevice, paper, readDecision } from './support/decisions.ts'

const firstFile = 'journal-000001.jsonl'

/** A library's journals: per device and file, its bytes. */
async function libraryOf(files: Readonly<Record<string, Buffer>>): Promise<string> {
  const folder = await temporaryFolder()
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(join(folder, 'devices', name, '..'), { recursive: true })
    await writeFile(join(folder, 'devices', name), bytes)
  }
  return folder
}

function linesOfAll(decisions: readonly Decision[]): Buffer {
  return Buffer.concat(decisions.map(encodeDecision))
}

function reads(marks: JournaledMarks, count: number): boolean[] {
  return Array.from({ length: count }, (_, n) => marks.isRead(paper(n)))
}

function ids(marks: JournaledMarks, of = device): string[] {
  return marks.recent(of).map(({ id }) => id)
}

const three = [0, 1, 2].map((n) => readDecision(n))
const threeLines = three.map(encodeDecision)
/** Where each of the lines begins, and where the last one ends. */
const starts = threeLines.reduce((all, line) => [...all, (all.at(-1) ?? 0) + line.length], [0])

test('a Decision is read as it was written', () => {
  const decision = readDecision(1, {
    undoes: 'd0',
    visit: 'v',
    digests: [{ key: 'ab'.repeat(32), present: false }]
  })
  expect(decodeDecision(encodeDecision(decision).subarray(0, -1))).toMatchObject(decision)
})

test('a library without journals has no Marks', async () => {
  const folder = await libraryOf({ [`${device}/entries-000001.jsonl`]: Buffer.alloc(0) })
  const { marks, damages, decisions } = await loadJournals(folder)
  expect({ stamp: marks.stamp(0), damages, decisions }).toEqual({ stamp: 1, damages: [], decisions: 0 })
})

test('journals cut at every byte of their last line open, and lose and report that line alone', async () => {
  const whole = Buffer.concat(threeLines)
  const folder = await libraryOf({ [`${device}/${firstFile}`]: whole })
  for (let length = whole.length - 1; length >= (starts[2] ?? 0); length--) {
    await truncate(join(folder, 'devices', device, firstFile), length)
    const { marks, damages, decisions } = await loadJournals(folder)
    expect({ length, reads: reads(marks, 3), decisions }).toEqual({
      length,
      reads: [true, true, false],
      decisions: 2
    })
    const torn = { file: `devices/${device}/${firstFile}`, line: 3, reason: 'torn' }
    expect(damages).toEqual(length === starts[2] ? [] : [torn])
  }
})

test('a torn last line is followed by the next file, and both are read again', async () => {
  const whole = Buffer.concat(threeLines)
  const folder = await libraryOf({ [`${device}/${firstFile}`]: whole.subarray(0, -9) })
  const log = new LineLog({ folder: join(folder, 'devices', device), prefix: 'journal', sealAt: 4096 })
  await log.append([encodeDecision(readDecision(3))])
  await log.close()
  const { marks, damages } = await loadJournals(folder)
  expect(reads(marks, 4)).toEqual([true, true, false, true])
  expect(damages).toEqual([{ file: `devices/${device}/${firstFile}`, line: 3, reason: 'torn' }])
})

test('journals with any bit flipped open, lose at most the damaged Decision, and tell file and line', async () => {
  const whole = Buffer.concat(threeLines)
  const folder = await libraryOf({ [`${device}/${firstFile}`]: whole })
  const path = join(folder, 'devices', device, firstFile)
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const at = bit >> 3
    // Of most bytes one bit, of the line feeds all.
    if (bit % 8 !== at % 8 && whole[at] !== 0x0a) continue
    const damaged = Buffer.from(whole)
    damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << (bit & 7)), at)
    await writeFile(path, damaged)
    const { marks, damages } = await loadJournals(folder)
    const line = starts.findLastIndex((start) => start <= at)
    const isFeed = starts.includes(at + 1)
    const lost = reads(marks, 3).flatMap((read, n) => (read ? [] : [n]))
    if (isFeed && line < 2) {
      // Each of the two lines that run together still proves itself by its checksum.
      expect({ bit, lost, damages }).toEqual({ bit, lost: [], damages: [] })
    } else {
      expect({ bit, lost }).toEqual({ bit, lost: [line] })
      // A flipped bit can make a line feed: then the line is two damaged ones.
      expect(damages.length, `bit ${bit}`).toBeGreaterThan(0)
      expect(damages.length, `bit ${bit}`).toBeLessThanOrEqual(2)
      expect(damages[0]).toMatchObject({ file: `devices/${device}/${firstFile}`, line: line + 1 })
    }
  }
})

test('where two lines ran together, the places of the later ones are still right', async () => {
  const bytes = Buffer.concat(threeLines)
  bytes.write('?', (starts[1] ?? 0) - 1)
  const folder = await libraryOf({ [`${device}/${firstFile}`]: bytes })
  const { marks } = await loadJournals(folder)
  for (const { id, place } of marks.recent(device)) {
    const line = bytes.subarray(place.offset, place.offset + place.length - 1)
    expect(decodeDecision(line)?.id).toBe(id)
  }
  expect(ids(marks)).toEqual(['d0', 'd1', 'd2'])
})

test('a file of nothing but line feeds, or of noise, is read in no time and reported', async () => {
  const feeds = Buffer.alloc(20_000, '\n')
  const noise = Buffer.alloc(1_000_000, '{"crc":"}}x')
  const folder = await libraryOf({
    [`${device}/${firstFile}`]: feeds,
    [`${device}/journal-000002.jsonl`]: noise,
    [`${device}/journal-000003.jsonl`]: Buffer.concat(threeLines)
  })
  const { marks, damages } = await loadJournals(folder)
  expect(reads(marks, 3)).toEqual([true, true, true])
  expect(damages).toHaveLength(20_001)
})

test('kinds and fields that this release does not know are passed over', async () => {
  const unknown = encodeLine({
    kind: 'mood',
    of: [paper(0)],
    nested: [{ a: 1 }, { crc: 'x' }]
  } as never)
  const future = encodeLine({ ...readDecision(1), kind: 'decision', mood: 'fine' } as never)
  const folder = await libraryOf({
    [`${device}/${firstFile}`]: Buffer.concat([unknown, encodeDecision(readDecision(0)), future])
  })
  const { marks, damages, decisions } = await loadJournals(folder)
  expect({ reads: reads(marks, 2), damages, decisions }).toEqual({
    reads: [true, true],
    damages: [],
    decisions: 2
  })
})

test('a Decision that no Papertray can have written is set aside and told', async () => {
  const shapeless = [
    { id: 5 },
    { ...readDecision(0), stamp: -1 },
    { ...readDecision(0), stamp: Number.MAX_SAFE_INTEGER },
    { ...readDecision(0), changes: [{ papers: { '../../etc': 1 }, read: true }] },
    { ...readDecision(0), changes: [{ papers: null }] },
    { ...readDecision(0), digests: [{ key: 'k', present: true }] }
  ].map((decision) => encodeLine({ ...decision, kind: 'decision' }))
  const folder = await libraryOf({ [`${device}/${firstFile}`]: Buffer.concat([...shapeless, ...threeLines]) })
  const { marks, damages, decisions } = await loadJournals(folder)
  expect({ reads: reads(marks, 3), decisions }).toEqual({ reads: [true, true, true], decisions: 3 })
  expect(damages).toEqual(
    shapeless.map((_, index) => ({
      file: `devices/${device}/${firstFile}`,
      line: index + 1,
      reason: 'shape'
    }))
  )
})

test('a record that holds what looks like another record stays one', async () => {
  const nested = encodeLine({ kind: 'later', of: [{ kind: 'x' }, { crc: '01234567', kind: 'y' }] } as never)
  const folder = await libraryOf({ [`${device}/${firstFile}`]: Buffer.concat([nested, ...threeLines]) })
  const { damages, marks } = await loadJournals(folder)
  expect({ damages, reads: reads(marks, 3) }).toEqual({ damages: [], reads: [true, true, true] })
})

test('the journals of several devices make one library, whichever wrote last', async () => {
  const [mine, others] = [readDecision(0), readDecision(5, { id: 'o', device: otherDevice })]
  const takenBack = readDecision(9, {
    id: 'back',
    device: otherDevice,
    changes: [{ papers: { [paper(0)]: 1 }, read: false }]
  })
  const folder = await libraryOf({
    [`${device}/${firstFile}`]: linesOfAll([mine]),
    [`${otherDevice}/${firstFile}`]: linesOfAll([others, takenBack])
  })
  const { marks } = await loadJournals(folder)
  expect(reads(marks, 6)).toEqual([false, false, false, false, false, true])
  expect([ids(marks, device), ids(marks, otherDevice)]).toEqual([['d0'], ['o', 'back']])
  expect(marks.stamp(0)).toBe(takenBack.stamp + 1)
})

test('folders that are no device and files that are no journal are passed over', async () => {
  const lines = Buffer.concat(threeLines)
  const folder = await libraryOf({
    [`${device}/${firstFile}`]: encodeDecision(readDecision(7)),
    [`${device}/.journal-000001.jsonl.part`]: lines,
    [`${device}/journal-000001.jsonl.bak`]: lines,
    [`${device}0/${firstFile}`]: lines,
    [`${device.toUpperCase()}/${firstFile}`]: lines,
    [`.trash/${firstFile}`]: lines
  })
  expect(await deviceFolders(folder)).toEqual([device])
  const { marks, decisions } = await loadJournals(folder)
  expect({ decisions, reads: reads(marks, 3) }).toEqual({ decisions: 1, reads: [false, false, false] })
})

test('copies that a synchroniser made of files and folders are read and told, and not counted', async () => {
  const folder = await libraryOf({
    [`${device}/${firstFile}`]: encodeDecision(readDecision(7)),
    [`${device}/journal-000001 (conflict).jsonl`]: threeLines[0] ?? Buffer.alloc(0),
    [`${device} (2)/${firstFile}`]: Buffer.concat([
      threeLines[1] ?? Buffer.alloc(0),
      encodeDecision(readDecision(7))
    ])
  })
  expect(await deviceFolders(folder)).toEqual([device])
  const { marks, decisions, damages } = await loadJournals(folder)
  expect({ decisions, reads: reads(marks, 3) }).toEqual({ decisions: 1, reads: [true, true, false] })
  // Each once, for undo too.
  expect(marks.recent(device).filter(({ id }) => id === 'd7')).toHaveLength(1)
  expect(damages).toEqual([
    { file: `devices/${device}/journal-000001 (conflict).jsonl`, line: 0, reason: 'conflictCopy' },
    { file: `devices/${device} (2)/${firstFile}`, line: 0, reason: 'conflictCopy' }
  ])
})

test('the files of a device are read in the order of their numbers', async () => {
  const folder = await libraryOf({
    [`${device}/journal-1000000.jsonl`]: linesOfAll([readDecision(3)]),
    [`${device}/journal-999999.jsonl`]: linesOfAll([readDecision(2)]),
    [`${device}/journal-000001.jsonl`]: linesOfAll([readDecision(1)])
  })
  expect(ids((await loadJournals(folder)).marks)).toEqual(['d1', 'd2', 'd3'])
})

test('what undo can reach is the same after reading again, and each Decision stands where it says', async () => {
  const folder = await libraryOf({})
  const deviceFolder = join(folder, 'devices', device)
  const log = new LineLog({ folder: deviceFolder, prefix: 'journal', sealAt: 500_000 })
  const marks = new JournaledMarks()
  const decisions = Array.from({ length: 4500 }, (_, n) =>
    readDecision(n, n % 3 === 0 ? { undoes: `d${n - 1}` } : {})
  )
  for (let from = 0; from < decisions.length; from += 500) {
    const batch = decisions.slice(from, from + 500)
    for (const decision of batch) marks.fold(decision)
    const places = await log.append(batch.map(encodeDecision))
    batch.forEach((decision, index) => {
      const place = places[index]
      if (place !== undefined) marks.saved(decision, place)
    })
  }
  await log.close()
  const again = await loadJournals(folder)
  expect(again.marks.recent(device)).toEqual(marks.recent(device))
  expect(again.marks.recent(device).length).toBeGreaterThanOrEqual(1000)
  expect(again.marks.recent(device).length).toBeLessThanOrEqual(2000)
  expect(again.decisions).toBe(4500)
  for (const { id, place } of again.marks.recent(device).slice(-3)) {
    const bytes = await readFile(join(deviceFolder, place.file))
    expect(decodeDecision(bytes.subarray(place.offset, place.offset + place.length - 1))?.id).toBe(id)
  }
})

test('a Decision that was made holds at once, and counts as unsaved until it is on disk', () => {
  const marks = new JournaledMarks()
  marks.decide(readDecision(0))
  expect(marks.isRead(paper(0))).toBe(true)
  expect(marks.unsaved).toEqual([readDecision(0)])
  expect(marks.recent(device)).toEqual([])
})

test('a library that is gone is an error, not a library without Marks', async () => {
  const folder = await libraryOf({ [`${device}/${firstFile}`]: Buffer.concat(threeLines) })
  await loadJournals(folder)
  await rm(join(folder, 'devices'), { recursive: true })
  await expect(loadJournals(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  await rm(folder, { recursive: true })
  await expect(loadJournals(folder)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a library in which nobody decided anything yet has no folder of devices', async () => {
  const folder = await temporaryFolder()
  const document = { kind: 'library', format: 1, id: '0'.repeat(32) }
  await appendFile(join(folder, 'library.json'), JSON.stringify(document))
  expect((await loadJournals(folder)).decisions).toBe(0)
})
