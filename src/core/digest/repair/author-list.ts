import { andOthers } from '#core/domain/authors'

/**
 * Takes a list of authors apart that was written for people: `A. One (Uni, Town), B. Two and C. Three et.al.`.
 * Affiliations in brackets are dropped, however deep; `and`, commas and semicolons separate the names; `et al.` in any
 * spelling becomes {@link andOthers}. Time is linear in the length of the list.
 *
 * @returns The names as they stand there, spaces around them left out.
 */
export function splitAuthors(list: string): string[] {
  const names: string[] = []
  let others = false
  for (const part of withoutBrackets(list).split(separator)) {
    for (const piece of part.split(/(?:^|\s)(?:and|&)(?=\s|$)/)) {
      const [name, more] = withoutOthers(piece.trim())
      if (more) others = true
      if (name !== '') names.push(name)
    }
  }
  return others ? [...names, andOthers] : names
}

/** Behind a backslash they are TeX's spaces: `J.\,P. Example`. */
const separator = /(?<!\\)[,;]/

/** What stands in brackets is about the name before them. A bracket that never closes is left as it is. */
function withoutBrackets(list: string): string {
  if (!list.includes('(')) return list
  let kept = ''
  let depth = 0
  let copied = 0
  let opened = 0
  for (let at = 0; at < list.length; at++) {
    const character = list.charAt(at)
    if (character === '(') {
      if (depth === 0) {
        kept += list.slice(copied, at)
        opened = at
      }
      depth++
    } else if (character === ')' && depth > 0) {
      depth--
      copied = at + 1
    }
  }
  return kept + list.slice(depth > 0 ? opened : copied)
}

const others = /^(?:et\.?\s*al\.?|others)$/i

/** The name before `et al.`, and whether there was one. */
function withoutOthers(name: string): [name: string, others: boolean] {
  if (others.test(name)) return ['', true]
  const at = name.slice(-12).search(/\set\.?\s{0,3}al\.?$/i)
  if (at < 0) return [name, false]
  return [name.slice(0, Math.max(0, name.length - 12) + at).trimEnd(), true]
}
