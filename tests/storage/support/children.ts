import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { bundled, type Bundle } from '../../support/bundle.ts'
import type { Answer, Request } from './child.ts'

/** Bundles child.ts, see {@link Child}. */
export function bundleChild(): Promise<Bundle> {
  return bundled(join(import.meta.dirname, 'child.ts'))
}

/** A process that does what child.ts can do. */
export class Child {
  readonly #process: ChildProcess

  constructor(bundle: string) {
    this.#process = fork(bundle, [], { execArgv: [] })
    onTestFinished(() => this.kill())
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  async ask(request: Request): Promise<Answer> {
    const answered = once(this.#process, 'message')
    this.#process.send(request)
    const [answer] = (await answered) as [Answer]
    return answer
  }

  /** The same for what it may not survive. @returns Null where it did not. */
  async askLast(request: Request): Promise<Answer | null> {
    const ended = once(this.#process, 'exit').then(() => null)
    return Promise.race([this.ask(request), ended])
  }

  /** Ends it as `kill -9` does, and waits until its number is free again. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
  }
}
