import { expect } from 'vitest'
import type { User } from '../../cli/support/command-line'

/** Ids of the papers that a view of the library on disk holds, as the command line reads them. */
export async function idsIn(user: User, view: string, library?: string): Promise<string[]> {
  const where = library === undefined ? [] : ['--library', library]
  const lines = await user.lines(['list', '--view', view, '--json', ...where])
  return lines.map((line) => (JSON.parse(line) as { id: string }).id)
}

/** Every record of the library on disk is whole. */
export async function expectWhole(user: User): Promise<void> {
  expect((await user.lines(['check'])).at(-1)).toMatch(/all records are whole\.$/)
}
