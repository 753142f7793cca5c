declare const brand: unique symbol

/** HTML that `{@html}` may take. Only {@link trustedHtml} makes it. */
export interface SafeHtml {
  readonly [brand]: true
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createHTML: (html: string) => string }
  ): {
    createHTML(html: string): SafeHtml
  }
}

/** Elements that KaTeX and our Markdown make. */
const elements = new Set(
  `a annotation blockquote br code del em h1 h2 h3 h4 h5 h6 hr li line math menclose mfrac mi mn mo mover mpadded
  mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover ol p path pre s
  semantics span strong svg table tbody td th thead tr ul`.split(/\s+/)
)

/** Their attributes; `href` and `style` are looked at closer. */
const attributes = new Set(
  `accent accentunder aria-hidden class columnalign columnlines columnspacing d data-confirm depth display
  displaystyle encoding fence form height href linebreak linethickness lspace mathbackground mathcolor mathsize
  mathvariant maxsize minsize movablelimits notation preserveAspectRatio rel rowlines rowspacing rspace scriptlevel
  separator side start stretchy stroke-width style symmetric target title viewBox voffset width x1 x2 xmlns y1
  y2`.split(/\s+/)
)

const tag = /<(?:\/([a-z][a-z0-9]*)|([a-z][a-z0-9]*)((?:\s+[A-Za-z][\w-]*(?:="[^"<]*")?)*)\s*\/?)>/y
const attribute = /([A-Za-z][\w-]*)(?:="([^"<]*)")?/g

/**
 * The last look at HTML before the page takes it, whoever made it: nothing but the elements and attributes of
 * formulas and notes, links to http and https only. Throws on anything else.
 */
export function checkHtml(html: string): string {
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    tag.lastIndex = at
    const match = tag.exec(html)
    if (match === null) throw new TypeError('This is no HTML of a formula or a note.')
    const name = match[1] ?? match[2] ?? ''
    if (!elements.has(name)) throw new TypeError(`<${name}> is no element of a formula or a note.`)
    for (const [, key = '', value = ''] of (match[3] ?? '').matchAll(attribute)) {
      if (!attributes.has(key)) throw new TypeError(`${key} is no attribute of a formula or a note.`)
      if (key === 'href' && !/^https?:\/\//i.test(value))
        throw new TypeError('A link leads to http or https.')
      if (key === 'style' && /url|[\\@&]|fixed|sticky/i.test(value))
        throw new TypeError('This style is refused.')
    }
  }
  return html
}

// The Content Security Policy names this policy and forbids a second one of its name. Node and jsdom have none.
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('papertray', {
  createHTML: checkHtml
})

/** Brands HTML that KaTeX or our Markdown made. No other module may make HTML. Throws where it is not of their kind. */
export function trustedHtml(html: string): SafeHtml {
  return policy === undefined ? (checkHtml(html) as unknown as SafeHtml) : policy.createHTML(html)
}

/** The text of branded HTML, to build larger HTML from; it is branded anew as a whole. */
export function htmlText(html: SafeHtml): string {
  // A string, or a TrustedHTML, whose toString answers the HTML it was made of.
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- see above
  return String(html)
}
