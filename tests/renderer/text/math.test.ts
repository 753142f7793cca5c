// @vitest-environment jsdom
import fc from 'fast-check'
import katex from 'katex'
import { describe, expect, test } from 'vitest'
import { texPieces, type TexPiece } from '#core/text/tex'
import { renderFormula } from '../../../src/renderer/text/math'
import { htmlText } from '../../../src/renderer/text/trusted-html'
import { attacks, parsed, seedTexts, strangers } from './support'
import { quickest } from '../../support/quickest'

function html(tex: string, display = false): string {
  const { html: made, reason } = renderFormula(katex, tex, display)
  if (made === null) throw new Error(reason)
  return htmlText(made)
}

/** The formulas of a text, at any depth. */
function formulas(pieces: readonly TexPiece[]): { tex: string; display: boolean }[] {
  return pieces.flatMap((piece) => {
    if (piece.kind === 'math') return [piece]
    return piece.kind === 'text' ? [] : formulas(piece.pieces)
  })
}

describe('renderFormula', () => {
  test('answers HTML with MathML for screen readers', () => {
    const body = parsed(html('x^2'))
    expect(body.querySelector('math annotation')?.textContent).toBe('x^2')
    expect(body.querySelector('.katex-html')?.getAttribute('aria-hidden')).toBe('true')
    expect(body.querySelector('.katex-display')).toBeNull()
    expect(parsed(html('x^2', true)).querySelector('.katex-display')).not.toBeNull()
  })

  test('renders every formula of the sample digests', async () => {
    const texts = [...(await seedTexts('abstract')), ...(await seedTexts('title'))]
    const found = texts.flatMap((text) => formulas(texPieces(text)))
    expect(found).toHaveLength(37)
    const failed = found.flatMap(({ tex, display }) => {
      const { reason } = renderFormula(katex, tex, display)
      return reason === null ? [] : [[tex, reason]]
    })
    expect(failed).toEqual([])
  })

  test.each([
    ['\\unknown{x}', /Undefined control sequence: \\unknown/],
    ['\\frac{1}', /./],
    ['x^', /./],
    ['\\href{https://x.example/}{x}', /\\href is not allowed/],
    ['\\url{https://x.example/}', /\\url is not allowed/],
    ['\\includegraphics{a.png}', /\\includegraphics is not allowed/],
    ['\\htmlData{a=b}{x}', /\\htmlData is not allowed/],
    ['\\htmlStyle{color:red}{x}', /\\htmlStyle is not allowed/],
    ['\\def\\a{x}\\a', /\\def is not allowed/],
    ['\\gdef\\a{x}\\a', /\\gdef is not allowed/],
    ['\\newcommand{\\a}{x}\\a', /\\newcommand is not allowed/],
    ['\\let\\a=x\\a', /\\let is not allowed/],
    [`${'{'.repeat(60)}x${'}'.repeat(60)}`, /nested too deep/],
    ['x'.repeat(3000), /too long/]
  ])('says why %j is not rendered', (tex, reason) => {
    expect(renderFormula(katex, tex, false).reason).toMatch(reason)
    expect(renderFormula(katex, tex, false).html).toBeNull()
  })

  test.each([
    ['80%', '80%'],
    ['80\\%', '80%'],
    ['0.01% + x', '0.01%+x'],
    ['\\mbox{MB}', 'MB'],
    ['a\\unicode{x2014}b', 'a—b'],
    ['\\textbf{30%}', '30%']
  ])('shows all of %j', (tex, text) => {
    expect(parsed(html(tex)).querySelector('.katex-html')?.textContent).toBe(text)
  })

  test('keeps nothing that one formula defined for the next', () => {
    renderFormula(katex, '\\global\\def\\leak{x}', false)
    expect(renderFormula(katex, '\\leak', false).reason).toMatch(/Undefined/)
  })

  test('answers the same object for the same formula, so that a recycled row does not change', () => {
    expect(renderFormula(katex, 'x_1', false)).toBe(renderFormula(katex, 'x_1', false))
    expect(renderFormula(katex, 'x_1', true)).not.toBe(renderFormula(katex, 'x_1', false))
  })

  test('lets no foreign element or attribute through', () => {
    for (const attack of attacks)
      for (const tex of [attack, attack.replaceAll('$', ''), `\\text{${attack}}`]) {
        const rendered = renderFormula(katex, tex, false)
        if (rendered.html !== null) expect(strangers(parsed(htmlText(rendered.html)))).toEqual([])
      }
  })

  test('lets no foreign element or attribute through, whatever is put together', () => {
    const parts = fc.constantFrom(
      ...[
        '\\text{',
        '\\color{',
        '\\textcolor{',
        '\\colorbox{',
        '\\frac{',
        '\\sqrt[',
        '\\begin{matrix}',
        '}',
        '{',
        ']'
      ],
      ...[
        '<script>',
        '<img src=x onerror=alert(1)>',
        '"',
        "'",
        '>',
        '&lt;',
        '&',
        'red',
        '#f00',
        '\\\\',
        '\\hline'
      ],
      ...[
        '\\rule{1em}{2em}',
        '\\tag{',
        '\\cancel{',
        '\\overbrace{',
        '\\kern',
        '9999em',
        '^',
        '_',
        '\\unicode{x3c}'
      ],
      ...[
        '\\raisebox{2em}{',
        '\\phantom{',
        '\\verb|<b>|',
        '\\left(',
        '\\right>',
        '\\operatorname{',
        '\\mathbb R'
      ],
      ...['javascript:alert(1)', '\\xrightarrow{', '\\boxed{', '\\htmlId{x}{', '\\end{matrix}', 'x', '2']
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), fc.boolean(), (list, display) => {
        const open = (list.join('').match(/\{/g) ?? []).length - (list.join('').match(/\}/g) ?? []).length
        const tex = `${list.join('')}${'}'.repeat(Math.max(0, open))}`
        const rendered = renderFormula(katex, tex, display)
        if (rendered.html !== null) expect(strangers(parsed(htmlText(rendered.html)))).toEqual([])
      }),
      { numRuns: 15000 }
    )
  })

  test.each([
    ['nested fractions', '\\frac{1}{'.repeat(39) + 'x' + '}'.repeat(39)],
    ['nested roots', '\\sqrt{'.repeat(39) + 'x' + '}'.repeat(39)],
    ['roots without braces', '\\sqrt'.repeat(380) + ' x'],
    ['scripts', 'x' + '^{x'.repeat(39) + '}'.repeat(39)],
    ['accents', '\\hat'.repeat(480) + 'x'],
    ['delimiters', '\\left('.repeat(39) + 'x' + '\\right)'.repeat(39)],
    ['many symbols', 'x'.repeat(1999)],
    ['many fractions', '\\frac12'.repeat(280)],
    ['a wide table', `\\begin{matrix}${'&'.repeat(900)}\\end{matrix}`],
    ['a long table', `\\begin{matrix}${'\\\\'.repeat(900)}\\end{matrix}`],
    ['column arguments', `\\begin{array}{${'c|'.repeat(800)}}x\\end{array}`],
    ['macros of KaTeX itself', '\\TeX\\LaTeX\\KaTeX'.repeat(100)],
    ['modulo', '\\pmod x'.repeat(280)],
    ['spaces', '\\quad'.repeat(390)],
    ['open braces', '{'.repeat(1999)],
    ['stretched arrows', '\\xrightarrow{x}'.repeat(130)],
    ['styles', '\\displaystyle'.repeat(150)],
    ['middle', '\\left(' + '\\middle|'.repeat(240) + '\\right)']
  ])('takes a bounded time for %s', (_name, tex) => {
    expect(quickest(1500, () => renderFormula(katex, tex, true))).toBeLessThanOrEqual(1500)
    const rendered = renderFormula(katex, tex, true)
    if (rendered.html !== null) expect(htmlText(rendered.html).length).toBeLessThanOrEqual(400_000)
  })
})

describe('macros of the user', () => {
  const own = (name: string, tex: string): { name: string; tex: string }[] => [{ name, tex }]
  const reasonOf = (tex: string, macros: { name: string; tex: string }[]): string | null =>
    renderFormula(katex, tex, false, macros).reason

  test('are known in every formula, and only as long as they are there', () => {
    expect(reasonOf('\\EE[x]', [])).toContain('\\EE')
    expect(reasonOf('\\EE[x]', own('\\EE', '\\mathbb{E}'))).toBe(null)
    expect(reasonOf('\\EE{a}{b}', own('\\EE', '\\frac{#1}{#2}'))).toBe(null)
    expect(reasonOf('\\EE[x]', [])).toContain('\\EE')
  })

  test('may do no more than formulas may', () => {
    const refusedOnes = [
      '\\href{https://evil.example}{x}',
      '\\def\\x{y}x',
      '\\htmlData{a=b}{x}',
      '\\includegraphics{x}'
    ]
    for (const tex of refusedOnes) expect(reasonOf('\\EE', own('\\EE', tex))).toContain('\\EE')
    // One that never ends is stopped.
    expect(reasonOf('\\EE', own('\\EE', '\\EE\\EE'))).toMatch(/too many expansions/i)
  })
})
