import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { onTestFinished } from 'vitest'
import type { Answer, Request } from './child.ts'

const root = join(import.meta.dirname, '..', '..', '..')

export interface Bundle {
  readonly path: string
  readonly remove: () => Promise<void>
}

/** Bundles child.ts for Node alone, into a folder of its own. */
export async function bundleChild(): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'papertray-child-'))
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, 'child.ts'),
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'child.mjs', codeSplitting: false } }
    }
  })
  return { path: join(folder, 'child.mjs'), remove: () => rm(folder, { recursive: true, force: true }) }
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
