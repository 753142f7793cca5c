// @vitest-environment jsdom
import fc from 'fast-check'
import katex from 'katex'
import { describe, expect, test } from 'vitest'
import { renderFormula } from '../../../src/renderer/text/math'
import { renderNote } from '../../../src/renderer/text/notes'
import { htmlText } from '../../../src/renderer/text/trusted-html'
import { attacks, parsed, strangers } from './support'
import { quickest } from '../../support/quickest'

const math = (tex: string, display: boolean): ReturnType<typeof renderFormula> =>
  renderFormula(katex, tex, display)

function html(text: string): string {
  const made = renderNote(text, math)
  if (made === null) throw new Error(`${text} is shown as it is written`)
  return htmlText(made)
}

function body(text: string): HTMLElement {
  return parsed(html(text))
}

function formulas(text: string): (string | null)[] {
  return [...body(text).querySelectorAll('annotation')].map((annotation) => annotation.textContent)
}

describe('a note', () => {
  test('is Markdown, its headings below those of the page', () => {
    expect(html('# One\n\n## Two\n\n###### Six\n\n**b** _i_ ~~s~~ `c`\n\n- x\n\n> q')).toBe(
      '<h3>One</h3>\n<h4>Two</h4>\n<h6>Six</h6>\n' +
        '<p><strong>b</strong> <em>i</em> <s>s</s> <code>c</code></p>\n' +
        '<ul>\n<li>x</li>\n</ul>\n<blockquote>\n<p>q</p>\n</blockquote>\n'
    )
  })

  test('keeps the lines as they are written', () => {
    expect(html('one\ntwo')).toBe('<p>one<br>\ntwo</p>\n')
  })

  test('has tables and code', () => {
    const note = body('| a | b |\n|---|:-:|\n| $x$ | 2 |\n\n```js\nlet $x$ = 1\n```')
    expect(note.querySelectorAll('td')).toHaveLength(2)
    expect(note.querySelector('td .katex')).not.toBeNull()
    expect(note.querySelector('pre')?.textContent).toBe('let $x$ = 1\n')
  })

  test.each([
    ['[x](https://x.org/a)', 'https://x.org/a'],
    ['https://x.org/a.', 'https://x.org/a'],
    ['<https://x.org/a>', 'https://x.org/a'],
    ['[x][1]\n\n[1]: https://x.org/a', 'https://x.org/a']
  ])('has the links of %j', (text, href) => {
    const links = [...body(text).querySelectorAll('a')]
    expect(links.map((link) => link.getAttribute('href'))).toEqual([href])
    expect(links[0]?.target).toBe('_blank')
    expect(links[0]?.rel).toBe('noopener noreferrer')
    expect(links[0]?.title).toBe(href)
    expect(links[0]?.dataset.confirm).toBeUndefined()
  })

  test('tells links that are not safe from those that are', () => {
    expect(body('http://x.org/a').querySelector('a')?.dataset.confirm).toBe('http://x.org/a')
  })

  test.each([
    ['[x](javascript:alert(1))'],
    ['[x](data:text/html,x)'],
    ['[x](vbscript:x)'],
    ['[x](file:///etc/passwd)'],
    ['[x](mailto:a@b.org) a@b.org mailto:a@b.org'],
    ['[x](/relative) [x](#id) [x](//x.org)'],
    ['[x]() []() [*x*]() ![]()'],
    ['ftp://x.org //x.org www.x.org x.org readme.md'],
    ['[x](&#106;avascript:alert(1))']
  ])('has no link in %j', (text) => {
    expect(body(text).querySelector('a')).toBeNull()
  })

  test('sends nobody a name or password', () => {
    const links = [...body('[x](https://user:password@x.org/) https://a:b@x.org/').querySelectorAll('a')]
    expect(links.filter((link) => link.href.includes('@'))).toEqual([])
  })

  test('shows the text of an image instead of the image', () => {
    expect(html('![the *plot*](https://x.org/a.png "t")')).toBe('<p>the *plot*</p>\n')
  })

  test('holds no HTML', () => {
    expect(html('<b>x</b> &lt; <script>y</script>')).toBe(
      '<p>&lt;b&gt;x&lt;/b&gt; &lt; &lt;script&gt;y&lt;/script&gt;</p>\n'
    )
  })

  test('that is empty or huge is shown as it is written', () => {
    expect(renderNote(' \n', math)).toBeNull()
    expect(renderNote('x'.repeat(200_001), math)).toBeNull()
  })

  test('drops characters that reorder text', () => {
    expect(html('a\u202eb\u2066c')).toBe('<p>abc</p>\n')
  })
})

describe('a formula in a note', () => {
  test.each([
    ['$x$', ['x']],
    ['a $x^2$, b', ['x^2']],
    ['$a_1 * b$ and $c * d_2$', ['a_1 * b', 'c * d_2']],
    ['# $x$', ['x']],
    ['- $x$', ['x']],
    ['**$x$**', ['x']],
    ['$$x$$', ['x']],
    ['$$\nx\n+ y\n$$', ['x\n+ y']],
    ['text\n$$ x $$\ntext', ['x']],
    ['> $$\n> x\n> $$', ['x']],
    ['a $$x$$ b', ['x']],
    ['[$x$](https://x.org)', ['x']]
  ])('is found in %j', (text, found) => {
    expect(formulas(text)).toEqual(found)
  })

  test.each([
    ['$5 and $10'],
    ['$5'],
    ['a $ b $ c'],
    ['$x$5'],
    ['`$x$`'],
    ['```\n$x$\n```'],
    ['    $x$'],
    ['\\$x$'],
    ['$x\ny$'],
    ['$$'],
    ['$$ $$'],
    ['$$\n\nx\n$$']
  ])('is not invented in %j', (text) => {
    expect(formulas(text)).toEqual([])
  })

  test('is displayed between double dollars', () => {
    expect(body('$$x$$').querySelector('.katex-display')).not.toBeNull()
    expect(body('$x$').querySelector('.katex-display')).toBeNull()
  })

  test('that cannot be read is shown as it is written, with the reason', () => {
    const failed = body('before $\\nope{<b>}$ after').querySelector('.failed')
    expect(failed?.textContent).toBe('$\\nope{<b>}$')
    expect(failed?.getAttribute('title')).toMatch(/Undefined control sequence/)
    expect(body('before $\\nope$ after').textContent).toBe('before $\\nope$ after\n')
  })

  test('is shown as it is written while KaTeX is on its way', () => {
    const made = renderNote('a $<x>$ b', () => null)
    expect(made === null ? null : htmlText(made)).toBe('<p>a <code>$&lt;x&gt;$</code> b</p>\n')
  })
})

describe('a hostile note', () => {
  test('lets no foreign element or attribute through', () => {
    for (const attack of attacks)
      for (const text of [
        attack,
        `# ${attack}`,
        `- ${attack}`,
        `| a |\n|---|\n| ${attack} |`,
        `[${attack}](https://x.org)`
      ])
        expect(strangers(body(text))).toEqual([])
  })

  test('lets no foreign element or attribute through, whatever is put together', () => {
    const parts = fc.constantFrom(
      ...[
        '[',
        '](',
        ')',
        '![',
        '<',
        '>',
        '"',
        "'",
        'javascript:',
        'https://x.org',
        ' "',
        '`',
        '```',
        '\n',
        '\n\n'
      ],
      ...[
        '$',
        '$$',
        '*',
        '_',
        '# ',
        '- ',
        '| ',
        '|---|\n',
        '> ',
        '&quot;',
        '&#x22;',
        '&lt;',
        '\\',
        'x',
        ' onclick=x'
      ],
      ...[
        '<img src=x onerror=y>',
        '<a href=x>',
        '\\text{',
        '}',
        '[1]: ',
        'http://',
        '~~',
        '1. ',
        '\t',
        '\\href{'
      ]
    )
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 16 }), (list) => {
        const made = renderNote(list.join(''), math)
        if (made === null) {
          expect(list.join('').trim()).toBe('')
          return
        }
        const page = parsed(htmlText(made))
        expect(strangers(page)).toEqual([])
      }),
      { numRuns: 1500 }
    )
  })

  test.each([
    ['brackets', '['],
    ['images', '![]('],
    ['stars', '*a '],
    ['underscores', '_a_'],
    ['quotes', '> '],
    ['lists', '- '],
    ['code', '`'],
    ['dollars', '$'],
    ['open formulas', '$a '],
    ['open blocks', '$$\na\n'],
    ['formulas', '$x$ '],
    ['links', 'https://x.org '],
    ['half links', 'http:'],
    ['angles', '<a'],
    ['entities', '&amp;'],
    ['table cells', '|'],
    ['references', '[a]: https://x.org\n'],
    ['escapes', '\\$']
  ])('takes a bounded time for 50 kB of %s', (_name, unit) => {
    const note = unit.repeat(50_000 / unit.length)
    expect(quickest(5000, () => renderNote(note, math))).toBeLessThanOrEqual(5000)
  })
})
