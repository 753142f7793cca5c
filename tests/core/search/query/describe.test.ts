import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeQuery } from '#core/search/query/describe'
import { parseQuery } from '#core/search/query/parse'

function read(query: string): string | null {
  return describeQuery(parseQuery(query, { today: '2024-03-10' }).node)
}

test.each(['', '  ', 'deep', 'deep learning ', 'GPT-4 α', 'deep* nets', '$', '2312.00001'])(
  'Of words alone nothing is said: %j',
  (query) => {
    expect(read(query)).toBeNull()
  }
)

test.each([
  ['title:deep ', '“deep” in the title'],
  ['title:deep', '“deep…” in the title'],
  ['author:noether ', '“noether” among the authors'],
  ['abstract:deep ', '“deep” in the abstract'],
  ['comment:icml ', '“icml” in the comment'],
  ['note:mine ', '“mine” in your note'],
  ['"deep learning"', 'exactly “deep learning”'],
  ['"deep lear', 'exactly “deep lear”'],
  ['title:"deep learning" nets ', 'exactly “deep learning” in the title, “nets”'],
  ['author:"Emmy Noether"', '“Emmy Noether” among the authors'],
  ['deep -nets', '“deep”, not “nets”'],
  ['deep OR nets ', '“deep” or “nets”'],
  ['deep* OR nets ', '“deep…” or “nets”'],
  ['a b OR c d ', '“a”, (“b” or “c”), “d”'],
  ['(a b) OR c ', '(“a”, “b”) or “c”'],
  ['-(a b) c ', 'not (“a”, “b”), “c”'],
  ['NOT NOT a ', 'not not “a”'],
  ['cat:cs.LG', 'category cs.LG'],
  ['cat:cs.LG,stat.ML ', 'category cs.LG or category stat.ML'],
  ['tag:"to read" ', 'tag “to read”'],
  ['-tag:x ', 'not tag “x”'],
  ['id:2312 ', 'arXiv id 2312…'],
  ['digest:monday ', 'in the digest “monday”'],
  ['is:starred', 'starred'],
  ['is:read is:updated ', 'read, updated'],
  ['is:unread', 'unread'],
  ['is:noted', 'with a note'],
  ['is:unseen', 'never really seen'],
  ['has:code', 'with code'],
  ['has:doi', 'with a DOI'],
  ['has:note', 'with a note'],
  ['has:tag', 'tagged'],
  ['has:comment', 'with a comment'],
  ['year:2023', 'announced in 2023'],
  ['date:2023', 'announced in 2023'],
  ['date:2023-12', 'announced in 2023-12'],
  ['date:2024-02', 'announced in 2024-02'],
  ['date:2023-02', 'announced in 2023-02'],
  ['date:2023-12-18', 'announced on 2023-12-18'],
  ['date:2023-12-01..2023-12-30', 'announced from 2023-12-01 to 2023-12-30'],
  ['date:2023-12..2024-01', 'announced from 2023-12-01 to 2024-01-31'],
  ['date:2023..2024', 'announced from 2023-01-01 to 2024-12-31'],
  ['date:2023-12..', 'announced since 2023-12-01'],
  ['date:..2023-12', 'announced until 2023-12-31'],
  ['date:7d', 'announced from 2024-03-04 to 2024-03-10']
])('%j is read as %j', (query, said) => {
  expect(read(query)).toBe(said)
})

const part = fc.constantFrom(
  ...['a', '"a b"', '-b', '(', ')', 'OR', 'NOT', 'title:a', 'by:"b c"', 'cat:cs', 'tag:x', 'id:2312'],
  ...['is:unread', 'has:doi', 'date:2023-12..', 'date:..2023', 'year:2023', 'digest:a', 'titel:b', '$']
)

test('Whatever is asked for, what is said of it has as many brackets closed as opened, and no gap', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const said = read(parts.join(' ')) ?? 'nothing'
      let open = 0
      for (const letter of said) {
        open += letter === '(' ? 1 : letter === ')' ? -1 : 0
        expect(open).toBeGreaterThanOrEqual(0)
      }
      expect(open).toBe(0)
      expect(said).not.toMatch(/undefined|null|\[object|\(\)|, ,|^$|^[, ]|[, ]$/)
    }),
    { numRuns: 300 }
  )
})
