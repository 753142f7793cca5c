import { EventEmitter } from 'node:events'
import { pack, unpack } from './clone'
import type { Frame } from './frames'
import { makeEvent } from './event'
import { emitterMembers, strict } from './strict'

type Invoked = Parameters<Electron.IpcMain['handle']>[1]

const members = ['handle', 'removeHandler'] as const

class IpcMain extends EventEmitter implements Pick<Electron.IpcMain, (typeof members)[number]> {
  readonly handlers = new Map<string, Invoked>()

  handle(channel: string, listener: Invoked): void {
    if (this.handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    }
    this.handlers.set(channel, listener)
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel)
  }
}

const implementation = new IpcMain()
export const ipcMain = strict<Electron.IpcMain>(implementation, {
  name: 'ipcMain',
  members: [...members, ...emitterMembers]
})

/** What a page says on the channel; arguments are packed. */
export type Posted =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly kind: 'send'; readonly channel: string; readonly args: string }

/** What it is answered with. */
export type Answer =
  | { readonly kind: 'reply'; readonly id: number; readonly value: string }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }

/** Hands what a frame said to the host. */
export async function receive(
  sender: Electron.WebContents,
  frame: Frame,
  posted: Posted
): Promise<Answer | undefined> {
  const event = makeEvent({
    type: 'frame' as const,
    sender,
    processId: frame.processId,
    frameId: frame.routingId,
    get senderFrame(): Electron.WebFrameMain | null {
      return frame.isGone ? null : frame.face
    }
  })
  const args = unpack(posted.args) as unknown[]
  if (posted.kind === 'send') {
    implementation.emit(posted.channel, event, ...args)
    return undefined
  }
  const { id, channel } = posted
  try {
    const handler = implementation.handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return { kind: 'reply', id, value: pack(await (handler(event, ...args) as unknown)) }
  } catch (error) {
    // As Electron words it on both sides.
    process.stderr.write(`Error occurred in handler for '${channel}': ${String(error)}\n`)
    return { kind: 'failure', id, message: `Error invoking remote method '${channel}': ${String(error)}` }
  }
}
