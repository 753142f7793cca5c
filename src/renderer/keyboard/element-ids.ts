/** The scrolled part of the reader: it is the window's one element of that kind. */
export const readerId = 'reader-scroll'
/** The list, which takes the focus when a field gives it back. */
export const listId = 'paper-list'
