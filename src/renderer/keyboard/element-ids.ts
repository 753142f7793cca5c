/** The scrolled part of the reader: it is the window's one element of that kind. */
export const readerId = 'reader-scroll'
/** What follows a paper in the reader, and is no part of it: Space goes on to the next paper before it. */
export const relatedId = 'related-papers'
/** The list, which takes the focus when a field gives it back. */
export const listId = 'paper-list'
