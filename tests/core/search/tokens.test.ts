import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasWord, searchedText, Tokenizer } from '#core/search/tokens'
import { quickest } from '../../support/quickest'

interface Told {
  readonly word: string
  readonly first: number
  readonly last: number
  readonly from: number
  readonly to: number
}

/** Words and compounds as they are told, compounds marked with `+`. */
function toldOf(text: string): { readonly told: readonly Told[]; readonly words: number } {
  const told: Told[] = []
  const tokenizer = new Tokenizer({
    word: (codes, start, end, position, from, to) => {
      const word = String.fromCharCode(...codes.subarray(start, end))
      told.push({ word, first: position, last: position, from, to })
    },
    compound: (codes, end, first, last, from, to) => {
      told.push({ word: `+${String.fromCharCode(...codes.subarray(0, end))}`, first, last, from, to })
    }
  })
  return { words: tokenizer.read(text), told }
}

/** As the index reads a text of a paper. */
function wordsOf(text: string): string {
  return toldOf(searchedText(text))
    .told.map(({ word }) => word)
    .join(' ')
}

test.each([
  ['Greek letters are their names', 'α', 'alpha'],
  ['and so they are in capitals', 'Δ', 'delta'],
  ['as TeX has them', '$\\alpha$', 'alpha'],
  ['in formulas', '$\\alpha_{\\beta}$-decay', 'alpha beta decay +alphabetadecay'],
  ['other forms of them', '$\\varepsilon$ ϵ ϑ', 'epsilon epsilon theta'],
  ['beside letters', 'αβ x', 'alpha beta +alphabeta x'],
  ['in Greek words they are not', 'Ελλάδα', 'ελλαδα'],
  ['accents', 'Erdős', 'erdos'],
  ['accents as marks of their own', 'Erdo\u030bs', 'erdos'],
  ['accents as TeX has them', 'Erd\\H{o}s', 'erdos'],
  ['no accents', 'Erdos', 'erdos'],
  ['letters of several', 'Straße Ærø Łukasz', 'strasse aero lukasz'],
  ['norms', '$\\ell^1$ $\\ell_1$ l1 $L^{1}$ ℓ1', 'l1 l1 l1 l1 l1'],
  ['powers', '$O(n^2)$', 'o n2'],
  ['models', 'GPT-4', 'gpt 4 +gpt4'],
  ['dimensions', '3D 2.5D', '3d 2.5d'],
  ['numbers', '0.99, 1.', '0.99 1'],
  ['the end of a sentence is no point', 'in 3D.We', 'in 3d we'],
  ['owners', "CLIP's CLIP’s", 'clip clip'],
  ['names with an apostrophe', "O'Neill's l'Hôpital", 'o neill +oneill l hopital +lhopital'],
  ['hyphens', 'x-ray xray', 'x ray +xray xray'],
  ['hyphens of other kinds', 'x‐ray x–ray', 'x ray +xray x ray +xray'],
  ['chains', 'state-of-the-art', 'state of the art +stateoftheart'],
  ['chains without end', `${'long-'.repeat(10)}x`, `${'long '.repeat(10)}x`],
  ['dashes are no hyphens', 'x - ray -y z-', 'x ray y z'],
  ['dashes as TeX has them', 'a---b', 'a b'],
  ['companies', 'AT&T', 'at t +att'],
  ['Han and Kana', '深度学习 カナ', '深 度 学 习 カ ナ'],
  ['Han beside letters', 'U网络', 'u 网 络'],
  ['Hangul', '한국어', '한국어'],
  ['mathematical letters', '𝐀𝑏 ℝ', 'ab r'],
  ['full width', 'ＧＰＴ', 'gpt'],
  ['references are none', 'see~\\cite{he2016, li} and \\eqref {x} \\citetitle', 'see and citetitle'],
  ['forms', '\\textbf{Deep} \\emph{nets}', 'deep nets'],
  ['money', 'costs \\$5', 'costs 5'],
  ['underscores', 'snake_case', 'snake case'],
  ['nothing', ' -- … ()', '']
])('Words of a text: %s', (_, text, words) => {
  expect(wordsOf(text)).toBe(words)
})

test('It is told where words and compounds stand in the text', () => {
  const text = "An X-ray of CLIP's αβ, 𝐀b 2.5D"
  const parts = toldOf(text).told.map(({ word, first, last, from, to }) => [
    word,
    text.slice(from, to),
    first,
    last
  ])
  expect(parts).toEqual([
    ['an', 'An', 0, 0],
    ['x', 'X', 1, 1],
    ['ray', 'ray', 2, 2],
    ['+xray', 'X-ray', 1, 2],
    ['of', 'of', 3, 3],
    ['clip', 'CLIP', 4, 4],
    ['alpha', 'α', 5, 5],
    ['beta', 'β', 6, 6],
    ['+alphabeta', 'αβ', 5, 6],
    ['ab', '𝐀b', 7, 7],
    ['2.5d', '2.5D', 8, 8]
  ])
})

test('Marks upon a letter belong to it', () => {
  const text = 'cafe\u0301 noir'
  expect(toldOf(text).told.map(({ from, to }) => text.slice(from, to))).toEqual(['cafe\u0301', 'noir'])
})

const piece = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('-', "'s", '.', 'α', 'αβγ', 'ß', '界', '\u0301', '𝐀', '\ud835', '\udc00', 'x', '1', '’')
)
const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''))

test('Whatever the text is, places are within it and in order, and words are counted', () => {
  fc.assert(
    fc.property(text, (text) => {
      const { told, words } = toldOf(text)
      const single = told.filter(({ word }) => !word.startsWith('+'))
      expect(single.map(({ first }) => first)).toEqual(single.map((_, at) => at))
      expect(words).toBe(single.length)
      let before = 0
      for (const { word, from, to } of single) {
        expect(word.length).toBeGreaterThan(0)
        expect(word.length).toBeLessThanOrEqual(64)
        // Of one character several words may be made.
        expect(from).toBeGreaterThanOrEqual(before)
        expect(to).toBeGreaterThan(from)
        expect(to).toBeLessThanOrEqual(text.length)
        before = from
      }
      for (const { word, first, last, from, to } of told.filter(({ word }) => word.startsWith('+'))) {
        expect(last).toBeGreaterThan(first)
        const parts = single.slice(first, last + 1)
        expect(`+${parts.map((part) => part.word).join('')}`).toBe(word)
        expect([from, to]).toEqual([parts[0]?.from, parts.at(-1)?.to])
      }
      expect(hasWord(text)).toBe(toldOf(searchedText(text)).words > 0)
    }),
    { numRuns: 1000 }
  )
})

test('Folding a text changes none of its words', () => {
  fc.assert(
    fc.property(text, (text) => {
      const words = toldOf(text).told.filter(({ word }) => !word.startsWith('+'))
      for (const { word } of words) {
        const again = toldOf(word).told.filter((other) => !other.word.startsWith('+'))
        expect(again.map((other) => other.word)).toEqual([word])
      }
    })
  )
})

test.each([
  ['one word', 'a'.repeat(200_000)],
  ['a compound', 'a-'.repeat(100_000)],
  ['marks', `a${'\u0301'.repeat(200_000)}`],
  ['points', '1.'.repeat(100_000)],
  ['Greek', 'α'.repeat(200_000)],
  ['apostrophes', "a's".repeat(70_000)]
])('A text without end of %s is read in no time', (_, text) => {
  expect(quickest(3000, () => toldOf(text))).toBeLessThanOrEqual(3000)
  const { told } = toldOf(text)
  expect(Math.max(...told.slice(0, 1000).map(({ word }) => word.length))).toBeLessThanOrEqual(64)
})
