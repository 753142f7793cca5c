/** A part of a library's files that could not be read and was set aside, or that is not as it should be. */
export interface Damage {
  /** Path below the library, with `/`. */
  readonly file: string
  /** 1-based; 0 for the file as a whole. */
  readonly line: number
  /**
   * `torn`: not written whole, and so never acknowledged. `awaited`: another device wrote it, and it is not here yet.
   * `conflictCopy`: a synchroniser's copy, which is read like the file that it belongs to. Of the others something is lost.
   */
  readonly reason: 'checksum' | 'shape' | 'torn' | 'missing' | 'mismatch' | 'awaited' | 'conflictCopy'
}

const harmless: ReadonlySet<Damage['reason']> = new Set(['torn', 'awaited', 'conflictCopy'])

/** Whether something that was once on disk cannot be read. */
export function isLoss({ reason }: Damage): boolean {
  return !harmless.has(reason)
}

/**
 * The same as one device sees them: what is missing of another device's files is still on its way, as far as one can
 * know; nobody but this device brings its own files.
 */
export function seenFrom(device: string, damages: readonly Damage[]): Damage[] {
  return damages.map((damage) => {
    const isOwn = damage.file.startsWith(`devices/${device}/`)
    return damage.reason === 'missing' && !isOwn ? { ...damage, reason: 'awaited' } : damage
  })
}
