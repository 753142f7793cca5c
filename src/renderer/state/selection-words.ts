import { counted } from '#core/words/counted'

const papers = (count: number): string => counted(count, 'paper')

/** What the window says of what is done with a selection. Counts are papers. */
export const selectionWords = {
  selected: (count: number) => `${papers(count)} selected`,
  read: (count: number) => `Marked ${papers(count)} read`,
  unread: (count: number) => `Marked ${papers(count)} unread`,
  starred: (count: number) => `Starred ${papers(count)}`,
  unstarred: (count: number) => `Took the star off ${papers(count)}`,
  starredDone: (count: number) => `Starred and done: ${papers(count)}`,
  tagged: (tag: string) => (count: number) => `Tagged ${papers(count)} ${tag}`,
  untagged: (tag: string) => (count: number) => `Took ${tag} off ${papers(count)}`,
  /** Said where a wish was true already. */
  nothing: 'That is so already: nothing was changed',
  bibtexCopied: (count: number) => `BibTeX of ${papers(count)} copied`,
  linksCopied: (count: number) => `${counted(count, 'link')} copied`,
  idsCopied: (count: number) => `${counted(count, 'id')} copied`,
  copying: (done: number, total: number) =>
    `Copying: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`,
  tooMany: (most: number) =>
    `At most ${papers(most)} can be copied at a time: select fewer of them, and copy again.`,
  readButton: (count: number) => `Mark ${count.toLocaleString('en')} read`,
  unreadButton: (count: number) => `Mark ${count.toLocaleString('en')} unread`,
  starButton: (count: number) => `Star ${count.toLocaleString('en')}`,
  unstarButton: (count: number) => `Unstar ${count.toLocaleString('en')}`,
  untagButton: (tag: string, count: number) => `Take ${tag} off ${papers(count)}`,
  tagField: (count: number) => `Add a tag to ${papers(count)}`,
  untagTitle: 'Take a tag off them',
  copyTitle: 'Copy BibTeX, links or ids',
  notNow: 'Their tags cannot be read now: try again.',
  noTags: 'None of them has a tag.',
  papers
} as const
