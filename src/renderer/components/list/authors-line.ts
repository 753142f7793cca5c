import { andOthers } from '#core/domain/authors'
import { plainTex } from '#core/text/plain-tex'

/**
 * As many authors as a line has room for, and how many more there are. The first one is always named.
 *
 * @param characters About how many fit.
 */
export function authorsLine(
  authors: readonly string[],
  total: number,
  characters: number
): { readonly names: string; readonly more: number } {
  let names = plainTex(authors[0] ?? '')
  let count = Math.min(1, authors.length)
  for (const author of authors.slice(1)) {
    const name = plainTex(author)
    // Room for "+12" is kept.
    if (names.length + name.length + 2 > characters - 4) break
    names += `${name === andOthers ? '' : ','} ${name}`
    count++
  }
  return { names, more: total - count }
}
