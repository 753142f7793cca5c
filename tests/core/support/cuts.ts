import type { Entry } from '#core/domain/entry'
import { parseBytes } from './digests'

/** A file cut behind one of its bytes. */
export interface Cut {
  readonly at: number
  readonly entries: readonly Entry[]
  readonly reasons: readonly string[]
}

/** What is read of a file cut behind each of its bytes, from none to all but the last. */
export function cutAnywhere(text: string): Cut[] {
  const bytes = new TextEncoder().encode(text)
  return Array.from({ length: bytes.length }, (_, at) => {
    const digests = parseBytes(bytes.subarray(0, at))
    return {
      at,
      entries: digests.flatMap(({ entries }) => entries),
      reasons: digests.flatMap(({ problems }) => problems.map(({ reason }) => reason))
    }
  })
}
