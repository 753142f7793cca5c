import { keysOf, type CommandId } from '#core/commands'
import { clash, commandIds, keysInForce, type OwnKeys } from '#core/keys'

/* What the settings do with keys. */

/** Keys that one command can have, see the contract. */
export const mostKeys = 8

/** Commands besides this one that would lose a key to it. */
export function clashing(own: OwnKeys, id: CommandId, key: string): CommandId[] {
  const inForce = keysInForce(own)
  return commandIds.filter((other) => other !== id && inForce[other].some((each) => clash(key, each)))
}

/** Gives a key to a command, and takes it from all others. */
export function withKey(own: OwnKeys, id: CommandId, key: string): OwnKeys {
  const others = keysInForce(own)[id].filter((each) => !clash(each, key))
  return tidied({ ...freed(own, id, [key]), [id]: [...others, key] })
}

export function withoutKey(own: OwnKeys, id: CommandId, key: string): OwnKeys {
  return tidied({ ...own, [id]: keysInForce(own)[id].filter((each) => each !== key) })
}

/** Gives a command the keys of the table back, also those that another one has by now. */
export function withUsualKeys(own: OwnKeys, id: CommandId): OwnKeys {
  return tidied({ ...freed(own, id, keysOf(id)), [id]: keysOf(id) })
}

export function withoutKeys(own: OwnKeys, id: CommandId): OwnKeys {
  return tidied({ ...own, [id]: [] })
}

/** Whether a command has other keys than those of the table. */
export function isChanged(own: OwnKeys, id: CommandId): boolean {
  return !same(keysInForce(own)[id], keysOf(id))
}

/** What was chosen for other commands, without what clashes with some keys. */
function freed(own: OwnKeys, id: CommandId, keys: readonly string[]): OwnKeys {
  const others = Object.entries(own).filter(([other]) => other !== id)
  return Object.fromEntries(
    others.map(([other, has]) => [other, has.filter((each) => !keys.some((key) => clash(each, key)))])
  )
}

/** What is as in the table is not the user's own: so it follows the tables of later releases. */
function tidied(own: OwnKeys): OwnKeys {
  const known = new Set<string>(commandIds)
  return Object.fromEntries(
    Object.entries(own).filter(([id, keys]) => !known.has(id) || !same(keys, keysOf(id as CommandId)))
  )
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, at) => each === b[at])
}

/** Why a key cannot be had: the browser or the system keeps it, or it moves or presses what has the focus. */
export type KeyRefusal = 'kept' | 'focus'

/** What browsers and systems do not let go of, or what everybody needs in fields. */
const kept = new Set(
  [
    ...['w', 't', 'n', 'q', 'r', 'l', 'c', 'x', 'v', 'a', 'Tab', 'PageUp', 'PageDown'],
    ...['Shift+w', 'Shift+t', 'Shift+n', 'Shift+q', 'Shift+r', 'Shift+Tab']
  ].map((key) => `$mod+${key}`.toLowerCase())
)
const keptAlone = new Set(['f5', 'f11', 'f12', 'alt+f4', 'alt+tab', 'alt+arrowleft', 'alt+arrowright'])
const focusKeys = new Set(['tab', 'shift+tab', 'enter', 'escape', 'shift+enter'])

/** @returns Null for a key that any command can have. */
export function refusalOf(key: string): KeyRefusal | null {
  const presses = key.toLowerCase().split(' ')
  if (presses.some((press) => kept.has(press) || keptAlone.has(press) || /^\$mod\+[1-9]$/.test(press)))
    return 'kept'
  return presses.some((press) => focusKeys.has(press)) ? 'focus' : null
}
