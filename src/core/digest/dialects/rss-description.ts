import { readAnnouncement, unwrap } from '#core/digest/dialects/feed-fields'
import { readTitle } from '#core/digest/dialects/rss-title'
import { endsWhole } from '#core/digest/ends-whole'
import { plainFromHtml, splitParagraphs } from '#core/digest/repair/html'

/** What the description of an item says: HTML still. */
export interface Description {
  readonly id?: string
  readonly title?: string
  readonly category?: string
  /** As arXiv's feeds call it. */
  readonly type?: string
  /** A list of authors. */
  readonly authors?: string
  readonly comment?: string
  /** Its paragraphs. */
  readonly abstract: readonly string[]
  /** Whether the abstract breaks off. */
  readonly cut?: boolean
}

/** Among how many paragraphs the title of a paper is looked for. */
const titleWithin = 5

/** Reads what arXiv and others put into an item's description. */
export function readDescription(html: string): Description {
  const announced = readAnnouncement(html)
  if (announced !== null) {
    const { id, type, abstract } = announced
    return { id, type, abstract: unwrap(abstract) }
  }
  const [before = '', ...rest] = splitParagraphs(withoutMarkers(html))
  const paragraphs = rest.map(joined).filter(Boolean)
  const lead = joined(before)
  if (lead === '') return readTitled(paragraphs) ?? { abstract: paragraphs }
  // Without paragraphs it is the abstract, and with them the authors come first.
  return paragraphs.length === 0 ? { abstract: unwrap(before) } : readLed(lead, paragraphs)
}

/** Some feeds escape the marks of a CDATA section too. */
function withoutMarkers(html: string): string {
  const text = html.trim()
  const start = text.startsWith('<![CDATA[') ? '<![CDATA['.length : 0
  return text.slice(start, text.endsWith(']]>') ? -']]>'.length : undefined)
}

function joined(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ')
}

/** Authors, then paragraphs: the abstract, and others with a label. */
function readLed(lead: string, paragraphs: readonly string[]): Description {
  const labelled = paragraphs.map((text) => /^(Comments|PDF):\s?/.exec(text))
  const comment = labelled.findIndex((match) => match?.[1] === 'Comments')
  const text = paragraphs[comment]?.slice(labelled[comment]?.[0].length ?? 0)
  const known = labelled.some((match) => match !== null)
  return {
    ...(known ? { authors: lead } : {}),
    ...(text === undefined ? {} : { comment: text.trim() }),
    abstract: known
      ? paragraphs.filter((paragraph, index) => labelled[index] === null && paragraph !== '</>')
      : [lead, ...paragraphs]
  }
}

/**
 * A translation with the paper's own title among its first paragraphs, and its abstract as the last one: cut, as a
 * rule, after a number of characters.
 */
function readTitled(paragraphs: readonly string[]): Description | null {
  for (const [index, paragraph] of paragraphs.slice(0, titleWithin).entries()) {
    const { id, ...about } = readTitle(paragraph)
    if (id === undefined) continue
    const last = plainFromHtml((index < paragraphs.length - 1 ? paragraphs.at(-1) : undefined) ?? '')
    const abstract = isEnglish(last) ? paragraphs.slice(-1) : []
    return { id, ...about, abstract, cut: !endsWhole(last) }
  }
  return null
}

/** Told by its beginning from Chinese, Japanese and Korean, and from an address. */
function isEnglish(text: string): boolean {
  return (
    text !== '' &&
    !/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(text.slice(0, 200)) &&
    !/^https?:\S{1,300}$/.test(text)
  )
}
