import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keysOf, type CommandId } from '#core/commands'
import {
  clashing,
  isChanged,
  refusalOf,
  withKey,
  withoutKey,
  withoutKeys,
  withUsualKeys
} from '#core/key-changes'
import { clash, commandIds, keysInForce, type OwnKeys } from '#core/keys'

const usual = keysInForce()
const commandId = fc.constantFrom(...commandIds)
const key = fc.oneof(
  fc.constantFrom('e', 'E', 'g', 'g i', 'g s', '*', '* a', '$mod+k', 'Shift+S', 'q', 'q q', 'F2', '?', 'x y'),
  fc.constantFrom(...commandIds.flatMap((id) => [...keysOf(id)]))
)

/** What a user may have come to by any number of changes. */
const changed = fc
  .array(
    fc.oneof(
      fc.record({ what: fc.constant('add' as const), id: commandId, key }),
      fc.record({ what: fc.constant('clear' as const), id: commandId, key }),
      fc.record({ what: fc.constant('reset' as const), id: commandId, key })
    ),
    { maxLength: 12 }
  )
  .map((steps) =>
    steps.reduce<OwnKeys>((own, { what, id, key: each }) => {
      if (what === 'add') return withKey(own, id, each)
      return what === 'clear' ? withoutKeys(own, id) : withUsualKeys(own, id)
    }, {})
  )

function pairsThatClash(own: OwnKeys): string[] {
  const all = Object.entries(keysInForce(own)).flatMap(([id, keys]) =>
    keys.map((each) => [id, each] as const)
  )
  return all.flatMap(([id, one], at) =>
    all.slice(at + 1).flatMap(([other, each]) => (clash(one, each) ? [`${id} ${one}, ${other} ${each}`] : []))
  )
}

test('the table gives no key to two commands', () => {
  expect(pairsThatClash({})).toEqual([])
  for (const id of commandIds) expect(usual[id]).toEqual(keysOf(id))
})

test('a key clashes with itself in either case, and with sequences that it begins', () => {
  expect(clash('g i', 'G I')).toBe(true)
  expect(clash('g', 'g i')).toBe(true)
  expect(clash('g i', 'g')).toBe(true)
  expect(clash('g i', 'g s')).toBe(false)
  expect(clash('e', 'Shift+E')).toBe(false)
  expect(clash('End', 'e')).toBe(false)
})

test('whatever the user changes, no key ever runs two commands', () => {
  fc.assert(
    fc.property(changed, (own) => {
      expect(pairsThatClash(own)).toEqual([])
    })
  )
})

test('a key that was given is there, alone, and the commands named before are those that lost one', () => {
  fc.assert(
    fc.property(changed, commandId, key, (own, id, each) => {
      const losing = clashing(own, id, each)
      const [before, after] = [keysInForce(own), keysInForce(withKey(own, id, each))]
      expect(after[id]).toContain(each)
      for (const other of commandIds)
        if (other !== id)
          expect(after[other].length < before[other].length, other).toBe(losing.includes(other))
    })
  )
})

test('what is taken away is gone, and the usual keys are those of the table whoever has them', () => {
  fc.assert(
    fc.property(changed, commandId, (own, id) => {
      const [first] = keysInForce(own)[id]
      if (first !== undefined) expect(keysInForce(withoutKey(own, id, first))[id]).not.toContain(first)
      expect(keysInForce(withoutKeys(own, id))[id]).toEqual([])
      const again = withUsualKeys(own, id)
      expect(keysInForce(again)[id]).toEqual(keysOf(id))
      expect(isChanged(again, id)).toBe(false)
    })
  )
})

test('a command that has its usual keys again follows the table of later releases', () => {
  const own = withKey({}, 'star', 'e')
  expect(keysInForce(own)).toMatchObject({ star: ['s', 'e'], done: [] })
  expect(own).toEqual({ star: ['s', 'e'] })
  // Also one that never was the user's to change.
  expect(withUsualKeys(own, 'done')).toEqual({})
  expect(withoutKey(own, 'star', 'e')).toEqual({})
})

test('keys of commands that this release does not know stay, and what is no key does nothing', () => {
  const own = { soar: ['e'], done: ['', 'a b c', '(a+)+', '(', 'x'] }
  expect(keysInForce(own)).toMatchObject({ done: ['(', 'x'] })
  expect(withKey(own, 'star', 'q')).toMatchObject({ soar: ['e'], star: ['s', 'q'] })
  const inForce: Readonly<Record<string, unknown>> = keysInForce(own)
  expect(inForce.soar).toBeUndefined()
})

test.each([
  ['$mod+w', 'kept'],
  ['$mod+Shift+T', 'kept'],
  ['$mod+c', 'kept'],
  ['$mod+3', 'kept'],
  ['g $mod+n', 'kept'],
  ['F5', 'kept'],
  ['Tab', 'focus'],
  ['Enter', 'focus'],
  ['g Escape', 'focus'],
  ['0', null],
  ['g 1', null],
  ['1', null],
  ['w', null],
  ['$mod+Shift+k', null],
  ['ArrowLeft', null]
])('whether %s can be had: %s', (each, refusal) => {
  expect(refusalOf(each)).toBe(refusal)
})

test('every key of the table but Enter and Escape can be had again', () => {
  const refused = commandIds.flatMap((id: CommandId) => keysOf(id).filter((each) => refusalOf(each) !== null))
  expect([...refused].sort()).toEqual(['Enter', 'Escape'])
})
