import { expect, test } from 'vitest'
import { formsOf } from '#core/search/query/forms'

/** Whether whoever looks for one finds the other, both ways. */
function meet(first: string, second: string): boolean {
  return formsOf(first).includes(second) && formsOf(second).includes(first)
}

test.each([
  ['network', 'networks'],
  ['box', 'boxes'],
  ['class', 'classes'],
  ['loss', 'losses'],
  ['patch', 'patches'],
  ['mesh', 'meshes'],
  ['index', 'indexes'],
  ['index', 'indices'],
  ['matrix', 'matrices'],
  ['vertex', 'vertices'],
  ['boundary', 'boundaries'],
  ['survey', 'surveys'],
  ['hypothesis', 'hypotheses'],
  ['image', 'images'],
  ['case', 'cases'],
  ['device', 'devices'],
  ['cnn', 'cnns'],
  ['gpu', 'gpus'],
  ['roi', 'rois'],
  ['movie', 'movies'],
  ['bias', 'biases'],
  ['virus', 'viruses']
])('%s and %s are one word', (singular, plural) => {
  expect(meet(singular, plural)).toBe(true)
})

test.each(['news', 'this', 'lens', 'as', 'is', '3d', 'l1', '2.5d', '界', 'ελλαδα', 'vit-', ''])(
  '%j has no other form',
  (word) => {
    expect(formsOf(word)).toEqual([word])
  }
)

test.each([
  ['class', 'clas'],
  ['gas', 'ga']
])('%s is not the plural of %s', (word, not) => {
  expect(formsOf(word)).not.toContain(not)
})

test('The word itself comes first, and no form twice', () => {
  for (const word of ['indices', 'bases', 'boxes', 'axes', 'series', 'matrices', 'theses']) {
    expect(formsOf(word)[0]).toBe(word)
    expect(new Set(formsOf(word)).size).toBe(formsOf(word).length)
  }
})
