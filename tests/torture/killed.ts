import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Message } from './child'

/** When a process is killed. */
export interface Moment {
  /** Which message is waited for: that it was loaded, that some acts have begun, that it closes. */
  readonly when: 'opening' | 'working' | 'closing' | 'recovering'
  /** So many acts begun, or acknowledged. */
  readonly after: number
  /** Milliseconds after that message. */
  readonly delay: number
}

export interface Killed {
  readonly messages: readonly Message[]
  /** `none` where it had ended before. */
  readonly when: Moment['when'] | 'none'
}

/**
 * Starts the child and kills it at a moment, as `kill -9` does.
 * @throws Error where it ends by itself and not well.
 */
export async function killed(orders: string, { when, after, delay }: Moment): Promise<Killed> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', '--child', orders], {
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')))
  const ended = once(child, 'close')
  const messages: Message[] = []
  let acts = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line) as Message
    messages.push(message)
    if (message.kind === 'begun' || message.kind === 'acknowledged') acts++
    const isTime =
      (when === 'opening' && message.kind === 'loaded') ||
      (when === 'working' && acts === after) ||
      (when === 'closing' && message.kind === 'closing')
    if (!isTime) continue
    if (delay === 0) child.kill('SIGKILL')
    else setTimeout(() => child.kill('SIGKILL'), delay)
  }
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null]
  if (signal !== 'SIGKILL' && code !== 0)
    throw new Error(`the process ended with ${code ?? signal}: ${errors}`)
  return { messages, when: signal === 'SIGKILL' ? when : 'none' }
}
