import { namedAuthors } from '#core/domain/authors'
import type { Paper } from '#core/domain/paper'
import { ownFields, paperFields } from '#core/search/index/fields'
import type { SegmentBuilder } from '#core/search/index/segment-builder'
import { searchedText } from '#core/search/tokens'
import { fold } from '#core/text/fold'
import { plainTex } from '#core/text/plain-tex'

/** What keys begin with: no word does. A name's is followed by the name folded, a null character, and the name. */
export const nameKey = '\u0001'
const belongingKey = '\u0002'

/** What the index of papers knows of one: texts that are searched, whole names, and what it has. */
export type IndexedPaper = Pick<
  Paper,
  'title' | 'authors' | 'abstract' | 'comment' | 'journal' | 'doi' | 'links'
>

/** Has an index know of a paper. */
export function addPaper(builder: SegmentBuilder, document: number, paper: IndexedPaper): void {
  const { title, abstract, comment, journal, doi, links } = paper
  const names = namedAuthors(paper.authors ?? []).map(plainTex)
  const remarks = [comment, journal, doi].flatMap((text) => (text === null ? [] : [searchedText(text)]))
  builder.begin(document)
  if (title !== null) builder.text(paperFields.title, searchedText(title))
  if (abstract !== null) builder.text(paperFields.abstract, searchedText(abstract))
  if (names.length > 0) builder.names(paperFields.authors, names)
  if (remarks.length > 0) builder.texts(paperFields.comment, remarks)
  for (const name of new Set(names)) builder.key(`${nameKey}${fold(name)}\u0000${name}`)
  if (doi !== null) builder.key(keyOfBelonging('doi'))
  if (comment !== null) builder.key(keyOfBelonging('comment'))
  if (links?.some(({ kind }) => kind === 'code') === true) builder.key(keyOfBelonging('code'))
}

/** The key of papers that have something that digests tell. */
export function keyOfBelonging(what: 'code' | 'doi' | 'comment'): string {
  return `${belongingKey}${what}`
}

/** Has an index know what the user says of a paper. */
export function addOwn(
  builder: SegmentBuilder,
  document: number,
  { tags, note }: { readonly tags: readonly string[]; readonly note: string | null }
): void {
  builder.begin(document)
  if (tags.length > 0) builder.texts(ownFields.tags, tags)
  if (note !== null) builder.text(ownFields.note, searchedText(note))
}
