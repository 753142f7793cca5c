import fc from 'fast-check'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary.ts'
import { namesOnDisk, readNames } from './support/names.ts'

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('add' as const), count: fc.integer({ min: 1, max: 4 }) })
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('microtasks' as const), count: fc.nat({ max: 12 }) })
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('macrotasks' as const), count: fc.nat({ max: 5 }) })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      call: fc.constantFrom('write' as const, 'datasync' as const),
      code: fc.constantFrom('ENOSPC', 'EIO')
    })
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) }
)

test('whatever is updated and fails, and when: memory, disk and what was acknowledged are the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { folder, disk, log, low } = namesOnDisk(join(await temporaryFolder(), 'names'))
      const acknowledged: string[] = []
      const pending: Promise<void>[] = []
      let next = 0
      const add = async (): Promise<void> => {
        const name = `n${next++}`
        try {
          await low.update((names) => {
            names.add(name)
          })
          acknowledged.push(name)
        } catch (cause) {
          expect(cause).toMatchObject({
            name: 'Failure',
            code: expect.stringMatching(/^(diskFull|writeFailed)$/) as string
          })
        }
      }
      for (const each of steps) {
        if (each.kind === 'add') for (let count = 0; count < each.count; count++) pending.push(add())
        if (each.kind === 'fail') disk.fail(each.call, each.code)
        if (each.kind === 'microtasks')
          for (let count = 0; count < each.count; count++) await Promise.resolve()
        if (each.kind === 'macrotasks') for (let count = 0; count < each.count; count++) await setImmediate()
        if (each.kind === 'settle') await Promise.all(pending)
      }
      await Promise.all(pending)
      const stored = (await readNames(folder)).all
      expect(low.data.all).toEqual(stored)
      expect([...acknowledged].sort()).toEqual([...stored].sort())
      expect(low.data.unsaved).toEqual([])
      disk.before = () => undefined
      await add()
      expect(low.data.all).toEqual((await readNames(folder)).all)
      expect(low.data.all).toEqual([...stored, `n${next - 1}`])
      await log.close()
    }),
    { numRuns: 150 }
  )
})
