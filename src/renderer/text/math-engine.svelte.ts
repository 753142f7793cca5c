import type { RenderedFormula } from './math'

let render = $state.raw<((tex: string, display: boolean) => RenderedFormula) | null>(null)
let loading: Promise<void> | null = null

/**
 * A formula as KaTeX renders it, at once; null while KaTeX is not here yet. The first call fetches it, and whatever
 * asked in a template or effect is asked again when it has come.
 */
export function formula(tex: string, display: boolean): RenderedFormula | null {
  if (render !== null) return render(tex, display)
  void loadMath()
  return null
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
