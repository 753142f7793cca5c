import type { TableRecord } from '#core/digest/dialects/table-entry'
import type { Column } from '#core/digest/dialects/table-columns'

const beginning = /^[-*] (\d{4}-\d{2}-\d{2}), \*\*/
const [beforePaper, beforeCode] = [', Paper: ', ', Code: ']

/** Whether a line begins as a paper of a list does. */
export function beginsBullet(line: string): boolean {
  return beginning.test(line)
}

/**
 * Reads `- 2022-01-11, **Title**, First Author et.al., Paper: [url](url), Code: **[url](url)**`, from both ends, so
 * that the title may hold commas and asterisks; null where a line is none.
 *
 * @param cut Whether the line's end may be missing: then its last link is left out, unless it is closed.
 */
export function readBullet(line: string, cut = false): TableRecord | null {
  const begin = beginning.exec(line)
  const paperAt = begin === null ? -1 : line.lastIndexOf(beforePaper)
  if (begin === null || paperAt < 0) return null
  const titleEnd = line.lastIndexOf('**', paperAt - 2)
  if (titleEnd < begin[0].length) return null
  const codeAt = line.indexOf(beforeCode, paperAt)
  const values = new Map<Column, string>([
    ['date', begin[1] ?? ''],
    ['title', line.slice(begin[0].length, titleEnd)],
    ['authors', line.slice(titleEnd + 2, paperAt).replace(/^, ?/, '')],
    ['link', line.slice(paperAt + beforePaper.length, codeAt < 0 ? undefined : codeAt)]
  ])
  if (codeAt >= 0) values.set('code', line.slice(codeAt + beforeCode.length))
  const isCut = cut && !/\)(?:\*\*)?$/.test(line)
  if (isCut) values.delete(codeAt < 0 ? 'link' : 'code')
  return { values, missing: [], cut: isCut }
}
