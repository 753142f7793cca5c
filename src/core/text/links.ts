import { abstractUrl, parseArxivId } from '#core/domain/arxiv-id'

/** An address, arXiv id or DOI found in running text. */
export interface FoundLink {
  readonly start: number
  readonly end: number
  /** Always http or https. */
  readonly url: string
  /** What to show: the text itself, without TeX's escapes. */
  readonly text: string
}

const opening = /https?:\/\/|(?:www\.|export\.)?arxiv\.org\/|arxiv:\s{0,2}|(?:doi:\s{0,2})?10\.\d{4,9}\//gi
const addressCharacters = /(?:[^\s\\{}$<>"`|^\p{Cc}。，、；：！？）】》」”’]|\\[_&%#~])*/uy
const arxivIdHere = /[A-Za-z-]{0,9}(?:\.[A-Za-z-]{2,8})?\/?\d{4,7}(?:\.\d{4,5})?(?:v\d{1,3})?/y

/** The first address, arXiv id or DOI that begins at `from` or later and before `to`. */
export function nextLink(text: string, from: number, to: number): FoundLink | null {
  opening.lastIndex = from
  for (let match = opening.exec(text); match !== null && match.index < to; match = opening.exec(text)) {
    const found = linkAt(text, match.index, match[0], to)
    if (found !== null) return found
    opening.lastIndex = match.index + match[0].length
  }
  return null
}

function linkAt(text: string, start: number, lead: string, to: number): FoundLink | null {
  if (start > 0 && /[\p{L}\p{N}_.@/]/u.test(text[start - 1] ?? '')) return null
  const prefix = lead.toLowerCase()
  if (prefix.startsWith('arxiv:')) return arxivLinkAt(text, start, start + lead.length, to)
  addressCharacters.lastIndex = start + lead.length
  const length = addressCharacters.exec(text)?.[0].length ?? 0
  const end = trimmedEnd(text, start + lead.length, Math.min(to, start + lead.length + length))
  if (end === start + lead.length) return null
  const shown = withoutEscapes(text.slice(start, end))
  if (prefix.startsWith('http'))
    return safeUrl(shown) === null ? null : { start, end, url: shown, text: shown }
  if (prefix.endsWith('arxiv.org/')) return { start, end, url: `https://${shown}`, text: shown }
  const doi = withoutEscapes(text.slice(start + lead.length - lead.replace(/^doi:\s*/i, '').length, end))
  return { start, end, url: doiUrl(doi), text: shown }
}

function arxivLinkAt(text: string, start: number, at: number, to: number): FoundLink | null {
  arxivIdHere.lastIndex = at
  const match = arxivIdHere.exec(text)
  const end = at + (match?.[0].length ?? 0)
  if (match === null || end > to || /[\p{L}\p{N}]/u.test(text[end] ?? '')) return null
  const parsed = parseArxivId(match[0])
  if (parsed === null) return null
  return { start, end, url: abstractUrl(parsed.id, parsed.version), text: text.slice(start, end) }
}

/** The page that a DOI leads to. */
export function doiUrl(doi: string): string {
  return `https://doi.org/${encodeURIComponent(doi).replaceAll('%2F', '/')}`
}

/**
 * The address that a `\url` or `\href` names, or null where it is none that may be opened: only http and https, no
 * name or password in it. `github.com/a/b` is completed to https.
 */
export function safeUrl(text: string): string | null {
  const url = withoutEscapes(text.trim())
  if (/[\s\p{Cc}\\"<>]/u.test(url)) return null
  const match = /^https?:\/\/([^/?#]*)/i.exec(url)
  if (match === null) return /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]|$)/i.test(url) ? `https://${url}` : null
  const host = match[1] ?? ''
  return host === '' || host.includes('@') || !/^(?:[\p{L}\p{N}]|\[[\da-f:.]+\])/iu.test(host) ? null : url
}

/** An address as it is meant: TeX has to write `_ & % # ~` with a backslash. */
export function withoutEscapes(text: string): string {
  return text.includes('\\') ? text.replace(/\\~\{\}/g, '~').replace(/\\([_&%#~])/g, '$1') : text
}

const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[' }

/** Leaves out what ends the sentence and not the address: punctuation, and brackets opened before it. */
function trimmedEnd(text: string, start: number, end: number): number {
  const open: Record<string, number> = { '(': 0, '[': 0 }
  const closed: Record<string, number> = { ')': 0, ']': 0 }
  for (let index = start; index < end; index++) {
    const character = text[index] ?? ''
    if (character in open) open[character] = (open[character] ?? 0) + 1
    if (character in closed) closed[character] = (closed[character] ?? 0) + 1
  }
  for (; end > start; end--) {
    const last = text[end - 1] ?? ''
    const opener = pairs[last]
    if (opener !== undefined) {
      if ((closed[last] ?? 0) <= (open[opener] ?? 0)) break
      closed[last] = (closed[last] ?? 0) - 1
    } else if (!/[.,;:!?'*\\]/.test(last)) break
  }
  return end
}
