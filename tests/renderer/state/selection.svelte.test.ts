// @vitest-environment jsdom
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PaperList } from '../../../src/renderer/state/paper-list.svelte'
import { Selection } from '../../../src/renderer/state/selection.svelte'
import { fieldList, items } from '../../library/support/digest-text'
import { bring, clientOf, serve, transportOf } from '../support/open-window'
import type { LibraryService } from '#main/library/library-service'
import type { ArxivId } from '#core/domain/arxiv-id'

interface Opened {
  readonly service: LibraryService
  readonly list: PaperList
  readonly selection: Selection
}

async function open(papers: number): Promise<Opened> {
  const service = await serve()
  await bring(service, fieldList('2023-12-18', items(papers)))
  const list = new PaperList(clientOf(transportOf(service)).client)
  await list.open({ kind: 'inbox' })
  return { service, list, selection: new Selection(list) }
}

const places = (list: PaperList, selection: Selection): number[] =>
  [...selection.rows].map((row) => list.placeOf(row))

test('selects one by one, and in the list’s order', async () => {
  const { list, selection } = await open(5)
  selection.toggle(3)
  selection.toggle(1)
  expect(places(list, selection)).toEqual([1, 3])
  selection.toggle(3)
  selection.toggle(7)
  expect(places(list, selection)).toEqual([1])
  expect([selection.size, list.cursor]).toEqual([1, 0])
})

test('extends from the cursor, further and back again, and the cursor goes along', async () => {
  const { list, selection } = await open(9)
  list.moveTo(3)
  selection.extend(list.cursor + 1)
  selection.extend(list.cursor + 1)
  expect([places(list, selection), list.cursor]).toEqual([[3, 4, 5], 5])
  for (let times = 3; times > 0; times--) selection.extend(list.cursor - 1)
  expect([places(list, selection), list.cursor]).toEqual([[2, 3], 2])
  selection.extend(-4)
  expect(places(list, selection)).toEqual([0, 1, 2, 3])
})

test('extends from what was selected last, and keeps what is beside', async () => {
  const { list, selection } = await open(9)
  selection.toggle(0)
  selection.toggle(4)
  selection.extend(6)
  selection.extend(3)
  expect(places(list, selection)).toEqual([0, 3, 4])
  selection.clear()
  list.moveTo(7)
  selection.extend(8)
  expect(places(list, selection)).toEqual([7, 8])
})

test('a range is what lies between its ends, wherever one went in between', async () => {
  const { list, selection } = await open(12)
  const place = fc.nat({ max: 11 })
  fc.assert(
    fc.property(place, fc.array(place, { minLength: 1 }), (from, tos) => {
      selection.clear()
      selection.toggle(from)
      for (const to of tos) selection.extend(to)
      const to = tos.at(-1) ?? from
      const [first, last] = [Math.min(from, to), Math.max(from, to)]
      expect(places(list, selection)).toEqual(Array.from({ length: last - first + 1 }, (_, at) => first + at))
      expect(list.cursor).toBe(to)
    })
  )
})

test('knows what comes behind the last selected paper', async () => {
  const { selection } = await open(4)
  selection.toggle(0)
  selection.toggle(2)
  expect(selection.last).toEqual({ selected: 2, behind: 3 })
  selection.all()
  expect(selection.last).toEqual({ selected: 3, behind: -1 })
})

test('lets go of what leaves the list, and of all when another one is opened', async () => {
  const { service, list, selection } = await open(4)
  selection.all()
  await service.library.mark({ read: true }, ['2312.00002' as ArxivId])
  selection.follow()
  expect(selection.size).toBe(4)
  await list.refresh()
  selection.follow()
  expect([places(list, selection), selection.size]).toEqual([[0, 1, 2], 3])
  await list.open({ kind: 'all' })
  selection.follow()
  expect(selection.size).toBe(0)
})

test('selects only what one can go to: what is folded away at the end is not meant', () => {
  const order = Uint32Array.of(4, 2, 7, 5)
  const list = {
    order,
    length: 3,
    cursor: 0,
    opened: 1,
    generation: 1,
    placeOf: (row: number) => order.indexOf(row)
  }
  const selection = new Selection({ ...list, moveTo: () => true })
  selection.all()
  expect([...selection.rows]).toEqual([4, 2, 7])
  selection.clear()
  selection.extend(9)
  expect([...selection.rows]).toEqual([4, 2, 7])
  expect(selection.last.behind).toBe(-1)
})
