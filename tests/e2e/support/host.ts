import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** The browser host as built: `npm run build` makes it. */
const program = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'browser.js')

/** Milliseconds that a host may take to end. */
const longestEnd = 10_000

/** Serves a home's library to windows, in a process of its own. */
export class Host {
  readonly #child: ChildProcess
  /** With the token. */
  readonly address: string

  private constructor(child: ChildProcess, address: string) {
    this.#child = child
    this.address = address
  }

  /** @param home Becomes PAPERTRAY_HOME. */
  static async start(home: string, args: readonly string[] = []): Promise<Host> {
    const child = spawn(process.execPath, [program, '--no-open', ...args], {
      env: { ...process.env, PAPERTRAY_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let said = ''
    const address = await new Promise<string>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        said += chunk.toString()
        const found = /is open at (http:\S+)\n/.exec(said)?.[1]
        if (found !== undefined) resolve(found)
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.once('close', () => {
        reject(new Error(`the host ended: ${said}`))
      })
    })
    return new Host(child, address)
  }

  /** `http://127.0.0.1:PORT`. */
  get origin(): string {
    return new URL(this.address).origin
  }

  get port(): string {
    return new URL(this.address).port
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Ends it as Ctrl+C does. @returns Its exit code. */
  async end(): Promise<number | null> {
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const closed = once(child, 'close')
    const timer = setTimeout(() => child.kill('SIGKILL'), longestEnd)
    child.kill('SIGINT')
    await closed
    clearTimeout(timer)
    return child.exitCode
  }
}
