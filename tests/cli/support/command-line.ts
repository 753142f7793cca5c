import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { runPapertray, type Finished, type RunOptions } from '../../support/papertray'
import { temporaryFolder } from '../../support/temporary'

/** A user of the command line: a home for Papertray, and a folder to stand in. */
export interface User {
  readonly home: string
  readonly cwd: string
  /** The default library. */
  readonly library: string
  readonly run: (args: readonly string[], options?: Partial<RunOptions>) => Promise<Finished>
  /** Runs what must end well and without a word on standard error, and answers its lines of output. */
  readonly lines: (args: readonly string[], options?: Partial<RunOptions>) => Promise<string[]>
  /** Writes a file into the folder the user stands in, and answers its name. */
  readonly file: (name: string, bytes: string | Uint8Array) => Promise<string>
}

export async function newUser(): Promise<User> {
  const folder = await temporaryFolder()
  const [home, cwd] = [join(folder, 'home'), join(folder, 'work')]
  await mkdir(cwd)
  const run: User['run'] = (args, options) => runPapertray(args, { home, cwd, ...options })
  return {
    home,
    cwd,
    library: join(home, 'library'),
    run,
    lines: async (args, options) => {
      const { code, out, err } = await run(args, options)
      expect({ code, err }).toEqual({ code: 0, err: '' })
      return linesOf(out)
    },
    file: async (name, bytes) => {
      await mkdir(dirname(join(cwd, name)), { recursive: true })
      await writeFile(join(cwd, name), bytes)
      return name
    }
  }
}

export function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1)
}

/** A refusal: the code, nothing on standard output, one sentence on standard error. */
export function expectRefusal({ code, out, err }: Finished, expected: 1 | 2, sentence: RegExp): void {
  expect({ code, out }).toEqual({ code: expected, out: '' })
  expect(err).toMatch(sentence)
  expect(err).toMatch(/^[^\n]+(\.|Usage: [^\n]+)\n$/)
  expect(err).not.toMatch(/ at .*:\d+|node:|undefined/)
}
