import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { texPieces, type TexPiece } from '#core/text/tex'
import { readSeeds } from '../../support/seeds'
import { parseBytes } from '../support/digests'
import { quickest } from '../../support/quickest'

/** A short way to write pieces: `$x$` math, `b(…)` styled, `<url|…>` links. */
function brief(pieces: readonly TexPiece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'text') return piece.text
      if (piece.kind === 'math') return piece.display ? `⟦⟦${piece.tex}⟧⟧` : `⟦${piece.tex}⟧`
      if (piece.kind === 'styled') return `${piece.style}(${brief(piece.pieces)})`
      return `<${piece.url}|${brief(piece.pieces)}>`
    })
    .join('')
}

/** Everything of a text that can be read, formulas as their sources. */
function readable(pieces: readonly TexPiece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'text') return piece.text
      return piece.kind === 'math' ? piece.source : readable(piece.pieces)
    })
    .join('')
}

function each(pieces: readonly TexPiece[]): TexPiece[] {
  return pieces.flatMap((piece) =>
    piece.kind === 'text' || piece.kind === 'math' ? [piece] : [piece, ...each(piece.pieces)]
  )
}

function formulas(text: string): string[] {
  return each(texPieces(text)).flatMap((piece) => (piece.kind === 'math' ? [piece.source] : []))
}

describe('formulas', () => {
  test.each([
    ['$x$', '⟦x⟧'],
    ['an $\\ell_1$-norm', 'an ⟦\\ell_1⟧-norm'],
    ['3$\\sigma$ detection', '3⟦\\sigma⟧ detection'],
    ['10$^{15}$ eV', '10⟦^{15}⟧ eV'],
    ['0.642$\\pm$0.101', '0.642⟦\\pm⟧0.101'],
    ['$\\sim$10 times', '⟦\\sim⟧10 times'],
    ['$ n $ samples', '⟦ n ⟧ samples'],
    ['Genera$\\mathbf{T}$ion', 'Genera⟦\\mathbf{T}⟧ion'],
    ['$47.9$ PQ', '⟦47.9⟧ PQ'],
    ['$31\\%$ over', '⟦31\\%⟧ over'],
    ['$(p=1,2)$', '⟦(p=1,2)⟧'],
    ['$5$-$10$', '⟦5⟧-⟦10⟧'],
    ['$10^5$3', '⟦10^5⟧3'],
    ['$(speech, image)$', '⟦(speech, image)⟧'],
    ['$p < 0.05$', '⟦p < 0.05⟧'],
    ['$k$NN', '⟦k⟧NN'],
    ['$image \\rightarrow text$', '⟦image \\rightarrow text⟧'],
    ['$$E = mc^2$$', '⟦⟦E = mc^2⟧⟧'],
    ['\\(a+b\\) and \\[c\\]', '⟦a+b⟧ and ⟦⟦c⟧⟧'],
    ['$x \\text{ for $y$}$.', '⟦x \\text{ for $y$}⟧.'],
    ['$a$$b$', '⟦a⟧⟦b⟧'],
    ['$\\$5$', '⟦\\$5⟧'],
    ['\\\\(a)', ' (a)'],
    ['$\\lim_{x}\nf(x)$', '⟦\\lim_{x}\nf(x)⟧'],
    ['\\textbf{a $x$ b}', 'bold(a ⟦x⟧ b)'],
    ['{$L$}ong', '⟦L⟧ong']
  ])('are found in %j', (text, pieces) => {
    expect(brief(texPieces(text))).toBe(pieces)
  })

  test.each([
    ['$'],
    ['$$'],
    ['$ $The synergy'],
    ['costs $5'],
    ['costs $5 and $10'],
    ['from $5 to $10'],
    ['$5-$10'],
    ['$5/month or $50/year'],
    ['$1.5 million, or $2 million'],
    ['$300,000 ($26,000 vs. $320,000)'],
    ['<$100, <90 grams, $1=2'],
    ['2300$ in prizes and 500$ more'],
    ['US$ 5 and US$ 10'],
    ['cheap ($) to dear ($$-$$$)'],
    ['$$5 and $$10'],
    ['an accuracy of 85%$'],
    ['takes $less than 30 minutes$, and $less than 5 minutes$'],
    ['$x\n\ny$'],
    ['$5 for a\nbook, $6'],
    ['$x'],
    ['${x$'],
    ['$}x{$'],
    ['$$x$'],
    ['$$x'],
    ['\\(x'],
    ['\\[ \\]'],
    ['a $ b']
  ])('are not invented in %j', (text) => {
    expect(formulas(text)).toEqual([])
    expect(readable(texPieces(text))).toBe(text)
  })

  test('are none where dollars are escaped', () => {
    expect(brief(texPieces('\\$5 and \\$10 for $x$'))).toBe('$5 and $10 for ⟦x⟧')
  })

  test('of one character are that character', () => {
    expect(brief(texPieces('a$\\unicode{x2014}$b $\\unicode{x201C}$c'))).toBe('a—b “c')
    expect(formulas('$\\unicode{x202e}$ $\\unicode{xd800}$')).toHaveLength(2)
  })

  test('in the sample digests: 36 in abstracts, one in a title, none invented', async () => {
    const entries = (await readSeeds())
      .flatMap(({ bytes }) => parseBytes(bytes))
      .flatMap((digest) => digest.entries)
    expect(entries).toHaveLength(153)
    const found = (field: 'abstract' | 'title' | 'comment'): string[] =>
      entries.flatMap(({ fields }) => formulas(fields[field] ?? ''))
    expect(found('title')).toEqual(['$\\ell^1$'])
    expect(found('comment')).toEqual([])
    const inAbstracts = found('abstract')
    expect(inAbstracts).toHaveLength(36)
    // All dollars of the abstracts but one pair, which holds nothing: "$ $The synergy of language and vision…".
    const dollars = entries.flatMap(({ fields }) => fields.abstract?.match(/\$/g) ?? [])
    expect(dollars).toHaveLength(2 * 36 + 2)
    expect(new Set(inAbstracts)).toEqual(
      new Set([
        ...[
          '$\\times$',
          '$47.9$',
          '$62.5$',
          '$\\ell_p$',
          '$(p=1,2)$',
          '$31\\%$',
          '$\\mathcal{O}(L^2)$',
          '$L$'
        ],
        ...[
          '$\\mathcal{O}(L)$',
          '$\\times9.17$',
          '$\\ell^1$',
          '$\\pm$',
          '$\\%$',
          '${\\rm ID_{F1}}$',
          '$\\epsilon$'
        ],
        ...['$\\textbf{65.9\\%}$', '$\\textbf{16.7}$', '$\\textbf{8.6\\%}$'],
        ...['E', 'I', 'S', 'T', 'P', 'A', 'G'].map((letter) => `$\\mathbf{${letter}}$`)
      ])
    )
  })
})

describe('text commands', () => {
  test.each([
    [
      '\\textbf{bold} \\emph{it} \\textit{it} \\texttt{c} \\textsc{sc}',
      'bold(bold) italic(it) italic(it) code(c) smallcaps(sc)'
    ],
    ['\\textbf{a \\emph{b} c}', 'bold(a italic(b) c)'],
    [
      '{\\em it} {\\it it} {\\bf b} {\\tt c} {\\sc s} {\\rm r}',
      'italic(it) italic(it) bold(b) code(c) smallcaps(s) r'
    ],
    ['\\text{a} \\mbox{b} \\textrm{c}', 'a b c'],
    ['H\\textsubscript{2}O, 10\\textsuperscript{3}', 'Hsubscript(2)O, 10superscript(3)'],
    ['\\textcolor{red}{alert}', 'alert'],
    ['50\\% of A\\&B, \\#1, x\\_y, \\{z\\}', '50% of A&B, #1, x_y, {z}'],
    ['a_b and *c* and d^e & 5%', 'a_b and *c* and d^e & 5%'],
    ['Fuzhang~Han, Fig.~3', 'Fuzhang\u00a0Han, Fig.\u00a03'],
    ['about ~5% (~10)', 'about ~5% (~10)'],
    ['1--2, a---b, ----', '1–2, a—b, ----'],
    ["``quoted'' and 5''", "“quoted” and 5''"],
    ["`single' and don't, `it's'", "‘single’ and don't, ‘it's’"],
    ['`code` and lone `', '`code` and lone `'],
    ['Poincar\\\'e, M\\"{u}ller, {\\aa}, \\v{s}, Erd\\H{o}s, \\o', 'Poincaré, Müller, å, š, Erdős, ø'],
    ['a\\ b\\,c\\;d', 'a b\u2009c d'],
    ['foo\\footnote{See \\emph{bar}.} baz', 'foo (See italic(bar).) baz'],
    ['\\eg, this; \\ie. that; Smith \\etal.', 'e.g., this; i.e. that; Smith et al.'],
    ['4\\times 4, \\alpha, 90\\degree, \\ldots', '4× 4, α, 90°, …'],
    ['{B}ayesian {ImageNet} {Deep Learning}', 'Bayesian ImageNet Deep Learning'],
    ['\\LaTeX{} and \\TeX', 'LaTeX and TeX']
  ])('reads %j', (text, pieces) => {
    expect(brief(texPieces(text))).toBe(pieces)
  })

  test.each([
    ['\\unknown{x} \\foo'],
    ['\\cite{smith2020} and \\ref{fig:1}'],
    ['\\foo{a}{b}'],
    ['the set {0, 1}, x_{1}, \\foo_{2}'],
    ['C:\\Users\\name'],
    ['a \\'],
    ['\\textbf{open'],
    ['\\textbf'],
    ['{open'],
    ['close}'],
    ['\\href{javascript:alert(1)}{x}'],
    ['\\url{javascript:alert(1)}'],
    ['P<6e-3, C&W, <SEG>, [a](b)']
  ])('keeps %j as it is written', (text) => {
    expect(readable(texPieces(text))).toBe(text)
    expect(readable(texPieces(text, { links: true }))).toBe(text)
    expect(each(texPieces(text, { links: true })).filter(({ kind }) => kind === 'link')).toEqual([])
  })

  test('are not read within addresses', () => {
    const text = 'see http://x.edu/~foo--bar_baz'
    expect(brief(texPieces(text))).toBe(text)
  })

  test('within arguments of unknown commands are read', () => {
    expect(brief(texPieces('\\foo{$x$ \\% \\emph{a}}'))).toBe('\\foo{⟦x⟧ % italic(a)}')
  })
})

describe('links', () => {
  test.each([
    ['at https://x.org/a.', 'at <https://x.org/a|https://x.org/a>.'],
    ['(https://x.org/a_(b))', '(<https://x.org/a_(b)|https://x.org/a_(b)>)'],
    ['http://x.org, and', '<http://x.org|http://x.org>, and'],
    ['"https://x.org/VMT"', '"<https://x.org/VMT|https://x.org/VMT>"'],
    ['HTTPS://X.org/', '<HTTPS://X.org/|HTTPS://X.org/>'],
    ['https://x.org/a\\_b\\%20c\\#d', '<https://x.org/a_b%20c#d|https://x.org/a_b%20c#d>'],
    ['https://x.org/a。', '<https://x.org/a|https://x.org/a>。'],
    ['\\url{https://x.org/a_b}', '<https://x.org/a_b|https://x.org/a_b>'],
    ['\\url{https://x.org/\\~{}a\\_b}', '<https://x.org/~a_b|https://x.org/~a_b>'],
    ['\\url{github.com/a/b}', '<https://github.com/a/b|github.com/a/b>'],
    ['\\href{https://x.org}{the \\emph{page}}', '<https://x.org|the italic(page)>'],
    ['\\href{https://x.org}{https://y.org}', '<https://x.org|https://y.org>'],
    ['$\\href{https://x.org/a}{\\text{this page}}$.', '<https://x.org/a|this page>.'],
    ['$https://x.org/a_b$', '<https://x.org/a_b|https://x.org/a_b>'],
    ['\\textit{at https://x.org/a}.', 'italic(at <https://x.org/a|https://x.org/a>).'],
    ['overlap with arXiv:2110.03220.', 'overlap with <https://arxiv.org/abs/2110.03220|arXiv:2110.03220>.'],
    ['arXiv:2309.15420v2', '<https://arxiv.org/abs/2309.15420v2|arXiv:2309.15420v2>'],
    ['arXiv: math.GT/0611800', '<https://arxiv.org/abs/math/0611800|arXiv: math.GT/0611800>'],
    ['arxiv.org/abs/2312.10854', '<https://arxiv.org/abs/2312.10854|arxiv.org/abs/2312.10854>'],
    ['doi:10.1007/a_b(c).', '<https://doi.org/10.1007/a_b(c)|doi:10.1007/a_b(c)>.'],
    ['DOI: 10.1109/x;y, z', '<https://doi.org/10.1109/x%3By|DOI: 10.1109/x;y>, z'],
    ['https://doi.org/10.1109/x', '<https://doi.org/10.1109/x|https://doi.org/10.1109/x>']
  ])('are made of %j', (text, pieces) => {
    expect(brief(texPieces(text, { links: true }))).toBe(pieces)
  })

  test.each([
    ['arXiv:2313.10854'],
    ['arXiv: admin note'],
    ['10.5/7 and 2010.1109/x'],
    ['https://'],
    ['https:///etc/passwd'],
    ['https://user:password@evil.example/'],
    ['ftp://x.org file:///x javascript:alert(1) data:text/html,x mailto:a@b.org //x.org'],
    ['xhttps://x.org'],
    ['a@arxiv.org/abs/2312.10854']
  ])('are not made of %j', (text) => {
    expect(brief(texPieces(text, { links: true }))).toBe(text)
  })

  test('are made only when asked for', () => {
    const text =
      'https://x.org/a_b arXiv:2312.10854 \\url{https://x.org} \\href{https://x.org}{y} doi:10.1007/x'
    expect(brief(texPieces(text))).toBe('https://x.org/a_b arXiv:2312.10854 https://x.org y doi:10.1007/x')
  })

  test('lead to http and https only, and are never nested, whatever the text', () => {
    const parts = fc.constantFrom(
      ...[
        '\\href{',
        '\\url{',
        '}{',
        '}',
        'https://',
        'http://',
        'javascript:',
        'data:',
        'x.org',
        '/a',
        '"',
        '<',
        ' '
      ],
      ...[
        '@',
        '\\',
        '$',
        '\\emph{',
        '~',
        'arXiv:',
        '2312.10854',
        'doi:',
        '10.1000/',
        '\u202e',
        '\n',
        '%0a',
        '{',
        '&'
      ]
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 14 }), (list) => {
        for (const piece of each(texPieces(list.join(''), { links: true }))) {
          if (piece.kind !== 'link') continue
          expect(piece.url).toMatch(/^https?:\/\/[^\s"<>\\\u202e@/?#]+(?:[/?#][^\s"<>\\\u202e]*)?$/i)
          expect(each(piece.pieces).filter(({ kind }) => kind === 'link')).toEqual([])
        }
      }),
      { numRuns: 3000 }
    )
  })
})

describe('whatever the text', () => {
  const parts = fc.constantFrom(
    ...[
      '\\',
      '{',
      '}',
      '$',
      '$$',
      '\\(',
      '\\)',
      '\\[',
      '\\]',
      ' ',
      '\n',
      '~',
      '`',
      "'",
      '-',
      '--',
      '"',
      '_',
      '^',
      '5'
    ],
    ...[
      'a',
      'word',
      '\\emph{',
      '\\textbf',
      '\\href{',
      '\\url{',
      '{\\em ',
      '\\foo',
      'https://x.org',
      '%',
      '\\alpha'
    ]
  )

  test('every letter and digit of it can be read', () => {
    const silent = /\\(?:emph|textbf|href|url|em|alpha|text\w*)(?![A-Za-z])/g
    const letters = (text: string): string => text.replace(silent, '').replace(/[^A-Za-z0-9]/g, '')
    // Letters of commands only: what follows an accent or a backslash may turn into another letter.
    const safe = fc.constantFrom(
      '{',
      '}',
      '$',
      ' ',
      '\n',
      '~',
      '`',
      "'",
      '--',
      '_',
      '^',
      '5',
      'word',
      '\\emph{',
      '{\\em '
    )
    fc.assert(
      fc.property(fc.array(safe, { maxLength: 24 }), (list) => {
        const text = list.join('')
        expect(letters(readable(texPieces(text)))).toBe(letters(text))
      }),
      { numRuns: 3000 }
    )
  })

  test('pieces are well formed: no empty ones, no two texts in a row, sources as written', () => {
    const check = (pieces: readonly TexPiece[], text: string): void => {
      pieces.forEach((piece, index) => {
        if (piece.kind === 'text') {
          expect(piece.text).not.toBe('')
          expect(pieces[index + 1]?.kind).not.toBe('text')
        } else if (piece.kind === 'math') {
          expect(piece.tex.trim()).not.toBe('')
          expect(text).toContain(piece.source)
          expect(piece.source).toContain(piece.tex)
        } else {
          expect(piece.pieces).not.toEqual([])
          check(piece.pieces, text)
        }
      })
    }
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 24 }), fc.boolean(), (list, links) => {
        check(texPieces(list.join(''), { links }), list.join(''))
      }),
      { numRuns: 3000 }
    )
  })

  test('characters that reorder text, and control characters, are dropped', () => {
    const text =
      'a\u202eb\u202c \u2066c\u2069\u200f\u0000\u001b $x\u202ey$ \\emph{\u202dz} https://x.org/\u202ea'
    expect(brief(texPieces(text, { links: true }))).toBe(
      'ab c ⟦xy⟧ italic(z) <https://x.org/a|https://x.org/a>'
    )
  })

  test('it is read in time linear in its length', () => {
    const length = 400_000
    const units = [
      ...[
        '$',
        '$x',
        '$5 ',
        '$$',
        '{',
        '}',
        '{}',
        '{{$',
        '$\\text{',
        '${',
        '\\',
        '\\(',
        '\\[',
        '\\( x',
        '\\emph{',
        '\\emph{}'
      ],
      ...[
        '\\href{',
        '\\href{a}{',
        '\\href{https://x.org}{',
        '\\url{',
        '\\foo{',
        '\\foo{}',
        '{\\em ',
        "\\'",
        '\\c ',
        '~',
        '`'
      ],
      ...[
        "''",
        '-',
        'https://',
        'https://x',
        '(https://x.org/(',
        'https://x.org/)',
        'arXiv:',
        'arXiv: 1',
        '10.1000/',
        'doi:'
      ],
      ...[
        '10.1000/a ',
        'a.',
        '$ \\unicode{x41}$',
        '$https://x.org$ ',
        '\\textcolor{a}{',
        '\u202e',
        '\n',
        '$\n',
        'http://a@'
      ]
    ]
    const slow = units.flatMap((unit) => {
      const text = unit.repeat(length / unit.length)
      const time = quickest(4000, () => {
        texPieces(text, { links: true })
        texPieces(`$${text}`)
      })
      return time > 4000 ? [[unit, Math.round(time)]] : []
    })
    expect(slow).toEqual([])
  })

  test('no text fills a page with elements', () => {
    const text = '$x$ \\emph{y} '.repeat(50_000)
    const pieces = texPieces(text)
    expect(each(pieces).length).toBeLessThan(20_000)
    expect(readable(pieces).replace(/[^$xy]/g, '').length).toBeGreaterThanOrEqual(200_000)
  })

  test('nesting has an end, and loses nothing', () => {
    const text = `${'\\emph{'.repeat(5000)}x${'}'.repeat(5000)}`
    expect(readable(texPieces(text))).toContain('x')
  })
})
