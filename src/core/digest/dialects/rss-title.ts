/** What the title of an item says. */
export interface ItemTitle {
  readonly title: string
  readonly id?: string
  readonly category?: string
  /** As arXiv's feeds call it today. */
  readonly type?: string
}

const paper =
  /^\(arXiv:\s{0,3}([\w./-]{5,40})(?:\s{1,5}\[([\w.-]{2,30})\])?(?:\s{1,5}(UPDATED|CROSS LISTED))?\)$/i

/** What a title may say of its paper at most, in UTF-16 code units. */
const longestPaper = 120

/** Reads the titles of arXiv's feeds before 2024: `Title. (arXiv:2401.10733v1 [cs.IR] UPDATED)`. */
export function readTitle(text: string): ItemTitle {
  const title = text.trim()
  const at = title.lastIndexOf('(arXiv:')
  if (at < 0 || title.length - at > longestPaper) return { title }
  const match = paper.exec(title.slice(at))
  if (match === null) return { title }
  const [, id, category, type] = match
  return {
    // A full stop was put behind every title.
    title: title.slice(0, at).trimEnd().replace(/\.$/, ''),
    ...(id === undefined ? {} : { id }),
    ...(category === undefined ? {} : { category }),
    type: type === undefined ? 'new' : type.toUpperCase() === 'UPDATED' ? 'replace' : 'cross'
  }
}
