/** TeX's accent commands and the combining character that each of them adds to the letter after it. */
const combining: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030a',
  H: '\u030b',
  v: '\u030c',
  d: '\u0323',
  c: '\u0327',
  k: '\u0328',
  b: '\u0331'
}

/** TeX's commands for letters that plain ASCII does not have. */
const letters: Readonly<Record<string, string>> = {
  aa: 'å',
  AA: 'Å',
  ae: 'æ',
  AE: 'Æ',
  dh: 'ð',
  DH: 'Ð',
  dj: 'đ',
  DJ: 'Đ',
  i: 'ı',
  j: 'ȷ',
  l: 'ł',
  L: 'Ł',
  ng: 'ŋ',
  NG: 'Ŋ',
  o: 'ø',
  O: 'Ø',
  oe: 'œ',
  OE: 'Œ',
  ss: 'ß',
  th: 'þ',
  TH: 'Þ'
}

// Of commands only the dotless letters take an accent: \'\i, \^{\j}. A space after them is part of the command. The
// letter may have an accent already.
const accent =
  /\\(?:([`'^~=."])\s*|([uvHcdbkr])(?:\s+|(?=\{|\\[ij])))(?:\{\s*(\\[ij]|\p{Script=Latin})\s*\}|(\\[ij](?![A-Za-z])\s*|\p{Script=Latin}))/gu
const letter =
  /\\(aa|AA|ae|AE|dh|DH|dj|DJ|ng|NG|oe|OE|ss|th|TH|[ijloLO])(?![A-Za-z])(?:\{\}|\s+(?=[^\s\\]))?/g

/** A mark in braces of its own, as some programs leave it, `{\'}e` and `{\v}s`, or with empty ones: `\'{}e`. */
const loneMark = /\{(\\[`'^~=."])\}|(\\[`'^~=."])\{\}(?=\p{Script=Latin})|\{(\\[uvHcdbkr])\}(?=[A-Za-z{])/gu
/** Letters have no more accents than this above each other: `Nguy\~{\^e}n`. */
const mostAccents = 2

/** Turns TeX accents into the letters they stand for: `\'e`, `\"{o}`, `\v{s}`, `{\aa}`, `\'{\i}`. */
export function decodeAccents(text: string): string {
  if (!text.includes('\\')) return text
  let decoded = text.replace(loneMark, (_, inBraces?: string, before?: string, named?: string) =>
    named === undefined ? (inBraces ?? before ?? '') : `${named} `
  )
  // The inner one of two first.
  for (let round = 0; round < mostAccents; round++) decoded = decoded.replace(accent, accented)
  return decoded.replace(letter, (whole, name: string) => letters[name] ?? whole)
}

function accented(whole: string, mark?: string, named?: string, braced?: string, bare?: string): string {
  const sign = combining[mark ?? named ?? '']
  const base = (braced ?? bare ?? '').replace('\\', '').trim()
  return sign === undefined ? whole : (base + sign).normalize('NFC')
}

const accentHere = new RegExp(accent.source, 'uy')
const letterHere = new RegExp(letter.source, 'y')

/** Reads the one TeX accent or letter whose backslash stands at `at`, as {@link decodeAccents} would. */
export function accentAt(text: string, at: number): { readonly text: string; readonly end: number } | null {
  for (const pattern of [accentHere, letterHere]) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match !== null) return { text: decodeAccents(match[0]), end: at + match[0].length }
  }
  return null
}
