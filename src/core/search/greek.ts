/** Greek letters by code, folded: in formulas they stand for their names, so that `α`, `alpha` and `\alpha` are one. */
const names = new Map<number, string>(
  [
    ...'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho'
      .split(' ')
      .entries()
  ].map(([place, name]) => [0x3b1 + place, name])
)
// U+03C2 is the sigma that ends a word.
names.set(0x3c2, 'sigma')
for (const [place, name] of 'sigma tau upsilon phi chi psi omega'.split(' ').entries())
  names.set(0x3c3 + place, name)

/** @param code A folded code. */
export function isGreek(code: number): boolean {
  return code >= 0x3b1 && code <= 0x3c9
}

export function greekName(code: number): string | undefined {
  return names.get(code)
}
