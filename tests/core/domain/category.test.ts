import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCategory, separateCategories } from '#core/domain/category'

describe('isCategory', () => {
  test.each([
    ...['cs.CV', 'math.GT', 'cond-mat.str-el', 'cond-mat', 'quant-ph', 'q-bio.QM', 'hep-ph', 'astro-ph.CO'],
    ...['physics.data-an', 'physics.optics', 'eess.IV', 'stat.ML', 'cmp-lg', 'econ.EM', 'gr-qc']
  ])('accepts %j', (text) => {
    expect(isCategory(text)).toBe(true)
  })

  test.each([
    ...['', 'I.2.10', 'I.4', 'I.4.m', '68T45', '94Axx', 'cs.', '.CV', 'CS.CV', 'cs CV', 'Primary', 'none'],
    ...['Artificial intelligence', 'cs.CV ', 'quant-ph2']
  ])('refuses %j', (text) => {
    expect(isCategory(text)).toBe(false)
  })
})

describe('separateCategories', () => {
  const lists: readonly (readonly [list: string, categories: string[], classes: string[]])[] = [
    ['cs.CV', ['cs.CV'], []],
    ['cs.LG, cs.CV, stat.ML', ['cs.LG', 'cs.CV', 'stat.ML'], []],
    [
      'quant-ph, cond-mat.str-el, q-bio.QM, hep-ph',
      ['quant-ph', 'cond-mat.str-el', 'q-bio.QM', 'hep-ph'],
      []
    ],
    ['cs.CV, I.2.7; I.4', ['cs.CV'], ['I.2.7', 'I.4']],
    [
      'cs.CV, 68T05, 68T07, 68U10 (Primary), 92C55 (Secondary), I.2.10; I.4.9; J.3',
      ['cs.CV'],
      ['68T05', '68T07', '68U10', '92C55', 'I.2.10', 'I.4.9', 'J.3']
    ],
    ['cs.CV, Primary: 92C55', ['cs.CV'], ['92C55']],
    ['cs.CV, 94Axx,,', ['cs.CV'], ['94Axx']],
    ['cs.CV, 68T45 (Primary) 68T05, 68T20 (Secondary)', ['cs.CV'], ['68T45', '68T05', '68T20']],
    ['cs.SC, ACM-class: I.1.4', ['cs.SC'], ['I.1.4']],
    ['math.CA, MSC 33F05', ['math.CA'], ['33F05']],
    ['cs.CV, I.4.m', ['cs.CV'], ['I.4.m']],
    ['cs.CV, none', ['cs.CV'], []],
    ['cs.CV, Primary, Secondary:', ['cs.CV'], []],
    ['cs.CV, cs.CV, 68T45, 68T45, I.4.9; I.4.9', ['cs.CV'], ['68T45', 'I.4.9']],
    ['cs.CV, Artificial intelligence', ['cs.CV'], ['Artificial intelligence']],
    ['math.NA, 68-XX, 65-01', ['math.NA'], ['68-XX', '65-01']],
    ['', [], []],
    [' , ;; ', [], []]
  ]

  test.each(lists)('separates %j', (list, categories, classes) => {
    expect(separateCategories(list)).toEqual({ categories, classes })
  })

  test('keeps categories in their order, so that the primary one stays first', () => {
    expect(separateCategories('68T45, cs.LG, I.4.9, cs.CV').categories).toEqual(['cs.LG', 'cs.CV'])
  })

  test('reads what it separated as itself', () => {
    const items = fc.constantFrom(
      'cs.CV',
      'quant-ph',
      '68T45',
      'I.2.10',
      '94Axx',
      'words of an author',
      'none',
      ''
    )
    fc.assert(
      fc.property(fc.array(items), (list) => {
        const { categories, classes } = separateCategories(list.join(', '))
        expect(separateCategories([...categories, ...classes].join(', '))).toEqual({ categories, classes })
      })
    )
  })

  test('keeps every word of an item without a code', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,8} [a-z]{1,8}$/), (words) => {
        expect(separateCategories(`cs.CV, ${words}`).classes).toEqual([words])
      })
    )
  })
})
