import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The folder of the sample digests. */
export const seedFolder = join(import.meta.dirname, '..', '..', 'seeds')

export interface Seed {
  readonly name: string
  readonly bytes: Buffer
}

/** The sample digests, in the order of their names. */
export async function readSeeds(): Promise<Seed[]> {
  const names = (await readdir(seedFolder)).filter((name) => name.endsWith('.txt')).sort()
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(seedFolder, name)) })))
}
