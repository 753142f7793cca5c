import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Moment } from '#core/domain/decision'
import { DecidedVersions, isUpdated } from '#core/domain/decided-versions'
import { DeviceTable } from '#core/domain/register'

interface Step extends Moment {
  readonly version: number
  readonly undoes: boolean
}

const steps: fc.Arbitrary<Step[]> = fc.uniqueArray(
  fc.record({
    version: fc.nat(4),
    undoes: fc.boolean(),
    stamp: fc.nat(8),
    device: fc.constantFrom('a', 'b')
  }),
  { maxLength: 10, selector: ({ stamp, device }) => `${stamp} ${device}` }
)

const paper = 2

function fold(order: readonly Step[], state?: DecidedVersions): DecidedVersions {
  const decided = state ?? new DecidedVersions(new DeviceTable())
  for (const { version, undoes, ...moment } of order) {
    if (undoes) decided.goBack(paper, version, moment)
    else decided.raise(paper, version, moment)
  }
  return decided
}

const later = (a: Moment, b: Moment): number => a.stamp - b.stamp || (a.device < b.device ? -1 : 1)

describe('DecidedVersions', () => {
  test('are the highest decided on since the last undo, or what that went back to, in every order', () => {
    fc.assert(
      fc.property(
        steps.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))
        ),
        ([list, order]) => {
          const sorted = [...list].sort(later)
          const from = sorted.findLastIndex(({ undoes }) => undoes)
          const since = sorted.slice(Math.max(0, from))
          const highest = Math.max(0, ...since.map(({ version }) => version))
          const last = since.findLast(({ version }) => version === highest)
          const decided = fold(order)
          expect(decided.get(paper)).toBe(highest)
          if (highest > 0)
            expect(decided.setAt(paper)).toMatchObject({ stamp: last?.stamp, device: last?.device })
          // Others keep what they have.
          expect([decided.get(0), decided.get(paper + 1), decided.setAt(0)]).toEqual([0, 0, null])
        }
      ),
      { numRuns: 3000 }
    )
  })

  test('go on from a state that was kept as if nothing had been', () => {
    fc.assert(
      fc.property(steps, fc.nat(10), (list, at) => {
        const names = new DeviceTable()
        const half = fold(list.slice(0, at), new DecidedVersions(names))
        const kept = new DecidedVersions(names, half.state(paper + 1))
        const resumed = fold(list.slice(at), kept)
        const whole = fold(list)
        expect([resumed.get(paper), resumed.setAt(paper)]).toMatchObject([
          whole.get(paper),
          whole.setAt(paper)
        ])
      }),
      { numRuns: 1000 }
    )
  })
})

test.each([
  [3, 1, true],
  [3, 3, false],
  [2, 3, false],
  [3, 0, false],
  [null, 1, false]
])('Version %s is new to who decided on %i: %s', (version, decided, updated) => {
  expect(isUpdated(version, decided)).toBe(updated)
})
