import { decodeDigest } from '#core/digest/decode'
import { parseDigests } from '#core/digest/parse'
import type { ParsedDigest } from '#core/domain/digest'
import { readSeeds } from '../../support/seeds'

/** What an untrusted digest or a pasted note might hold; each has to come out as text. */
export const attacks: readonly string[] = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><math><mtext></mtext></math></svg>',
  '<iframe src="https://evil.example/"></iframe>',
  '</span><script>alert(1)</script>',
  '"><b onmouseover="alert(1)">',
  '$<img src=x onerror=alert(1)>$',
  '$\\text{<script>alert(1)</script>}$',
  '$\\href{javascript:alert(1)}{x}$',
  '$\\url{javascript:alert(1)}$',
  '$x + \\href{https://evil.example/}{x}$',
  '$\\includegraphics{https://evil.example/a.png}$',
  '$\\includegraphics[alt=x]{//evil.example/a.png} + 1$',
  '$\\htmlData{x=1}{y} \\htmlStyle{background:url(//evil.example)}{z}$',
  '$\\htmlId{app}{x} \\htmlClass{note}{y}$',
  '$\\color{red;background:url(//evil.example/)}x$',
  '$\\textcolor{"onmouseover=alert(1)}{x}$',
  '$\\def\\a{\\a\\a}\\a$',
  '$\\gdef\\b{<img src=x>}\\b$',
  '$\\newcommand{\\c}{x}\\c\\c$',
  '$\\unicode{x3c}img src=x onerror=alert(1)\\unicode{x3e}$',
  '$\\char`\\<script\\char`\\>$',
  '$\\unknown{<b>}$',
  '$\\rule{9999em}{9999em}$',
  '\\href{javascript:alert(1)}{click}',
  '\\href{JaVaScRiPt:alert(1)}{click}',
  '\\href{data:text/html,<script>alert(1)</script>}{click}',
  '\\href{ vbscript:x}{click}',
  '\\href{https://user:password@evil.example/}{click}',
  '\\href{https://ok.example/"onclick="alert(1)}{click}',
  '\\url{javascript:alert(1)}',
  '\\url{file:///etc/passwd}',
  'https://ok.example/"><script>alert(1)</script>',
  'https://ok.example/?a=<img/src=x>',
  'javascript:alert(1) data:text/html,x vbscript:x ftp://evil.example/ //evil.example/x',
  '[x](javascript:alert(1))',
  '[x](JAVASCRIPT:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](&#106;avascript:alert(1))',
  '[x](java\tscript:alert(1))',
  '<javascript:alert(1)>',
  '<https://ok.example/>',
  '![x](https://evil.example/a.png "title")',
  '[![x](https://evil.example/a.png)](javascript:alert(1))',
  '[x](https://ok.example/ "a\\"onclick=alert(1)")',
  '[x][y]\n\n[y]: javascript:alert(1)',
  '[x](mailto:a@b.example) a@b.example',
  '```"onclick=alert(1)\n<script>alert(1)</script>\n```',
  '\u202egnp.exe\u202c \u2066x\u2069 \u200f',
  '&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x&#62;'
]

const seedDigests = readSeeds().then((seeds) =>
  seeds.flatMap(({ bytes }) => {
    const decoded = decodeDigest(bytes)
    return decoded.ok ? parse(decoded.text) : []
  })
)

function parse(text: string): ParsedDigest[] {
  const parsing = parseDigests(text)
  for (;;) {
    const step = parsing.next()
    if (step.done === true) return step.value
  }
}

/** One text of every paper of the sample digests. */
export async function seedTexts(field: 'title' | 'abstract' | 'comment'): Promise<string[]> {
  return (await seedDigests).flatMap(({ entries }) => entries.flatMap(({ fields }) => fields[field] ?? []))
}

const elements = new Set(
  `a annotation blockquote br code div em h3 h4 h5 h6 hr li line math menclose mfrac mi mn mo mover mpadded mphantom
  mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover ol p path pre s semantics
  span strong sub sup svg table tbody td th thead tr ul`.split(/\s+/)
)
const attributes = new Set(
  `accent accentunder aria-hidden class columnalign columnlines columnspacing d data-confirm depth display
  displaystyle encoding fence height href linebreak linethickness lspace mathbackground mathcolor mathsize mathvariant
  maxsize minsize notation preserveaspectratio rel rowspacing rspace scriptlevel separator start stretchy style target
  title viewbox voffset width xmlns y1 y2 x1 x2 stroke-width`.split(/\s+/)
)

/** HTML as a page would take it. Not by DOMParser, which makes a whole document of it each time. */
export function parsed(html: string): HTMLElement {
  const element = document.createElement('div')
  element.innerHTML = html
  return element
}

/** What of a piece of a page neither formulas nor notes may hold; empty where all is well. */
export function strangers(root: ParentNode): string[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    const name = element.tagName.toLowerCase()
    return [
      ...(elements.has(name) ? [] : [`<${name}>`]),
      ...[...element.attributes].flatMap((attribute) => {
        const key = attribute.name.toLowerCase()
        if (!attributes.has(key)) return [`${name} ${key}`]
        if (key === 'href' && !/^https?:\/\//i.test(attribute.value)) return [`href ${attribute.value}`]
        if (key === 'style' && /url|expression|fixed/i.test(attribute.value))
          return [`style ${attribute.value}`]
        return []
      })
    ]
  })
}
