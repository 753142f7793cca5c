/** A query for an author's papers; quotation marks within a name would end the quotation. */
export function authorQuery(name: string): string {
  return `author:"${name.replaceAll(/\s*["“”„]+\s*/g, ' ').trim()}"`
}
