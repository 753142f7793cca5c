/** The views of the sidebar that everybody has. */
export const viewNames = ['inbox', 'starred', 'notes', 'read', 'all'] as const

export type ViewName = (typeof viewNames)[number]

/** What a view asks of a Paper's Marks. */
export interface MarkFlags {
  readonly read: boolean
  readonly starred: boolean
  readonly noted: boolean
}

/** Whether a Paper with these Marks is in a view: Inbox holds what is not read. */
export function inView(view: ViewName, { read, starred, noted }: MarkFlags): boolean {
  switch (view) {
    case 'inbox':
      return !read
    case 'starred':
      return starred
    case 'notes':
      return noted
    case 'read':
      return read
    case 'all':
      return true
  }
}
