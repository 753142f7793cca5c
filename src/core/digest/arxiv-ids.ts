import { parseArxivId, type ArxivId, type VersionedId } from '#core/domain/arxiv-id'

/** An arXiv id that a text names. */
export interface FoundId {
  readonly id: ArxivId
  /** The highest that the text names; null where it names none. */
  readonly version: number | null
  /** Where it stands first, 1-based. */
  readonly line: number
}

/** Characters looked through at once, and how far beyond them an id and what belongs to it may reach. */
const piece = 65_536
const margin = 80

/** Characters before an id that may say what it is. */
const before = 64

/** Either the end of an id of today, or of one of before April 2007, whose archive is looked for to its left. */
const candidate = /(?:\d{4}\.\d{4,5}|\/\d{7})(?:v[1-9]\d{0,2})?(?![\dA-Za-z])/g

/** The archive of an id of before April 2007, with its subject class. */
const archiveBefore = /(?<![A-Za-z-])(?!arxiv\.)[A-Za-z-]{2,9}(?:\.[A-Za-z-]{2,8})?$/i

/** What makes the number after it an arXiv id: an address of the sites that go by these ids, arXiv's label, its DOIs. */
const named =
  /(?:(?:^|[^\w.-])(?:[a-z\d-]{1,20}\.){0,3}(?:arxiv\.org\/(?:abs|pdf|html|format|ps|e-print|src)|alphaxiv\.org\/[a-z]{1,12}|huggingface\.co\/papers)\/|(?:^|[^\w-])arxiv(?::\s{0,3}|\.))$/i

/** What a bare number stands behind where it is none of ours: part of a number, a price, a path, a product of others. */
const numberBefore =
  /[\dA-Za-z./\\\-–−+±$€£¥%~=^&@]$|[$€£¥]\s$|[\dA-Za-z]_$|\d:$|(?<!\d)\d{1,3}\.\d{1,12},\s?$/

/** And what stands behind it there. */
const numberAfter =
  /^(?:\.\d|[-–−][\dA-Za-z]|[/_%‰°€$£¥^=]|\s?(?:[%‰°€$£¥]|(?:USD|EUR|GBP|CHF|JPY|km|kg|cm|mm|ms|Hz|kHz|MHz|GHz|eV|keV|MeV|GeV|TeV)\b)|,\s?(?:[NSEW]\b|[-−+]?\d{1,3}\.\d))/

/** Bare numbers of later months are taken for something else. */
const lastYear = 49

/** The arXiv ids that a text names, each once, in the order in which they stand there. */
export function findArxivIds(text: string): FoundId[] {
  const finding = findingArxivIds(text)
  for (;;) {
    const step = finding.next()
    if (step.done === true) return step.value
  }
}

/** The same, yielding between pieces of a text that may be long. Its time grows with the text's length alone. */
export function* findingArxivIds(text: string): Generator<void, FoundId[]> {
  const found = new Map<ArxivId, FoundId>()
  let line = 1
  let counted = 0
  for (let start = 0; start < text.length; start += piece) {
    const from = Math.max(0, start - margin)
    const part = text.slice(from, start + piece + margin)
    for (const { index, 0: match } of part.matchAll(candidate)) {
      const at = from + index
      if (at < start || at >= start + piece) continue
      const id = idAt(part, index, match)
      if (id === null) continue
      for (; counted < at; counted++) if (text.charCodeAt(counted) === 0x0a) line++
      const known = found.get(id.id)
      const version = Math.max(id.version ?? 0, known?.version ?? 0)
      found.set(id.id, { id: id.id, version: version === 0 ? null : version, line: known?.line ?? line })
    }
    yield
  }
  return [...found.values()]
}

/** The id that ends with a candidate, where it is one and stands where one may stand. */
function idAt(text: string, index: number, match: string): VersionedId | null {
  const left = text.slice(Math.max(0, index - before), index)
  const right = text.slice(index + match.length, index + match.length + 16)
  if (match.startsWith('/')) {
    const archive = archiveBefore.exec(left)
    if (archive === null || /^\.\d/.test(right)) return null
    const front = left.slice(0, archive.index)
    return named.test(front) || !/[\dA-Za-z./\\-]$/.test(front) ? parseArxivId(archive[0] + match) : null
  }
  // Even behind an address a longer number is none of ours.
  if (/^\.\d/.test(right)) return null
  if (named.test(left)) return parseArxivId(match)
  if (numberBefore.test(left) || numberAfter.test(right) || Number(match.slice(0, 2)) > lastYear) return null
  return parseArxivId(match)
}
