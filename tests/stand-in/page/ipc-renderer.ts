import { pack, unpack } from '../clone'

/*
 * A page's side of the IPC channel: `ipcRenderer` over a binding that Chromium's debugger puts into this world, and a
 * receiver that the stand-in calls. Both are out of reach of the page's own scripts, which live in another world.
 */

type Listener = (event: object, ...args: unknown[]) => void

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** What the stand-in says to this world. */
type Received =
  | { readonly kind: 'message'; readonly channel: string; readonly args: string }
  | { readonly kind: 'reply'; readonly id: number; readonly value: string }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }

export const receiver = Symbol.for('stand-in for Electron: receiver')

const waiting = new Map<number, Waiting>()
const listeners = new Map<string, Listener[]>()
let lastId = 0

/** @param post The binding. */
export function makeIpcRenderer(post: (message: string) => void): object {
  Object.defineProperty(globalThis, receiver, { value: receive, enumerable: false })
  const emitter = {
    invoke: async (channel: string, ...args: unknown[]): Promise<unknown> => {
      const id = ++lastId
      const packed = pack(args)
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        post(JSON.stringify({ kind: 'invoke', id, channel, args: packed }))
      })
    },
    send: (channel: string, ...args: unknown[]): void => {
      post(JSON.stringify({ kind: 'send', channel, args: pack(args) }))
    },
    on: (channel: string, listener: Listener) => add(channel, listener),
    once: (channel: string, listener: Listener) => {
      const single: Listener = (event, ...args) => {
        remove(channel, single)
        listener(event, ...args)
      }
      return add(channel, single)
    },
    off: (channel: string, listener: Listener) => remove(channel, listener),
    removeListener: (channel: string, listener: Listener) => remove(channel, listener)
  }
  const add = (channel: string, listener: Listener): object => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    return emitter
  }
  const remove = (channel: string, listener: Listener): object => {
    const left = [...(listeners.get(channel) ?? [])]
    const place = left.lastIndexOf(listener)
    if (place >= 0) left.splice(place, 1)
    listeners.set(channel, left)
    return emitter
  }
  function receive(received: Received): void {
    if (received.kind === 'message') {
      const event = { sender: emitter, ports: [] }
      for (const listener of listeners.get(received.channel) ?? []) {
        listener(event, ...(unpack(received.args) as unknown[]))
      }
      return
    }
    const asked = waiting.get(received.id)
    waiting.delete(received.id)
    if (received.kind === 'reply') asked?.resolve(unpack(received.value))
    else asked?.reject(new Error(received.message))
  }
  return emitter
}
