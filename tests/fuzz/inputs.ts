/** Inputs that nobody would write: made from digests of all dialects and a number, the same for the same number. */

/** Numbers from a seed: mulberry32. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to, not including, `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end)
  }

  of<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)]
    if (item === undefined) throw new RangeError('nothing to choose from')
    return item
  }
}

/** Characters and pieces that parsers stumble over. */
const odd = [
  ...[
    '\u0000',
    '\u0007',
    '\u001b[31m',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u00ad',
    '\u061c',
    '\u200b',
    '\u202e',
    '\u2028'
  ],
  ...['\u2066', '\ufeff', '\ufffd', '\u{10ffff}', '😀', 'e\u0301', '√§', 'Ã¤', '√É¬§', 'ﬁ', '文', 'ا'],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '  ',
    '\n\n\n',
    '### ',
    '# ',
    '> ',
    '- **',
    '**',
    '- **Summary**: ',
    '### 1.'
  ],
  ...[
    '# ArXiv cs.CV --Mon, 3 Jan 2022\n',
    '# Arxiv Papers in cs.CV on 2023-12-18\n',
    '---\n',
    'None',
    ', and ',
    ','
  ],
  ...[
    '  [ :arrow_down: ](https://arxiv.org/pdf/2112.15589.pdf)',
    '2312.10854v1',
    'math.GT/0611800',
    '2313.00000',
    '$'
  ],
  ...[
    '$$',
    '\\',
    '\\\\',
    '{',
    '}',
    '<a href="',
    '<a ',
    '</a>',
    '<br',
    '&lt;',
    '&#x202e;',
    '&',
    '](',
    '[',
    'javascript:'
  ],
  // Of the other dialects.
  ...[
    '\\\\\n',
    '\\\\\narXiv:2311.01234\n',
    ' (*cross-listing*)',
    'replaced with revised version ',
    '/* Fri, 3 Mar 2023 */\n',
    'Title: ',
    'Authors: ',
    '%-%-%-%-%-%-\n'
  ],
  ...[
    '<entry>',
    '</entry>',
    '<item>',
    '</item>',
    '</feed>',
    '</rss>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '<!DOCTYPE x>'
  ],
  ...['<?xml version="1.0"?>\n<feed>', '<rss><channel>', '&amp;', '&#0;', '&x;', '<a:b c="', 'xmlns:a="'],
  ...[
    '|',
    '\\|',
    '|---|---|\n',
    '|Publish Date|Title|Authors|PDF|Code|\n',
    '- 2023-11-02, **',
    '**, ',
    ' et.al.'
  ],
  ...['<details>', '</details>', '### [1] [', '](https://arxiv.org/abs/2311.01234)\n', '*', 'Abstract: '],
  ...['{"id": "2311.01234", "title": "', '"}\n', '[', '{', '"summary": null', '"__proto__": {'],
  ...['# New submissions for Mon,  6 Nov 23\n', ' - **Authors:** ', ' - **Abstract**\n', '## Keyword: x\n'],
  ...['#### [new 001] T\n', '#### [replaced 1] ', '- **链接: [', '> **作者:** ', '> **摘要:** ', '：', '; ']
] as const

const brokenBytes = [
  [0xff],
  [0xe9],
  [0xc3],
  [0xed, 0xa0, 0x80],
  [0xf0, 0x9f],
  [0xff, 0xfe],
  [0x80],
  [0x00]
] as const

type Change = (bytes: Buffer, chance: Chance, seeds: readonly Buffer[]) => Buffer

const changes: readonly Change[] = [
  flip,
  cut,
  insert,
  duplicateLine,
  moveLine,
  splice,
  dropLine,
  reencode,
  repeatPiece
]

/** A sample digest, or a part of one, with up to a dozen changes; now and then random bytes. */
export function fuzzInput(seed: number, seeds: readonly Buffer[]): Buffer {
  const chance = new Chance(seed)
  if (chance.below(20) === 0) return noise(chance)
  let bytes = part(chance.of(seeds), chance)
  for (let count = chance.below(12) + 1; count > 0; count--) bytes = chance.of(changes)(bytes, chance, seeds)
  return bytes
}

/** Nearly always a few records: so a thousand inputs a second are tried instead of a hundred. */
function part(bytes: Buffer, chance: Chance): Buffer {
  if (chance.below(20) === 0) return Buffer.from(bytes)
  const start = chance.below(4) === 0 ? chance.below(bytes.length) : 0
  return Buffer.from(bytes.subarray(start, start + 500 + chance.below(8000)))
}

function noise(chance: Chance): Buffer {
  const printable = chance.below(2) === 0
  return Buffer.from(
    Array.from({ length: chance.below(3000) }, () =>
      printable ? 0x20 + chance.below(0x5f) : chance.below(256)
    )
  )
}

function flip(bytes: Buffer, chance: Chance): Buffer {
  if (bytes.length > 0) {
    const at = chance.below(bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8))
  }
  return bytes
}

function cut(bytes: Buffer, chance: Chance): Buffer {
  return bytes.subarray(0, chance.below(bytes.length + 1))
}

function insert(bytes: Buffer, chance: Chance): Buffer {
  const piece = chance.below(8) === 0 ? Buffer.from(chance.of(brokenBytes)) : Buffer.from(chance.of(odd))
  const at = chance.below(bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)])
}

function repeatPiece(bytes: Buffer, chance: Chance): Buffer {
  const piece = Buffer.from(chance.of(odd).repeat(1 + chance.below(300)))
  const at = chance.below(bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)])
}

/** Where some line begins and ends, its line feed included. */
function someLine(bytes: Buffer, chance: Chance): [start: number, end: number] {
  const at = chance.below(bytes.length + 1)
  const start = at === 0 ? 0 : bytes.lastIndexOf(0x0a, at - 1) + 1
  const feed = bytes.indexOf(0x0a, start)
  return [start, feed < 0 ? bytes.length : feed + 1]
}

function duplicateLine(bytes: Buffer, chance: Chance): Buffer {
  const [start, end] = someLine(bytes, chance)
  return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)])
}

function dropLine(bytes: Buffer, chance: Chance): Buffer {
  const [start, end] = someLine(bytes, chance)
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
}

function moveLine(bytes: Buffer, chance: Chance): Buffer {
  const [start, end] = someLine(bytes, chance)
  const line = bytes.subarray(start, end)
  const rest = Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
  const [to] = someLine(rest, chance)
  return Buffer.concat([rest.subarray(0, to), line, rest.subarray(to)])
}

/** Puts a piece of any sample, of whatever dialect, into the midst. */
function splice(bytes: Buffer, chance: Chance, seeds: readonly Buffer[]): Buffer {
  const other = chance.of(seeds)
  const from = chance.below(other.length)
  const at = chance.below(bytes.length + 1)
  return Buffer.concat([
    bytes.subarray(0, at),
    other.subarray(from, from + chance.below(3000)),
    bytes.subarray(at)
  ])
}

function reencode(bytes: Buffer, chance: Chance): Buffer {
  const text = bytes.toString('utf8')
  switch (chance.below(6)) {
    case 0:
      return Buffer.from(`\ufeff${text}`, 'utf16le')
    case 1:
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
    case 2:
      return Buffer.from(text, 'latin1')
    case 3:
      return Buffer.from(bytes.toString('latin1'), 'utf8')
    case 4:
      return Buffer.from(text.normalize('NFD').replaceAll('\n', '\r\n'))
    default:
      return Buffer.from(`\ufeff${text}`)
  }
}

export interface Pathological {
  readonly name: string
  /** About `size` bytes of it. */
  readonly make: (size: number) => Buffer
}

const fieldHeading = '# Arxiv Papers in cs.CV on 2023-12-18\n'
const numberHeading = '# ArXiv cs.CV --Mon, 3 Jan 2022\n'
const fieldStart = '### T\n- **Arxiv ID**: http://arxiv.org/abs/2312.10854v1\n'
const numberStart = '### 1.T  [ :arrow_down: ](https://arxiv.org/pdf/2112.15589.pdf)\n'

/** A text of pieces, all alike, up to about a size. */
const flood =
  (piece: string, start = '', end = '') =>
  (size: number): Buffer =>
    Buffer.from(start + piece.repeat(Math.max(1, Math.floor(size / Buffer.byteLength(piece)))) + end)

/** The same piece in a line no longer than is read, again and again, in one record after the other. */
const inFields =
  (piece: string, key: string) =>
  (size: number): Buffer => {
    const line = piece.repeat(Math.floor(250_000 / piece.length))
    const record = `${fieldStart}- **${key}**: ${line}\n`
    return Buffer.from(
      fieldHeading + record.repeat(Math.max(1, Math.round(size / Buffer.byteLength(record))))
    )
  }

const inAbstracts =
  (piece: string) =>
  (size: number): Buffer => {
    const record = `${numberStart}>  ${piece.repeat(Math.floor(250_000 / piece.length))}\n`
    return Buffer.from(
      numberHeading + record.repeat(Math.max(1, Math.round(size / Buffer.byteLength(record))))
    )
  }

const mailStart = '\\\\\narXiv:2311.01234\nDate: Thu, 2 Nov 2023 17:40:11 GMT   (1726kb,D)\n\n'
const feedStart =
  '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2311.01234v1</id><title>'
const itemStart = '<rss><channel><item><link>https://arxiv.org/abs/2311.01234</link><description>'
const tableStart = '|Publish Date|Title|Authors|PDF|Code|\n|---|---|---|---|---|\n'
const tableRow = (title: string): string =>
  `|**2023-11-02**|**${title}**|A et.al.|[2311.01234v1](http://arxiv.org/abs/2311.01234v1)|null|\n`
const enhanced = '### [1] [T](https://arxiv.org/abs/2311.01234)\n'
const jsonStart = '{"id": "2311.01234", "abs": "https://arxiv.org/abs/2311.01234", "title": "T", "x": '
const submissions = '# New submissions for Mon,  6 Nov 23\n'
const chinese = '#### [new 001] T\n- **链接: [x](http://arxiv.org/pdf/2311.01234v1)**\n'

/** For each dialect what its parser looks for, again and again, in the midst of what it belongs to. */
const ofDialects: readonly (readonly [name: string, piece: string, start?: string])[] = [
  ['lines of backslashes', '\\\\\n'],
  ['records of mails without end', '\\\\\narXiv:2311.01234\n'],
  ['lines that go on in a mail', '  y\n', `${mailStart}Title: x\n`],
  ['titles in a mail', 'Title: x\n', mailStart],
  ['lines of an abstract in a mail', 'x\n', `${mailStart}Title: x\n\\\\\n`],
  ['brackets of authors in a mail', '(', `${mailStart}Authors: x`],
  ['closed brackets of authors in a mail', '(a) ', `${mailStart}Authors: x`],
  ['ands of authors in a mail', ' and', `${mailStart}Authors: x`],
  ['headers of mails', 'Date: Mon,  6 Nov 23 01:30:00 GMT\n'],
  ['headers of mailings', 'Date: Mon,  6 Nov 23 01:30:00 GMT\nSubject: cs.CV daily Subj-class mailing\n\n'],
  ['days of mailings', '/* Fri, 3 Mar 2023 */\n'],
  ['separators of mailings', '%-%-%-%-%-%-%-%-%-\n', mailStart],
  ['elements that never close', '<a>', feedStart],
  ['entries that never close', '<entry>', feedStart],
  ['entries without anything', '<entry></entry>', '<feed>'],
  ['text of an element', 'x', feedStart],
  ['lines of an element', 'x\n', feedStart],
  ['references to characters', '&amp;', feedStart],
  ['references to nothing', '&x', feedStart],
  ['attributes', ' a="b"', '<feed'],
  ['an attribute without end', 'x', '<feed a="'],
  ['comments', '<!-- x -->', feedStart],
  ['a comment without end', '-', '<feed><!--'],
  ['a section of text without end', ']', `${itemStart}<![CDATA[`],
  ['sections of text', '<![CDATA[x]]>', itemStart],
  ['instructions', '<?x y?>', '<feed>'],
  ['document types', '<!DOCTYPE x [<!ENTITY y "z">]>\n', '<?xml version="1.0"?>\n'],
  ['feeds', '<feed></feed>\n'],
  ['feeds without end', '<feed>\n'],
  ['paragraphs in a description', '&lt;p&gt;x', itemStart],
  ['anchors in a description', '&lt;a href="', itemStart],
  ['announcements', 'arXiv:2311.01234v1 Announce Type: new ', itemStart],
  ['bars', '|'],
  ['bars of a table', '|', tableStart],
  ['rows of bars', '||||\n', tableStart],
  ['rows of a table', tableRow('T'), tableStart],
  ['rows of a table without head', tableRow('a|b')],
  ['heads of tables', tableStart],
  ['bullets of a table', '- 2023-11-02, **T**, A et.al., Paper: [x](http://arxiv.org/abs/2311.01234v1)\n'],
  ['bullets that are nearly a table’s', '- 2023-11-02, **\n'],
  ['details', '<details><summary>Show</summary><p>', '| **Title** | **Date** | **Abstract** |\n| x | '],
  ['days of tables', '## Updated on 2023.11.07\n'],
  ['enhanced titles', enhanced],
  ['brackets of enhanced titles', '[', '### [1] ['],
  ['enhanced lines', 'Abstract: x\n', enhanced],
  ['enhanced authors', '*x,', enhanced],
  ['objects', `${jsonStart}1}\n`],
  ['an object without end', '{"x":', jsonStart],
  ['arrays', '[', jsonStart],
  ['broken objects', `${jsonStart}\n`],
  ['new submissions', submissions],
  ['keywords', '## Keyword: x\nThere is no result \n', submissions],
  ['titles of new submissions', '### T\n - **Authors:** A\n', submissions],
  ['lines of an abstract of new submissions', ' x\n', `${submissions}### T\n - **Abstract**\n`],
  ['classes of new submissions', '(cs.CV', `${submissions}### T\n - **Subjects:** x`],
  ['Chinese titles', '#### [new 001] T\n'],
  ['Chinese records', chinese],
  ['Chinese quotations', '> x\n', `${chinese}\n> **摘要:** x\n`],
  ['Chinese authors', '> **作者:** a; b\n', chinese],
  ['digests of two dialects in turn', `${enhanced}${chinese}`]
]

/** A different word each time. */
const words = (count: number, from: number): string =>
  Array.from({ length: count }, (_, index) => (index + from).toString(36)).join(',')

/** Inputs that make a careless parser slow or greedy. */
export const pathological: readonly Pathological[] = [
  { name: 'one long line', make: flood('x') },
  { name: 'a long line of digits', make: flood('1', fieldHeading) },
  { name: 'a long title', make: flood('x', '### ') },
  { name: 'a long field', make: flood('x', `${fieldHeading}${fieldStart}- **Summary**: `) },
  { name: 'line feeds', make: flood('\n', 'x') },
  { name: 'carriage returns', make: flood('\r', 'x') },
  { name: 'spaces', make: flood(' ', 'x') },
  { name: 'lines of spaces', make: flood('   \n', fieldHeading) },
  { name: 'headings of field lists', make: flood(fieldHeading) },
  { name: 'headings of numbered lists', make: flood(numberHeading) },
  { name: 'headings of both', make: flood(fieldHeading + numberHeading) },
  { name: 'headings without date', make: flood('# ArXiv a --b\n') },
  { name: 'nearly headings', make: flood('# Arxiv Papers in cs.CV\n') },
  { name: 'titles', make: flood('### \n', fieldHeading) },
  { name: 'titles of numbered lists', make: flood('### 1.x\n', numberHeading) },
  { name: 'short records of field lists', make: flood('### \n- **Arxiv ID**: 0704.0001\n', fieldHeading) },
  {
    name: 'records of field lists',
    make: flood(`${fieldStart}- **DOI**: None\n- **Summary**: x.\n\n`, fieldHeading)
  },
  {
    name: 'short records of numbered lists',
    make: flood('### 1.[ :arrow_down: ](0704.0001)\n>x\n', numberHeading)
  },
  { name: 'bullets', make: flood('- **Arxiv ID**: 2312.10854\n', `${fieldHeading}### T\n`) },
  { name: 'unknown bullets', make: flood('- **X**: y\n', `${fieldHeading}### T\n`) },
  { name: 'lines that go on', make: flood('  y\n', `${fieldHeading}${fieldStart}- **Comment**: x\n`) },
  { name: 'quoted lines', make: flood('>y\n', numberHeading + numberStart) },
  { name: 'stray paragraphs', make: flood('x\n\n', fieldHeading) },
  { name: 'text before a heading', make: flood('some words\n', '', fieldHeading) },
  { name: 'front matter without end', make: flood('a: b\n', '---\n') },
  { name: 'broken bytes in UTF-8', make: (size) => repeatBytes(Buffer.from('ää\xff\n', 'latin1'), size) },
  {
    name: 'lines of either encoding',
    make: (size) => repeatBytes(Buffer.from('\xe4\n\xc3\xa4\n', 'latin1'), size)
  },
  { name: 'misread letters', make: flood('M√§rz MÃ¤rz ', `${fieldHeading}### `) },
  { name: 'misread titles', make: flood('### √§√§√§√§√§\n- **Arxiv ID**: 0704.0001\n', fieldHeading) },
  ...ofDialects.map(([name, piece, start]): Pathological => ({ name, make: flood(piece, start) })),
  { name: 'UTF-16', make: (size) => Buffer.from(`\ufeff${'### x\n'.repeat(size / 12)}`, 'utf16le') },
  ...[
    '{',
    '}',
    '[',
    '(',
    '\\',
    '$',
    '$ ',
    ',',
    ', and ',
    '&',
    '&lt;',
    '<',
    '<a href="',
    '<br',
    '\u202e',
    '\u0007',
    'a '
  ].flatMap((piece): Pathological[] => [
    { name: `${JSON.stringify(piece)} in abstracts`, make: inAbstracts(piece) },
    { name: `${JSON.stringify(piece)} in summaries`, make: inFields(piece, 'Summary') }
  ]),
  ...['Authors', 'Categories', 'DOI', 'Links', 'Comment'].flatMap((key): Pathological[] => [
    { name: `commas as ${key}`, make: inFields(',', key) },
    { name: `brackets as ${key}`, make: inFields('[a](', key) },
    { name: `links as ${key}`, make: inFields('[a](http://x) ', key) },
    { name: `short words as ${key}`, make: inFields('ab,', key) },
    { name: `different words as ${key}`, make: inFields(`${words(50_000, 36 ** 3)},`, key) },
    { name: `different short words as ${key}`, make: inFields(`${words(45_000, 36 ** 2)},`, key) }
  ])
]

function repeatBytes(piece: Buffer, size: number): Buffer {
  return Buffer.alloc(Math.floor(size / piece.length) * piece.length, piece)
}
