import { commandTable, keysOf, type CommandId } from '#core/commands'

/*
 * Which keys run which command, once the user has chosen some: pure, for the window, its settings and the menu of the
 * desktop alike.
 */

/** Command → keys that the user chose for it; a later release may have commands that this one does not know. */
export type OwnKeys = Readonly<Record<string, readonly string[]>>
export type KeysInForce = Readonly<Record<CommandId, readonly string[]>>

export const commandIds = Object.keys(commandTable) as readonly CommandId[]

/** Whether one of two keys hides the other: they are the same, or one begins the sequence that the other is. */
export function clash(a: string, b: string): boolean {
  const [one, other] = [`${a} `.toLowerCase(), `${b} `.toLowerCase()]
  return one.startsWith(other) || other.startsWith(one)
}

/**
 * The keys of every command, the one to be shown first. What the user chose for one command no other has by the table;
 * so a later release may give a key to a new command without taking it from anybody.
 */
export function keysInForce(own: OwnKeys = {}): KeysInForce {
  const chosen = commandIds.flatMap((id) => own[id] ?? [])
  const inForce = commandIds.map((id) => [
    id,
    // What stands in a file may be anything, and parentheses would make a pattern of it.
    own[id]?.filter((key) => /^(?!.*\(\S)\S+( \S+)?$/.test(key)) ??
      keysOf(id).filter((key) => !chosen.some((each) => clash(key, each)))
  ])
  return Object.fromEntries(inForce) as KeysInForce
}
