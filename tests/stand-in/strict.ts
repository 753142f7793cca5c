/** Thrown where a program asks the stand-in for what it does not have; Electron itself may well have it. */
export class NotInStandIn extends Error {
  override readonly name = 'NotInStandIn'

  constructor(what: string) {
    super(
      `the stand-in for Electron has no ${what}: add it to tests/stand-in, with the behaviour of the real one`
    )
  }
}

/** What the language itself and Node's inspection look for on any object. */
const harmless = new Set<PropertyKey>(['then', 'toJSON', 'constructor', 'prototype', 'inspect'])

/** What every emitter of events has. */
export const emitterMembers = ['on', 'once', 'off', 'addListener', 'removeListener'] as const

const subscribing = new Set<PropertyKey>(emitterMembers)

export interface Shown {
  /** Stands in messages: `app`, `BrowserWindow`. */
  readonly name: string
  /** All that may be read or called. */
  readonly members: readonly PropertyKey[]
  /** Those of them that may be set. */
  readonly settable?: readonly PropertyKey[]
  /** All that may be listened to; emitters only. */
  readonly events?: readonly string[]
  /** Whether it has been destroyed: using it then throws, as in Electron. */
  readonly isDestroyed?: () => boolean
}

/**
 * The face of one of the stand-in's objects that the program sees: the listed members, and an error for any other.
 *
 * @typeParam T What Electron declares; each class says by `implements Pick<…>` that it has the members it lists.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names what the face is taken for
export function strict<T extends object>(
  target: object,
  { name, members, settable = [], events, isDestroyed = () => false }: Shown
): T {
  const known = new Set<PropertyKey>(members)
  const open = new Set<PropertyKey>(settable)
  const bound = new Map<PropertyKey, unknown>()
  const face: T = new Proxy(target, {
    get(_, key) {
      if (!known.has(key)) {
        if (typeof key === 'symbol' || harmless.has(key)) return Reflect.get(target, key) as unknown
        throw new NotInStandIn(`${name}.${key}`)
      }
      if (isDestroyed() && key !== 'isDestroyed' && !subscribing.has(key)) {
        throw new TypeError('Object has been destroyed')
      }
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      // Methods run on the object itself, whose private fields a proxy does not have.
      if (!bound.has(key)) bound.set(key, onTarget(key, value as Method))
      return bound.get(key)
    },
    set(_, key, value: unknown) {
      if (!open.has(key)) throw new NotInStandIn(`${name}.${String(key)} that can be set`)
      return Reflect.set(target, key, value)
    },
    has: (_, key) => known.has(key)
  }) as T

  function onTarget(key: PropertyKey, method: Method): Method {
    return (...args) => {
      if (subscribing.has(key) && events !== undefined && !events.includes(String(args[0]))) {
        throw new NotInStandIn(`event ${String(args[0])} of ${name}`)
      }
      const result = method.apply(target, args)
      return result === target ? face : result
    }
  }
  return face
}

type Method = (...args: unknown[]) => unknown

/** A module or class of which only these members exist; values are given as they are. */
export function strictModule<T extends object>(name: string, members: Partial<T>): T {
  return new Proxy(members, {
    get(target, key) {
      if (Object.hasOwn(target, key) || typeof key === 'symbol' || harmless.has(key)) {
        return Reflect.get(target, key) as unknown
      }
      throw new NotInStandIn(`${name}.${key}`)
    }
  }) as T
}

/** Refuses options that the stand-in knows nothing of, so that no setting is believed to be tested when it is not. */
export function refuseUnknown(name: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new NotInStandIn(`option ${key} of ${name}`)
  }
}
