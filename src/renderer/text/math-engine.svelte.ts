import type { Macro } from '#core/domain/rule'
import type { RenderedFormula } from './math'

type Render = (tex: string, display: boolean, own: readonly Macro[]) => RenderedFormula

let render = $state.raw<Render | null>(null)
let macros = $state.raw<readonly Macro[]>([])
let loading: Promise<void> | null = null

/**
 * A formula as KaTeX renders it, at once; null while KaTeX is not here yet. The first call fetches it, and whatever
 * asked in a template or effect is asked again when it has come.
 */
export function formula(tex: string, display: boolean): RenderedFormula | null {
  if (render !== null) return render(tex, display, macros)
  void loadMath()
  return null
}

/** The user's own macros: formulas on the screen are rendered again where they are other ones than before. */
export function useMacros(own: readonly Macro[]): void {
  if (JSON.stringify(own) !== JSON.stringify(macros)) macros = own
}

/** Fetches KaTeX with its styles. Where that fails formulas keep their plain reading, and the next one tries again. */
export function loadMath(): Promise<void> {
  loading ??= import('./katex-with-styles').then(
    (module) => {
      ;({ render } = module)
    },
    () => {
      loading = null
    }
  )
  return loading
}
