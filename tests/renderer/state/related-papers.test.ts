// @vitest-environment jsdom
import { expect, test } from 'vitest'
import type { Related } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { RelatedPapers } from '../../../src/renderer/state/related-papers'
import { clientOf } from '../support/open-window'
import { toldTransport } from '../support/told-transport'

const views = { inbox: 0, updated: 0, starred: 0, notes: 0, read: 0, unseen: 0, all: 0 }

test('what was asked for is there at once until papers come or leave', async () => {
  const answer = (): Related => ({ papers: [], authors: [] })
  const transport = toldTransport({ related: answer })
  const related = new RelatedPapers(clientOf(transport).client)
  const id = '2312.00001' as ArxivId
  const first = await related.of(id)
  expect(related.of(id)).toBe(first)
  const change = { rows: [], many: false, gone: [], views }
  transport.emit({ name: 'papersChanged', payload: { ...change, listsChanged: false } })
  expect(related.of(id)).toBe(first)
  transport.emit({ name: 'papersChanged', payload: { ...change, listsChanged: true } })
  const again = related.of(id)
  // Nor is an answer kept that was given before a change.
  transport.emit({ name: 'papersChanged', payload: { ...change, listsChanged: true } })
  await again
  await related.of(id)
  expect(transport.asked).toHaveLength(3)
})
