import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Decision } from '#core/domain/decision'
import { HistoryIndex } from '#main/library/history'
import { encodeDecision } from '#main/storage/journal'
import { temporaryFolder } from '../support/temporary'

const devices = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb', 'cccccccccccccccc']

/** A library's journals: files of each device, in their order, with what a restore brought back among them. */
async function written(files: readonly (readonly (readonly Decision[])[])[]): Promise<string> {
  const folder = await temporaryFolder()
  for (const [device, ofDevice] of files.entries()) {
    const own = join(folder, 'devices', devices[device] ?? '')
    await mkdir(own, { recursive: true })
    for (const [at, lines] of ofDevice.entries())
      await writeFile(join(own, `journal-00000${at + 1}.jsonl`), Buffer.concat(lines.map(encodeDecision)))
  }
  return folder
}

function actsOf({ history }: HistoryIndex, whole = true): { id: string; stamp: number; undone: boolean }[] {
  return [...history.latest(whole)].map((last) => {
    return { id: last.id, stamp: last.stamp, undone: history.actOf(last).undos.length > 0 }
  })
}

/** Acts of three devices one after the other, some of which take earlier ones back, and some lines brought back. */
const journals = fc
  .record({
    steps: fc.array(fc.record({ device: fc.nat(2), undoes: fc.option(fc.nat()), seals: fc.boolean() }), {
      minLength: 1,
      maxLength: 24
    }),
    restored: fc.array(fc.nat(), { maxLength: 4 })
  })
  .map(({ steps, restored }) => {
    const files: Decision[][][] = [[[]], [[]], [[]]]
    const all: Decision[] = []
    for (const [stamp, { device, undoes, seals }] of steps.entries()) {
      const decision: Decision = {
        id: `d${stamp}`,
        stamp: stamp + 1,
        device: devices[device] ?? '',
        origin: 'w',
        how: 'single',
        changes: [{ papers: { ['2312.00001' as ArxivId]: 1 }, read: undoes === null }],
        ...(undoes === null || stamp === 0 ? {} : { undoes: `d${undoes % stamp}` })
      }
      all.push(decision)
      const own = files[device]
      if (seals) own?.push([])
      own?.at(-1)?.push(decision)
    }
    for (const which of restored) {
      const file = files[which % 3]?.at(-1)
      if (file !== undefined && file.length > 0) file.push(...all.slice(which % all.length).slice(0, 1))
    }
    return { files, decisions: all.length }
  })

test('read file by file, what it tells at any time is what is told in the end', async () => {
  await fc.assert(
    fc.asyncProperty(journals, async ({ files, decisions }) => {
      const folder = await written(files)
      const whole = new HistoryIndex(folder)
      await whole.read()
      expect(whole.completeFrom).toBe(0)
      expect(whole.history.size).toBe(decisions)
      const index = new HistoryIndex(folder)
      const { total } = whole.progress
      for (let done = 1; done <= total; done++) {
        // There is no time left, and still each call comes further.
        await index.read(0)
        expect(index.progress).toEqual({ done, total })
        const told = actsOf(index, index.completeFrom === 0).filter(
          ({ stamp }) => stamp >= index.completeFrom
        )
        expect(told).toEqual(actsOf(whole).filter(({ stamp }) => stamp >= index.completeFrom))
      }
      expect(index.completeFrom).toBe(0)
      const { edition } = index
      await index.read()
      expect(index.edition).toBe(edition)
    }),
    { numRuns: 30 }
  )
})

test('where nothing of a device is known yet, nothing is complete', async () => {
  const act = (device: string, stamp: number): Decision => {
    return { id: `${device} ${stamp}`, stamp, device, origin: 'w', how: 'single', changes: [] }
  }
  const [a = '', b = ''] = devices
  const index = new HistoryIndex(
    await written([
      [[act(a, 1)], [act(a, 5)]],
      [[act(b, 2)], [act(b, 9)]]
    ])
  )
  await index.read(0)
  expect(index.completeFrom).toBe(Infinity)
  await index.read(0)
  expect(index.completeFrom).toBe(9)
})
