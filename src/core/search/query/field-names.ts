import type { FilterNode, TextField } from '#core/search/query/query'

export type FieldName = TextField | FilterNode['kind'] | 'year'

interface NamedField {
  readonly name: FieldName
  /** As it is written, the first as it is offered. */
  readonly words: readonly string[]
  /** For people who look for what there is. */
  readonly says: string
}

/** All fields, those most asked for first. */
export const fields: readonly NamedField[] = [
  { name: 'title', words: ['title', 'ti'], says: 'words of the title' },
  { name: 'authors', words: ['author', 'authors', 'au', 'by'], says: 'an author, by any parts of the name' },
  { name: 'abstract', words: ['abstract', 'abs'], says: 'words of the abstract' },
  { name: 'category', words: ['cat', 'category'], says: 'a category, or an archive with all of its own' },
  { name: 'tag', words: ['tag', 'tags'], says: 'one of your tags, with those nested in it' },
  { name: 'note', words: ['note', 'notes'], says: 'words of your notes' },
  { name: 'is', words: ['is'], says: 'starred, read, unread, noted, updated or unseen' },
  { name: 'date', words: ['date', 'announced'], says: 'days of announcement' },
  { name: 'year', words: ['year'], says: 'years of announcement' },
  { name: 'has', words: ['has'], says: 'code, doi, note, tag or comment' },
  {
    name: 'comment',
    words: ['comment', 'comments', 'co', 'journal'],
    says: 'words of the comment and journal'
  },
  { name: 'digest', words: ['digest', 'file'], says: 'a digest, by its file’s name or its day' },
  { name: 'id', words: ['id', 'arxiv'], says: 'the beginning of an arXiv id' }
]

const byWord = new Map(fields.flatMap(({ name, words }) => words.map((word) => [word, name] as const)))

export function fieldNamed(word: string): FieldName | undefined {
  return byWord.get(word.toLowerCase())
}

export const fieldWords: readonly string[] = [...byWord.keys()]
