import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { join } from 'node:path'

/** The command line as built: `npm run build` makes it. */
export const program = join(import.meta.dirname, '..', '..', 'out', 'main', 'papertray.js')

export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  /** Becomes PAPERTRAY_HOME: where library, cache, locks and the device's id stand. */
  readonly home: string
  readonly cwd?: string
  readonly input?: string
}

/** Starts the command line in a process of its own. */
export function startPapertray(
  args: readonly string[],
  { home, cwd }: RunOptions
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, PAPERTRAY_HOME: home }
  })
}

/** Runs the command line to its end. */
export async function runPapertray(args: readonly string[], options: RunOptions): Promise<Finished> {
  const child = startPapertray(args, options)
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  // A child that ends without reading its input breaks the pipe; its exit code says more.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({
        code,
        signal,
        out: Buffer.concat(out).toString('utf8'),
        err: Buffer.concat(err).toString('utf8')
      })
    })
  })
}
