import { parseArxivId, type ArxivId, type VersionedId } from '#core/domain/arxiv-id'

/** A table's row taken apart. */
export interface Row {
  /** With the spaces around them, which belong to the text where a bar in it looked like a cell's end. */
  readonly cells: readonly string[]
  /** Whether a bar ends the last cell. */
  readonly closed: boolean
}

const detailsEnd = '</details>'
/** Of a cell that may name a paper, in UTF-16 code units: addresses stand in short cells. */
const longestLinks = 5000

/** Takes a row apart that begins with a bar. Bars behind a backslash, and within `<details>`, belong to the text. */
export function splitRow(line: string): Row {
  const cells: string[] = []
  let from = 1
  let at = 1
  let details = line.indexOf('<details')
  for (let bar = line.indexOf('|', at); bar >= 0; bar = line.indexOf('|', at)) {
    if (details >= 0 && details < bar) {
      const end = line.indexOf(detailsEnd, details)
      if (end >= 0) at = end + detailsEnd.length
      details = end < 0 ? -1 : line.indexOf('<details', at)
      continue
    }
    at = bar + 1
    if (line.charAt(bar - 1) === '\\') continue
    cells.push(line.slice(from, bar))
    from = at
  }
  const rest = line.slice(from)
  const closed = rest.trim() === ''
  if (!closed) cells.push(rest)
  return { cells, closed }
}

/** True where a cell says that there is nothing. */
export function isNothing(cell: string): boolean {
  return /^(?:null|none|nan|n\/a|-{1,3}|—|\/)?$/i.test(withoutBold(cell))
}

/** Without the asterisks around the whole of it. */
export function withoutBold(cell: string): string {
  const text = cell.trim()
  return text.length > 4 && text.startsWith('**') && text.endsWith('**') ? text.slice(2, -2).trim() : text
}

/** The text and the address of a cell that is one Markdown link; the address is null where it is plain text. */
export function splitLink(cell: string): { text: string; url: string | null } {
  const whole = withoutBold(cell)
  const at = whole.startsWith('[') && whole.endsWith(')') ? whole.lastIndexOf('](') : -1
  if (at < 0) return { text: whole, url: null }
  return { text: withoutBold(whole.slice(1, at)), url: whole.slice(at + 2, -1).trim() }
}

/**
 * The paper that a cell of links names; of several ways to name one paper, that with the version.
 *
 * @param only What such a piece of the cell has to hold.
 */
export function paperIn(cell: string, only = /./): VersionedId | null {
  let found: VersionedId | null = null
  for (const piece of piecesOf(cell)) {
    const named = only.test(piece) ? parseArxivId(piece) : null
    if (named === null) continue
    if (found === null) found = named
    else if (found.version === null && named.id === found.id) found = named
  }
  return found
}

/** The addresses of a cell that lead elsewhere than to the paper itself. */
export function foreignAddresses(cell: string, id: ArxivId): string[] {
  const addresses = piecesOf(cell).filter((piece) => /^https?:\/\/[^/]/i.test(piece))
  return [...new Set(addresses)].filter((url) => parseArxivId(url)?.id !== id).slice(0, 10)
}

function piecesOf(cell: string): string[] {
  return cell
    .slice(0, longestLinks)
    .split(/[\s<>()[\]"'*]+/)
    .filter((piece) => piece.length > 7 && piece.length <= 2000)
}

/** Bars are escaped for the table's sake; within formulas `\|` is TeX, and stays. */
export function withBars(text: string): string {
  if (!text.includes('\\|')) return text
  let inFormula = false
  return text.replaceAll(/\\[$|]|\$/g, (found) => {
    if (found === '$') inFormula = !inFormula
    return found === '\\|' && !inFormula ? '|' : found
  })
}

/** What `<details>` hold below their summary, which only repeats the beginning. */
export function withoutDetails(cell: string): string {
  if (!/^\s*<details\b/i.test(cell)) return cell
  const summary = cell.indexOf('</summary>')
  const shown = summary < 0 ? cell : cell.slice(summary + '</summary>'.length)
  return shown.replaceAll(/<\/?(?:details|p|summary)>/gi, ' ')
}
