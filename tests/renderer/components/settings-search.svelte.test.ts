import { expect, test } from 'vitest'
import { SettingsSearch } from '../../../src/renderer/components/settings/settings-search.svelte'

test('every word has to occur in a row, in whatever case and with whatever accents', () => {
  const search = new SettingsSearch()
  expect(search.matches('Text size')).toBe(true)
  search.query = '  SÏZE text '
  expect(search.searching).toBe(true)
  expect(search.matches('Text size', 'Of everything', '')).toBe(true)
  expect(search.matches('Text', '', 'font size')).toBe(true)
  expect(search.matches('Text width', '', '')).toBe(false)
  // A word does not go on from one text into the next.
  search.query = 'textsize'
  expect(search.matches('Text', 'size')).toBe(false)
  search.query = '   '
  expect(search.searching).toBe(false)
})

test('rows are counted by section for as long as they are shown', () => {
  const search = new SettingsSearch()
  const ends = [search.count('keys'), search.count('keys'), search.count('library')]
  expect([search.foundIn('keys'), search.foundIn('backups'), search.total]).toEqual([2, 0, 3])
  ends[0]?.()
  expect([search.foundIn('keys'), search.total]).toEqual([1, 2])
})
