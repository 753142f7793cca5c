/** The views of the sidebar that everybody has. */
export const viewNames = ['inbox', 'updated', 'starred', 'notes', 'read', 'unseen', 'all'] as const

export type ViewName = (typeof viewNames)[number]

/**
 * What views ask of a Paper and its Marks, one bit each: a hundred thousand of them are looked at for every view.
 * Updated: a higher version was announced than any that was decided on. Unseen: it was marked read among many others, or
 * as part of an import, and its abstract never shown.
 */
export const markBits = { read: 1, starred: 2, noted: 4, updated: 8, unseen: 16 } as const

/** How many sets of these bits there are. */
export const bitSets = 32

const asked: Readonly<Record<ViewName, { readonly bits: number; readonly set: number }>> = {
  inbox: { bits: markBits.read, set: 0 },
  updated: { bits: markBits.updated, set: markBits.updated },
  starred: { bits: markBits.starred, set: markBits.starred },
  notes: { bits: markBits.noted, set: markBits.noted },
  read: { bits: markBits.read, set: markBits.read },
  unseen: { bits: markBits.unseen, set: markBits.unseen },
  all: { bits: 0, set: 0 }
}

/** Which bits a view looks at, and how they are set in its Papers: Inbox holds what is not read. */
export function viewBits(view: ViewName): { readonly bits: number; readonly set: number } {
  return asked[view]
}

/** Whether a Paper with these bits set is in a view. */
export function viewTest(view: ViewName): (marks: number) => boolean {
  const { bits, set } = asked[view]
  return (marks) => (marks & bits) === set
}
