import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it'
import { longestFormula } from '#core/text/dollars'
import type { RenderMath } from './notes'
import { htmlText } from './trusted-html'

/** Teaches Markdown `$…$` within a line and `$$…$$` over lines; code comes first, so there is no math in it. */
export function formulaRules(md: MarkdownIt): void {
  md.inline.ruler.after('escape', 'formula', inlineFormula)
  md.block.ruler.after('fence', 'formula_block', blockFormula, {
    alt: ['paragraph', 'reference', 'blockquote', 'list']
  })
  md.renderer.rules.formula = (tokens, index, _options, env) => {
    const token = tokens[index]
    if (token === undefined) return ''
    const display = token.markup === '$$'
    const source = `${token.markup}${token.content}${token.markup}`
    const math = (env as { readonly math: RenderMath }).math(token.content.trim(), display)
    if (math === null) return `<code>${md.utils.escapeHtml(source)}</code>`
    if (math.html !== null) return `<span class="formula">${htmlText(math.html)}</span>`
    const reason = md.utils.escapeHtml(math.reason)
    return `<code class="failed" title="${reason}">${md.utils.escapeHtml(source)}</code>`
  }
  md.renderer.rules.formula_block = (tokens, index, ...rest) => {
    const inline = md.renderer.rules.formula?.(tokens, index, ...rest) ?? ''
    return `<p>${inline}</p>\n`
  }
}

/**
 * `$…$` as pandoc has it: no space inside the dollars, no digit after the closing one, no line feed between them;
 * `$$…$$` within a line is a displayed formula. A note with prices stays one with prices.
 */
function inlineFormula(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state
  if (src[pos] !== '$') return false
  const marker = src[pos + 1] === '$' ? '$$' : '$'
  const start = pos + marker.length
  const close = closing(src, start, Math.min(state.posMax, start + longestFormula), marker)
  if (close === -1) return false
  const content = src.slice(start, close)
  if (marker === '$' && (/^\s|\s$/.test(content) || /\d/.test(src[close + 1] ?? ''))) return false
  if (content.trim() === '') return false
  if (!silent) {
    const token = state.push('formula', 'span', 0)
    token.markup = marker
    token.content = content
  }
  state.pos = close + marker.length
  return true
}

/** The index of the closing dollars; -1 where an unescaped dollar of another kind or the end comes first. */
function closing(text: string, start: number, end: number, marker: '$' | '$$'): number {
  for (let index = start; index < end; index++) {
    const character = text[index]
    if (character === '\\') index++
    else if (character === '\n' && marker === '$') return -1
    else if (character === '$')
      return text.startsWith(marker, index) && index + marker.length <= end ? index : -1
  }
  return -1
}

/** A block that begins with `$$` and ends with a line ending in `$$`, without an empty line in it. */
function blockFormula(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const begin = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0)
  if (!state.src.startsWith('$$', begin)) return false
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false
  let length = 0
  for (let line = startLine; line < endLine; line++) {
    const from = line === startLine ? begin + 2 : (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0)
    const end = state.eMarks[line] ?? 0
    if (line > startLine && (from >= end || (state.sCount[line] ?? 0) < state.blkIndent)) return false
    length += end - from
    if (length > longestFormula) return false
    const text = state.src.slice(from, end).trimEnd()
    const first = text.indexOf('$$')
    if (first === -1) continue
    if (first !== text.length - 2) return false
    const content = state
      .getLines(startLine, line + 1, state.blkIndent, false)
      .trim()
      .slice(2, -2)
    if (content.trim() === '') return false
    if (silent) return true
    state.line = line + 1
    const token = state.push('formula_block', 'p', 0)
    token.block = true
    token.markup = '$$'
    token.content = content
    token.map = [startLine, line + 1]
    return true
  }
  return false
}
