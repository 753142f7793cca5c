import type { EventEmitter } from 'node:events'

/** What Electron hands to listeners first. */
export interface StandInEvent {
  readonly preventDefault: () => void
  readonly defaultPrevented: boolean
}

/** An event with members of its own besides. */
export function makeEvent<T extends object>(members: T): T & StandInEvent {
  let defaultPrevented = false
  const event = {
    preventDefault: (): void => {
      defaultPrevented = true
    },
    get defaultPrevented(): boolean {
      return defaultPrevented
    }
  }
  // Accessors, so that what changes during the event (a frame that goes away) is read when it is asked for.
  return Object.defineProperties(event, Object.getOwnPropertyDescriptors(members)) as T & StandInEvent
}

/** @returns Whether no listener prevented what usually follows. */
export function emitPreventable(
  emitter: EventEmitter,
  name: string,
  members: object,
  ...args: unknown[]
): boolean {
  const event = makeEvent(members)
  emitter.emit(name, event, ...args)
  return !event.defaultPrevented
}
