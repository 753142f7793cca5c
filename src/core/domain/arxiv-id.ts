import { archives } from '#core/domain/archive'

/** An arXiv identifier without its version: `2312.10854`, `0905.1234`, `math/0611800`. The key of a Paper. */
export type ArxivId = string & { readonly __arxivId: unique symbol }

export interface VersionedId {
  readonly id: ArxivId
  /** 1 or higher; null where the text names no version. */
  readonly version: number | null
}

const newStyle = /(\d{2})(\d{2})\.(\d{4,5})(?:v([1-9]\d{0,2}))?(?![\dA-Za-z])/y
const oldStyle =
  /([A-Za-z-]{2,9})(?:\.[A-Za-z-]{2,8})?\/(\d{2})(\d{2})(\d{3})(?:v([1-9]\d{0,2}))?(?![\dA-Za-z])/y
const address = /(?:https?:\/\/)?(?:[a-z]+\.)?arxiv\.org\/(?:abs|pdf|html|format|ps|e-print|src)\//iy
const label = /arxiv:\s*/iy
const rest = /(?:\.pdf)?(?:[\s?#/[\]].*)?$/isy

/**
 * Reads text that is one arXiv identifier: bare, with `arXiv:` before it, or as an address of arxiv.org; with or
 * without a version, `.pdf`, query, fragment, or the `[cs.CV] 18 Dec 2023` that arXiv prints after it.
 * Grammar: info.arxiv.org/help/arxiv_identifier.html. Answers null for anything else.
 */
export function parseArxivId(text: string): VersionedId | null {
  let at = skip(/\s*/y, text, 0)
  at = skip(address, text, at)
  at = skip(label, text, at)
  const found = newStyleAt(text, at) ?? oldStyleAt(text, at)
  if (found === null) return null
  rest.lastIndex = found.end
  return rest.test(text) ? { id: found.id, version: found.version } : null
}

/** True for a key as {@link parseArxivId} makes it. */
export function isArxivId(text: string): text is ArxivId {
  const parsed = parseArxivId(text)
  return parsed !== null && parsed.id === text
}

/** The page of a Paper, or of one version of it. */
export function abstractUrl(id: ArxivId, version: number | null = null): string {
  return `https://arxiv.org/abs/${id}${version === null ? '' : `v${version}`}`
}

/** The PDF of a Paper, or of one version of it. */
export function pdfUrl(id: ArxivId, version: number | null = null): string {
  return `https://arxiv.org/pdf/${id}${version === null ? '' : `v${version}`}`
}

interface Found extends VersionedId {
  readonly end: number
}

function newStyleAt(text: string, at: number): Found | null {
  newStyle.lastIndex = at
  const match = newStyle.exec(text)
  if (match === null) return null
  const [whole, year = '', month = '', number = '', version] = match
  const yearMonth = Number(year + month)
  // Numbers have had five digits since January 2015.
  if (!isMonth(month) || yearMonth < 704 || Number(number) === 0) return null
  if ((number.length === 5) !== yearMonth >= 1501) return null
  return { id: `${year}${month}.${number}` as ArxivId, version: versionOf(version), end: at + whole.length }
}

function oldStyleAt(text: string, at: number): Found | null {
  oldStyle.lastIndex = at
  const match = oldStyle.exec(text)
  if (match === null) return null
  const [whole, name = '', year = '', month = '', number = '', version] = match
  const archive = name.toLowerCase()
  const yearMonth = Number(year + month)
  if (!archives.has(archive) || !isMonth(month) || Number(number) === 0) return null
  if (yearMonth > 703 && yearMonth < 9107) return null
  return {
    id: `${archive}/${year}${month}${number}` as ArxivId,
    version: versionOf(version),
    end: at + whole.length
  }
}

function isMonth(digits: string): boolean {
  const month = Number(digits)
  return month >= 1 && month <= 12
}

function versionOf(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits)
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
