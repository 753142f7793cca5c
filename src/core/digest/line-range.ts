/** Lines of a text, perhaps only the beginning of them. */
export interface LineRange {
  readonly text: string
  readonly cut: boolean
}

/**
 * Some lines of a text as they stand, without the line feed after the last one; null where the text ends before them.
 *
 * @param text With line feeds only.
 * @param lines First and last, 1-based.
 * @param longest UTF-16 code units, at least 2; what is longer is cut after a whole character.
 */
export function lineRange(
  text: string,
  [first, last]: readonly [first: number, last: number],
  longest: number
): LineRange | null {
  let start = 0
  for (let line = 1; line < first; line++) {
    const feed = text.indexOf('\n', start)
    if (feed < 0) return null
    start = feed + 1
  }
  if (start >= text.length || last < first) return null
  let end = start
  for (let line = first; line <= last; line++) {
    const feed = text.indexOf('\n', line === first ? start : end + 1)
    end = feed < 0 ? text.length : feed
    // What is farther away would be cut off anyway.
    if (feed < 0 || end - start > longest) break
  }
  if (end - start <= longest) return { text: text.slice(start, end), cut: false }
  const whole = isPair(text, start + longest - 1) ? longest - 1 : longest
  return { text: text.slice(start, start + whole), cut: true }
}

/** Whether a character of two code units begins at an offset. */
function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff
}
