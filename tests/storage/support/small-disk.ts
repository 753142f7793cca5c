import { join } from 'node:path'
import { temporaryFolder } from '../../support/temporary.ts'
import { mounted } from './mounts.ts'

export interface SmallDisk {
  readonly folder: string
  /** False where this process may not mount one: then the folder has as much room as any other. */
  readonly isSmall: boolean
}

/** A folder on a real file system of so many bytes. */
export async function smallDisk(size: number): Promise<SmallDisk> {
  const folder = join(await temporaryFolder(), 'disk')
  return { folder, isSmall: (await mounted(folder, size)) !== null }
}
