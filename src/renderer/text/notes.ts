import Markdown, { type MarkdownIt, type Token } from 'markdown-it'
import { formulaRules } from './note-formulas'
import type { RenderedFormula } from './math'
import { trustedHtml, type SafeHtml } from './trusted-html'

/** Renders one formula; null while KaTeX is on its way. */
export type RenderMath = (tex: string, display: boolean) => RenderedFormula | null

/** Notes longer than this, in UTF-16 code units, are shown as they are written. */
const longestNote = 200_000

/**
 * Turns a note into HTML: Markdown without HTML and images, links to http and https only, formulas between dollars.
 * Null where the note has to be shown as plain text.
 */
export function renderNote(text: string, math: RenderMath): SafeHtml | null {
  if (text.trim() === '' || text.length > longestNote) return null
  try {
    return trustedHtml(markdown.render(text.replace(controls, ''), { math }))
  } catch {
    return null
  }
}

/** BiDi formatting and control characters, which could reorder what stands around them. */
// eslint-disable-next-line no-control-regex -- they are what has to go
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

const markdown = configured()

function configured(): MarkdownIt {
  const md = new Markdown({ html: false, linkify: true, typographer: false, breaks: true, maxNesting: 30 })
  md.validateLink = (url) => /^https?:\/\/[^/?#@\s]+(?:[/?#]|$)/i.test(url)
  // Only complete addresses become links by themselves: a file name or an e-mail address does not.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  for (const scheme of ['ftp:', '//', 'mailto:']) md.linkify.add(scheme, null)
  md.use(formulaRules)
  // An image would be fetched from the network: its text stands in its place.
  md.renderer.rules.image = (tokens, index) => md.utils.escapeHtml(tokens[index]?.content ?? '')
  md.renderer.rules.link_open = (tokens, index) => {
    const href = linkOf(tokens, index)
    if (href === null) return ''
    const address = md.utils.escapeHtml(href)
    const confirm = /^http:/i.test(href) ? ` data-confirm="${address}"` : ''
    return `<a href="${address}" target="_blank" rel="noopener noreferrer" title="${address}"${confirm}>`
  }
  md.renderer.rules.link_close = (tokens, index) => (linkOf(tokens, index) === null ? '' : '</a>')
  // A note stands inside a page that has headings of its own.
  for (const rule of ['heading_open', 'heading_close'] as const) {
    const slash = rule === 'heading_close' ? '/' : ''
    md.renderer.rules[rule] = (tokens, index) => {
      const level = Number(tokens[index]?.tag.slice(1) ?? 1)
      return `<${slash}h${Math.min(6, level + 2)}>${slash === '' ? '' : '\n'}`
    }
  }
  return md
}

/** Where the link leads that the token at `index` opens or closes; null where it leads nowhere, as `[x]()` does. */
function linkOf(tokens: readonly Token[], index: number): string | null {
  // Links are never nested: the nearest opening one is the one.
  let at = index
  while (at > 0 && tokens[at]?.type !== 'link_open') at--
  const href = String(tokens[at]?.attrGet('href') ?? '')
  return /^https?:\/\//i.test(href) ? href : null
}
