import { expect, test } from 'vitest'
import { authorsLine } from '../../../src/renderer/components/list/authors-line'

const many = Array.from({ length: 20 }, (_, index) => `Author ${index}`)

test('names as many authors as there is room for, and counts the others', () => {
  expect(authorsLine(many, 170, 30)).toEqual({ names: 'Author 0, Author 1', more: 168 })
})

test('always names the first one', () => {
  expect(authorsLine(['A name that is much too long'], 3, 5)).toEqual({
    names: 'A name that is much too long',
    more: 2
  })
})

test('counts nobody where all have room', () => {
  expect(authorsLine(['Ada Lovelace', 'Emmy Noether'], 2, 60)).toEqual({
    names: 'Ada Lovelace, Emmy Noether',
    more: 0
  })
})

test('reads TeX accents', () => {
  expect(authorsLine([String.raw`Paul Erd\H{o}s`], 1, 60).names).toBe('Paul Erdős')
})

test('says nothing of a paper without authors', () => {
  expect(authorsLine([], 0, 60)).toEqual({ names: '', more: 0 })
})
