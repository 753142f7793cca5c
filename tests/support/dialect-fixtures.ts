import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A small digest of our own; all of them hold some of the same papers. */
export interface DialectFixture {
  /** The file's name: the dialect, and its form where it has several. */
  readonly name: string
  readonly bytes: Buffer
  readonly text: string
}

const folder = join(import.meta.dirname, '..', 'fixtures', 'dialects')

/** One file of every dialect. */
export function dialectFixtures(from = folder): DialectFixture[] {
  return readdirSync(from)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(from, name))
      return { name, bytes, text: bytes.toString('utf8') }
    })
}
