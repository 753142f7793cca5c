import { createHash } from 'node:crypto'
import { Pace } from '#main/storage/pace'

/** Bytes between two looks at the clock: some milliseconds. */
const step = 1024 * 1024

/** SHA-256 in hex, with turns for others in between. */
export async function hashSlowly(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  const pace = new Pace()
  for (let at = 0; at < bytes.length; at += step) {
    hash.update(bytes.subarray(at, at + step))
    if (pace.due) await pace.rest()
  }
  return hash.digest('hex')
}
