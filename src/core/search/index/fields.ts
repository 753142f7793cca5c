/**
 * Where a word stands in a document: one number for its field and its place there. Each field has a range of its own, so
 * that words of two fields never stand beside each other; those beyond its end all count as being at its last place.
 */
export interface Field {
  /** Its bit among what is kept of each word of each document. */
  readonly flag: number
  readonly first: number
  readonly last: number
}

/** What digests say of a paper. */
export const paperFields = {
  title: { flag: 1, first: 0, last: 126 },
  // The lower a number, the fewer bytes it takes: most words are in abstracts.
  abstract: { flag: 4, first: 128, last: 6142 },
  // Room for five thousand names: some papers have so many.
  authors: { flag: 2, first: 6144, last: 61_438 },
  comment: { flag: 8, first: 61_440, last: 65_534 }
} as const satisfies Record<string, Field>

/** What the user says of one. */
export const ownFields = {
  tags: { flag: 1, first: 0, last: 126 },
  note: { flag: 4, first: 128, last: 6142 }
} as const satisfies Record<string, Field>

/** All of them. */
export const anyField = 15

/** Words of a name are less than so many places apart, and names of a list more. */
export const nearInName = 8

const [startOfAbstract, startOfAuthors, startOfComment] = [127, 6143, 61_439]

/** The flag of the field that a place belongs to. */
export function flagOf(place: number): number {
  if (place < startOfAbstract) return 1
  if (place < startOfAuthors) return 4
  return place < startOfComment ? 2 : 8
}
