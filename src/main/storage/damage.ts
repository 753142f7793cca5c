/** A part of a library's files that could not be read and was set aside. */
export interface Damage {
  /** Path below the library, with `/`. */
  readonly file: string
  /** 1-based; 0 for the file as a whole. */
  readonly line: number
  readonly reason: 'checksum' | 'shape' | 'torn' | 'missing' | 'mismatch'
}
