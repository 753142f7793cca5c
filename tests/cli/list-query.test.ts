import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { directories } from '#main/storage/directories'
import { startHost } from '../browser/support/host'
import { fieldList, items } from '../library/support/digest-text'
import { linesOf, newUser, type User } from './support/command-line'

async function withPapers(): Promise<User> {
  const user = await newUser()
  await user.file(
    'day.md',
    fieldList('2023-12-18', [
      { id: '2312.00001', title: 'Deep learning', categories: '**math.CO**', comment: '12 pages' },
      { id: '2312.00002', title: 'Learning to be deep', summary: 'On $\\alpha$ decay.' },
      { id: '2312.00003', title: 'Hay' }
    ])
  )
  // So many that the index is kept in a file.
  const hay = items(600, '2401').map((item) => ({ ...item, title: 'Hay', categories: '**cs.AI**' }))
  await user.file('hay.md', fieldList('2024-01-18', hay))
  await user.lines(['import', 'day.md', 'hay.md'])
  await user.lines(['mark', '--star', '--tag', 'to read/soon', '2312.00002'])
  return user
}

function idsOf(out: string): string[] {
  return linesOf(out).map((line) => (JSON.parse(line) as { id: string }).id)
}

/** Each run is a process of its own: few queries that have something of everything. */
const asked: readonly (readonly [query: string, ids: readonly string[]])[] = [
  ['"deep learning" -alpha cat:math OR is:starred', ['2312.00001']],
  ['tag:"to read" has:tag deep', ['2312.00002']]
]

test('A query finds the same with an index file, without one, and beside the open application', async () => {
  const user = await withPapers()
  const each = (): Promise<string[][]> =>
    Promise.all(
      asked.map(async ([query]) => {
        const { code, out, err } = await user.run(['list', '--json', '--view', 'all', '--query', query])
        expect({ code, err }).toEqual({ code: 0, err: '' })
        return idsOf(out)
      })
    )
  const expected = asked.map(([, ids]) => ids)
  expect(await each()).toEqual(expected)
  const { cache } = directories({ PAPERTRAY_HOME: user.home })
  const [folder = ''] = await readdir(cache)
  await rm(join(cache, folder, 'search.columns'))
  expect(await each()).toEqual(expected)
  await startHost(user)
  expect(await each()).toEqual(expected)

  // What could not be understood is told on standard error, and the rest is looked for.
  const [odd, json] = await Promise.all([
    user.run(['list', '--view', 'all', '--query', 'titel:deep is:stared learning (']),
    user.run(['list', '--json', '--view', 'starred', '--query', 'deep date:soon'])
  ])
  expect(odd.code).toBe(0)
  expect(linesOf(odd.err)).toEqual([
    expect.stringMatching(/^There is no field “titel”: /),
    expect.stringMatching(/^“is:stared” is no state: /),
    'The bracket is not closed: it goes on to the end.',
    expect.stringMatching(/^\d papers?\.$/)
  ])
  expect([json.code, idsOf(json.out)]).toEqual([0, ['2312.00002']])
  expect(json.err).toMatch(/^“soon” is no date: [^\n]+\.\n$/)
})
