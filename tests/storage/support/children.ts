import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, onTestFinished } from 'vitest'
import type { Answer, Request } from './child.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** Bundles child.ts for Node alone, into a folder that is removed after the tests of the file that asked for it. */
export async function bundleChild(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'papertray-child-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
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
  return join(folder, 'child.mjs')
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

  /** Ends it as `kill -9` does, and waits until its number is free again. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
  }
}
