import { expect, test } from 'vitest'
import { quoted } from '#core/search/quoted'
import { holdsAll, readQuery, searchable } from '#core/search/words'

test.each([
  ['Paul Erdős', '"Paul Erdős"'],
  ['Chiyu "Max" Jiang', '"Chiyu" "Max" "Jiang"'],
  ['Jan “Honza” Černocký', '"Jan" "Honza" "Černocký"'],
  ['"', ''],
  ['', '']
])('%s', (name, query) => {
  expect(quoted(name)).toBe(query)
  expect(holdsAll(searchable([name]), readQuery(query).words)).toBe(true)
})
