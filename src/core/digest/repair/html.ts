const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…'
}

const entity = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-z]{2,6}));/g
const lineBreak = /<br\s*\/?>/gi

/** Reads character references: `&lt;`, `&#39;`, `&#x27;`. Unknown names stay as they are; each is read once. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(entity, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)
    const surrogate = code >= 0xd800 && code <= 0xdfff
    return code > 0 && code <= 0x10ffff && !surrogate ? String.fromCodePoint(code) : whole
  })
}

/**
 * Turns the little HTML of arXiv's listing pages into text: anchors become the address they lead to (arXiv shows
 * `this https URL` for it), line breaks become spaces, character references become characters.
 */
export function plainFromHtml(html: string): string {
  let text = html
  if (text.includes('<a ')) text = plainFromAnchors(text)
  if (text.includes('<')) text = text.replace(lineBreak, ' ')
  return decodeEntities(text)
}

const paragraphTag = /<\/?p(?:\s[^<>]{0,300})?\/?>/gi

/** Takes HTML apart at the tags of its paragraphs: first what stands before them, then what is in and between them. */
export function splitParagraphs(html: string): string[] {
  return html.split(paragraphTag)
}

/** Looks from one `<` to the next, so that unfinished tags without end cost no more than their length. */
function plainFromAnchors(html: string): string {
  let text = ''
  let copied = 0
  for (let open = html.indexOf('<a '); open >= 0; open = html.indexOf('<a ', open + 1)) {
    const close = html.indexOf('<', open + 1)
    if (close < 0) break
    const [tag = '', label] = html.slice(open, close).split('>', 2)
    const url = /\bhref="([^"]*)"/.exec(tag)?.[1]
    if (url === undefined || label === undefined || !html.startsWith('</a>', close)) continue
    text += html.slice(copied, open) + linkText(url, label)
    copied = close + '</a>'.length
  }
  return text + html.slice(copied)
}

function linkText(url: string, label: string): string {
  return /^this (?:http|https|ftp) URL$/i.test(label.trim()) || label.trim() === '' ? url : label
}
