import type { ProblemReason } from '#core/domain/problem'

/** What comes out of an archive, one after the other. */
export type Unpacked = (
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  /** A hidden file, a link, a device: passed over. */
  | { readonly kind: 'passedOver'; readonly name: string }
  /** Why a file of it, or where no name is given the archive from there on, cannot be read. */
  | { readonly kind: 'problem'; readonly name: string | null; readonly reason: ProblemReason }
) & {
  /** Bytes of the archive that have been worked through. */
  readonly done: number
  /** Files that it holds; null where that shows only at its end. */
  readonly of: number | null
}
