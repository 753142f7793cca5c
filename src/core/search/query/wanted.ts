import { formsOf } from '#core/search/query/forms'
import type { MarkedWords } from '#core/search/query/query'
import { searchedText, Tokenizer } from '#core/search/tokens'

/** What a part of a query looks for: words that stand one after the other. */
export interface Wanted {
  /** Of each word the forms that it may have. */
  readonly words: readonly (readonly string[])[]
  /** All of them in one, where they belong together: `xray` for `x-ray`. */
  readonly joined: string | null
  /** The last word may go on. */
  readonly open: boolean
  /** Words of one author's name: in any order, and single letters begin words. */
  readonly isName: boolean
}

/** Takes a part of a query apart as texts are taken apart. What is quoted is looked for as it stands. */
export function wantedOf({ text, quoted, open, field }: MarkedWords): Wanted {
  const words: string[] = []
  let compound: { readonly word: string; readonly first: number; readonly last: number } | null = null
  new Tokenizer({
    word: (codes, start, end) => {
      words.push(String.fromCharCode(...codes.subarray(start, end)))
    },
    compound: (codes, end, first, last) => {
      compound ??= { word: String.fromCharCode(...codes.subarray(0, end)), first, last }
    }
  }).read(searchedText(text))
  const isName = field === 'authors'
  return {
    words: words.map((word) => (quoted || isName || words.length > 1 ? [word] : formsOf(word))),
    joined: wholeOf(compound, words.length),
    open,
    isName
  }
}

/** Only where no word stands before or after it. */
function wholeOf(
  compound: { readonly word: string; readonly first: number; readonly last: number } | null,
  words: number
): string | null {
  return compound?.first === 0 && compound.last === words - 1 ? compound.word : null
}
