import { largestFile } from '#core/domain/file-report'

/*
 * Against archives that are made to fill memory and disk. What an archive says of itself is never believed: everything is
 * counted as it is unpacked.
 */

export interface Limits {
  /** Bytes of one file. */
  readonly file: number
  /** Bytes of all files, and of whatever lies between them. */
  readonly unpacked: number
  readonly files: number
  /** How many times as many bytes come out as go in, of a file with more than `expansionFrom` bytes. */
  readonly expansion: number
  readonly expansionFrom: number
}

/** Thirty years of daily digests are 6,000 files of 350 MB, packed to a third; text hardly gets below a twentieth. */
export const limits: Limits = {
  file: largestFile,
  unpacked: 2 * 1024 * 1024 * 1024,
  files: 50_000,
  expansion: 200,
  expansionFrom: 1024 * 1024
}
