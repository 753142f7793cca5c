/**
 * Stands at the end of a list of authors that goes on with others whom the digest does not name. It is no name: use
 * {@link namedAuthors} wherever names are meant.
 */
export const andOthers = 'et al.'

/** The authors who are named. */
export function namedAuthors(authors: readonly string[]): readonly string[] {
  return hasOthers(authors) ? authors.slice(0, -1) : authors
}

/** Whether there are authors who are not named. */
export function hasOthers(authors: readonly string[]): boolean {
  return authors.at(-1) === andOthers
}
