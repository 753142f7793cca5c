import { expect, test } from 'vitest'
import { wantedOf } from '#core/search/query/wanted'
import type { MarkedWords } from '#core/search/query/query'

function marked(text: string, more: Partial<MarkedWords> = {}): MarkedWords {
  return { text, quoted: false, open: false, field: null, ...more }
}

test.each([
  ['one word with its forms', marked('Images'), [['images', 'imagess', 'imageses', 'image']], null],
  ['what is quoted as it stands', marked('networks', { quoted: true }), [['networks']], null],
  ['names as they stand', marked('Jones', { field: 'authors' }), [['jones']], null],
  ['a compound', marked('GPT-4'), [['gpt'], ['4']], 'gpt4'],
  ['a long one', marked('state-of-the-art'), [['state'], ['of'], ['the'], ['art']], 'stateoftheart'],
  ['a compound beside a word', marked('x-ray image', { quoted: true }), [['x'], ['ray'], ['image']], null],
  ['two compounds', marked('a-b c-d', { quoted: true }), [['a'], ['b'], ['c'], ['d']], null],
  ['words between points', marked('cs.CV'), [['cs'], ['cv']], null],
  ['Han', marked('学习'), [['学'], ['习']], null],
  ['formulas', marked('$\\alpha$'), [['alpha', 'alphas']], null],
  ['owners', marked("CLIP's"), [['clip', 'clips']], null],
  ['nothing', marked('…'), [], null]
])('%s', (_, text, words, joined) => {
  expect(wantedOf(text)).toMatchObject({ words, joined })
})

test('What is marked stays so', () => {
  expect(wantedOf(marked('Yann LeCun', { field: 'authors', open: true }))).toMatchObject({
    open: true,
    isName: true
  })
  expect(wantedOf(marked('deep', { field: 'title' }))).toMatchObject({ open: false, isName: false })
})
