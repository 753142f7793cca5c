import { createConnection, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { CommandName, Commands, FromStandIn, Kind, Records, ToStandIn } from './control-messages'

type Handler<N extends CommandName> = (
  argument: Commands[N]['argument']
) => Commands[N]['reply'] | Promise<Commands[N]['reply']>

const handlers = new Map<string, (argument: never) => unknown>()
let socket: Socket | undefined

/** Connects to the test that PAPERTRAY_STAND_IN_CONTROL names; without it nobody listens. */
export async function connectControl(): Promise<void> {
  const port = process.env.PAPERTRAY_STAND_IN_CONTROL
  if (port === undefined) return
  // Programs that the application starts are none of the test's.
  delete process.env.PAPERTRAY_STAND_IN_CONTROL
  const connected = createConnection(Number(port), '127.0.0.1')
  await new Promise<void>((resolve, reject) => {
    connected.once('connect', resolve).once('error', reject)
  })
  connected.on('error', () => undefined)
  connected.setNoDelay(true)
  socket = connected
  createInterface(connected).on('line', (line) => {
    void obey(JSON.parse(line) as ToStandIn)
  })
}

/** Tells the test what the host did. */
export function record<K extends Kind>(kind: K, value: Records[K]): void {
  say({ kind, record: value })
}

/** Says what is done when a test asks for it. */
export function onCommand<N extends CommandName>(command: N, handler: Handler<N>): void {
  handlers.set(command, handler)
}

/** Waits until all that was said has been handed over. */
export async function endControl(): Promise<void> {
  const ending = socket
  if (ending === undefined || ending.destroyed) return
  await new Promise<void>((resolve) => {
    ending.once('close', resolve).end(resolve)
  })
}

async function obey({ id, command, argument }: ToStandIn): Promise<void> {
  try {
    const handler = handlers.get(command)
    if (handler === undefined) throw new Error(`no command ${command}`)
    say({ reply: id, value: await handler(argument as never) })
  } catch (error) {
    say({ reply: id, error: error instanceof Error ? error.message : String(error) })
  }
}

function say(message: FromStandIn): void {
  socket?.write(`${JSON.stringify(message)}\n`)
}
