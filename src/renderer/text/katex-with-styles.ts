// One chunk for KaTeX and its styles: both come with the first formula, neither before it.
import 'katex/dist/katex.min.css'
import katex from 'katex'
import type { Macro } from '#core/domain/rule'
import { renderFormula, type RenderedFormula } from './math'

export function render(tex: string, display: boolean, own: readonly Macro[]): RenderedFormula {
  return renderFormula(katex, tex, display, own)
}
