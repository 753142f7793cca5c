import { decodeAccents } from '#core/text/accents'

/** What formulas of titles most often hold, as one character each. */
export const symbols: Readonly<Record<string, string>> = {
  ...named('alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi', 'αβγδεζηθικλμνξ'),
  ...named('pi rho sigma tau upsilon phi chi psi omega varepsilon vartheta varphi', 'πρστυφχψωεϑφ'),
  ...named('Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega', 'ΓΔΘΛΞΠΣΥΦΨΩ'),
  ...named('times cdot pm mp leq le geq ge neq ne approx sim simeq equiv propto', '×·±∓≤≤≥≥≠≠≈∼≃≡∝'),
  ...named('infty partial nabla in subset cup cap to rightarrow leftarrow mapsto', '∞∂∇∈⊂∪∩→→←↦'),
  ...named('ell hbar circ degree prime star ast dagger otimes oplus perp parallel', 'ℓℏ∘°′⋆∗†⊗⊕⊥∥'),
  ...named('sum prod int sqrt forall exists langle rangle mid ldots dots cdots', '∑∏∫√∀∃⟨⟩∣………')
}

/** A command that ends a formula takes neither the letters nor the space that follow it. */
const formulaEnd = '\ue001'

/**
 * Reads TeX text as plain text, for sorting, tables and search: accents and symbols become characters, formulas lose
 * their dollars, braces and commands of form vanish. What it does not know stays as it is, without its backslash.
 */
export function plainTex(text: string): string {
  if (!/[\\$~{}`]|--/.test(text)) return text
  return decodeAccents(text)
    .replaceAll('~', ' ')
    .replace(/\\[,;:! ]/g, ' ')
    .replace(/\\([%&#_$])/g, (_, character: string) => (character === '$' ? '\ue000' : character))
    .replace(/\$([^$]{0,500})\$/g, (_, formula: string) => `${formula.replace(/[\^_]/g, '')}${formulaEnd}`)
    .replace(/\\(?:text|math|operator)[a-z]*(?![a-z])\s*/g, '')
    .replace(
      /\\(?:emph|left|right|big|Big|rm|bf|it|sc|tt|cal|url|displaystyle|boldsymbol|bm)(?![A-Za-z])\s*/g,
      ''
    )
    .replace(/\\([A-Za-z]+)\s*/g, (_, name: string) =>
      Object.hasOwn(symbols, name) ? (symbols[name] ?? name) : name
    )
    .replace(/[{}]/g, '')
    .replace(/-{2,3}/g, (dashes) => (dashes.length === 3 ? '—' : '–'))
    .replace(/``|''/g, '"')
    .replace(/`/g, "'")
    .replaceAll('\ue000', '$')
    .replaceAll(formulaEnd, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function named(names: string, characters: string): Record<string, string> {
  const each = Array.from(characters)
  return Object.fromEntries(names.split(' ').map((name, index) => [name, each[index] ?? name]))
}
