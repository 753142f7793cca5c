import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FailureCode, FailureDetails } from '#core/failure'
import { failureText } from '#core/messages'

/** Why the last backup that the application made by itself failed. Not truth, so that it stands in the cache. */
export interface BackupFailure {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly code: FailureCode
  readonly details: FailureDetails
}

const name = 'backup-failure.json'

/** @param cache The library's. A cache that cannot be written loses nothing but this word. */
export async function keepFailure(cache: string, failure: BackupFailure | null): Promise<void> {
  try {
    if (failure === null) await rm(join(cache, name), { force: true })
    else {
      await mkdir(cache, { recursive: true })
      await writeFile(join(cache, name), `${JSON.stringify(failure)}\n`)
    }
  } catch {
    // As said above.
  }
}

export interface ToldFailure {
  readonly at: string
  /** In the user's words. */
  readonly message: string
}

/** Null where it did not fail. */
export async function readFailure(cache: string): Promise<ToldFailure | null> {
  try {
    const { at, code, details } = JSON.parse(await readFile(join(cache, name), 'utf8')) as BackupFailure
    const message = failureText(code, details)
    return typeof at === 'string' && typeof message === 'string' ? { at, message } : null
  } catch {
    return null
  }
}
