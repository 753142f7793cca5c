import { once } from 'node:events'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { startPapertray } from '../../support/papertray'
import type { User } from './command-line'

/** A command that is still running, with what it has written so far. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams
  readonly out: () => string
  readonly err: () => string
  /** Resolves once standard output holds at least so many lines, or the command has ended. */
  readonly untilLines: (count: number) => Promise<void>
  /** Resolves to the exit code once the command has ended; null where a signal ended it. */
  readonly end: Promise<number | null>
}

export function start(user: User, args: readonly string[]): Running {
  const child = startPapertray(args, { home: user.home, cwd: user.cwd })
  let [out, err, ended] = ['', '', false]
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk))
  child.stdin.on('error', () => undefined)
  const end = once(child, 'close').then(([code]) => {
    ended = true
    return code as number | null
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const untilLines = async (count: number): Promise<void> => {
    while (!ended && out.split('\n').length <= count) await Promise.race([once(child.stdout, 'data'), end])
  }
  return { child, out: () => out, err: () => err, untilLines, end }
}
