import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareMoments, type Moment } from '#core/domain/decision'
import { DeviceTable, Register } from '#core/domain/register'

interface Setting extends Moment {
  readonly paper: number
  readonly value: boolean
}

const settings: fc.Arbitrary<Setting[]> = fc.uniqueArray(
  fc.record({
    paper: fc.integer({ min: 0, max: 200 }),
    value: fc.boolean(),
    stamp: fc.integer({ min: 1, max: 5 }),
    device: fc.constantFrom('a', 'b', 'c')
  }),
  { selector: ({ paper, stamp, device }) => `${paper} ${stamp} ${device}`, maxLength: 60 }
)

function registerOf(list: readonly Setting[]): Register {
  const register = new Register(new DeviceTable())
  for (const { paper, value, stamp, device } of list) register.set(paper, value, { stamp, device })
  return register
}

/** The same, written down as it is meant: the latest setting of a paper wins. */
function latest(list: readonly Setting[], paper: number): Setting | undefined {
  return list.filter((each) => each.paper === paper).sort((a, b) => compareMoments(b, a))[0]
}

test('a paper’s last setting wins in whatever order they come', () => {
  fc.assert(
    fc.property(
      settings.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))
      ),
      ([list, shuffled]) => {
        const register = registerOf(shuffled)
        for (let paper = 0; paper <= 201; paper++) {
          const last = latest(list, paper)
          expect(register.get(paper)).toBe(last?.value ?? false)
          expect(register.setAt(paper)).toEqual(
            last === undefined ? null : { stamp: last.stamp, device: last.device }
          )
        }
      }
    )
  )
})

test('of two settings with one stamp the device later in the alphabet wins', () => {
  const older = { paper: 0, value: true, stamp: 7, device: 'a' }
  const newer = { paper: 0, value: false, stamp: 7, device: 'b' }
  expect(registerOf([older, newer]).get(0)).toBe(false)
  expect(registerOf([newer, older]).get(0)).toBe(false)
})

test('what was never set is false and was set at no moment', () => {
  const register = registerOf([{ paper: 3, value: true, stamp: 1, device: 'a' }])
  expect(register.get(2)).toBe(false)
  expect(register.get(-1)).toBe(false)
  for (const paper of [2, 9999, -1]) expect(register.setAt(paper)).toBeNull()
})

test('is the same after its arrays were written and read', () => {
  fc.assert(
    fc.property(settings, settings, (before, after) => {
      const names = new DeviceTable()
      const register = new Register(names)
      for (const { paper, value, stamp, device } of before) register.set(paper, value, { stamp, device })
      const { values, stamps, devices } = register.arrays(201)
      expect([values.length, stamps.length, devices.length]).toEqual([201, 201, 201])
      const arrays = { values: values.slice(), stamps: stamps.slice(), devices: devices.slice() }
      const read = new Register(new DeviceTable(names.names), arrays)
      for (const each of after) {
        register.set(each.paper, each.value, each)
        read.set(each.paper, each.value, each)
      }
      for (let paper = 0; paper <= 201; paper++) {
        expect(read.get(paper)).toBe(register.get(paper))
        expect(read.setAt(paper)).toEqual(register.setAt(paper))
      }
    }),
    { numRuns: 40 }
  )
})

test('a device keeps its number', () => {
  const names = new DeviceTable(['laptop'])
  expect([names.number('desk'), names.number('laptop'), names.number('desk')]).toEqual([1, 0, 1])
  expect(names.names).toEqual(['laptop', 'desk'])
})
