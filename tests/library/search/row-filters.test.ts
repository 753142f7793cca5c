import { expect, test } from 'vitest'
import type { Api } from '#core/contract'
import { fieldList } from '../support/digest-text'
import { id, idsIn, newPlace, reading, writing } from '../support/places'
import { importSession, serving, viewIds, window } from '../support/service'

const all = { kind: 'all' } as const
const [first, second, third, old, coded] = [
  id('2312.00001'),
  id('2312.00002'),
  id('2401.00003'),
  id('math/0611800'),
  id('2401.00004')
] as const

const digests: readonly (readonly [name: string, bytes: Buffer])[] = [
  [
    'Monday Größe.md',
    fieldList('2023-12-18', [
      { id: first, categories: '**cs.CV**, cs.LG', comment: '12 pages', doi: '10.1000/x' },
      { id: second, categories: '**stat.ML**' }
    ])
  ],
  // Its second paper came with an earlier digest, and counts in both.
  [
    'tuesday.md',
    fieldList(
      '2023-12-19',
      [
        { id: third, categories: '**math-ph**, cs.CV' },
        { id: second, categories: '**stat.ML**' }
      ],
      'stat.ML'
    )
  ],
  ['newyear.md', fieldList('2024-01-02', [{ id: old, categories: '**math.CO**' }])],
  [
    'code.jsonl',
    Buffer.from(
      `${JSON.stringify({
        ...{ id: coded, pdf: `https://arxiv.org/pdf/${coded}`, abs: `https://arxiv.org/abs/${coded}` },
        ...{ authors: ['Ada Lovelace'], title: 'With code', categories: ['cs.SE'], comment: null },
        ...{ summary: 'Has code.', code_url: 'https://github.com/a/b' }
      })}\n`
    )
  ]
]

async function prepared(work: (api: Api) => Promise<void>): Promise<void> {
  const place = await newPlace()
  await writing(place, async (library) => {
    for (const [name, bytes] of digests) await library.importFile(name, bytes)
  })
  await serving(place, work)
}

function decide(api: Api, paper: string, wish: object): Promise<unknown> {
  return api.decide({ window, papers: { ids: [id(paper)] }, wish })
}

async function expectFound(
  api: Api,
  expected: readonly (readonly [string, readonly string[]])[]
): Promise<void> {
  const found = []
  for (const [query] of expected) found.push([query, (await viewIds(api, all, query)).sort()])
  expect(found).toEqual(expected.map(([query, ids]) => [query, [...ids].sort()]))
}

test('Categories, ids, digests and days let through what they say', () =>
  prepared(async (api) => {
    // The digest without a day counts from the day of its import.
    const { announced } = (await api.openView({ view: all, query: coded })).rows[0] ?? {}
    expect(announced).toMatch(/^20\d\d-\d\d-\d\d$/)
    await expectFound(api, [
      ['cat:cs.LG ', [first]],
      ['cat:CS.lg ', [first]],
      // Primary or not.
      ['cat:cs.CV ', [first, third]],
      // An archive, whose name another one's begins with.
      ['cat:math ', [old]],
      ['cat:math. ', [old]],
      ['cat:math.* ', [old]],
      ['cat:"math.*"', [old]],
      ['cat:math-ph ', [third]],
      ['cat:cs ', [first, third, coded]],
      ['cat:cs.C ', []],
      ['cat:"cs.C"', []],
      // While it is being typed, whatever begins so.
      ['cat:math', [third, old]],
      ['cat:math.', [old]],
      ['cat:cs.C', [first, third]],
      ['cat:stat.ML,cs.SE ', [second, coded]],
      ['-cat:cs ', [second, old]],

      ['id:2312 ', [first, second]],
      ['id:2312.00002 ', [second]],
      ['id:2312.00002v3 ', [second]],
      ['id:24 ', [third, coded]],
      ['id:MATH/06 ', [old]],
      ['id:math ', [old]],
      ['id:0611800 ', []],
      ['id:9 ', []],

      ['digest:monday ', [first, second]],
      ['digest:grosse ', [first, second]],
      ['digest:day ', [first, second, third]],
      ['digest:"monday größe.md"', [first, second]],
      ['digest:tuesday ', [second, third]],
      ['digest:sunday ', []],
      ['digest:2023-12-19 ', [second, third]],
      ['digest:2023-12 ', [first, second, third]],
      ['digest:2024-01 ', [old]],
      ['digest:2023-1 ', []],
      ['-digest:tuesday ', [first, old, coded]],

      // A paper is announced by the first of its digests.
      ['date:2023-12-18 ', [first, second]],
      ['date:2023-12-19 ', [third]],
      ['date:2023-12 ', [first, second, third]],
      ['year:2023 ', [first, second, third]],
      ['date:2023-12-19..2024-01-02 ', [third, old]],
      ['date:2024-01-02..2023-12-19 ', [third, old]],
      ['date:2023-12-19.. ', [third, old, coded]],
      ['date:..2023-12-19 ', [first, second, third]],
      ['date:..2023-12-17 ', []],
      ['date:>2023-12-18 date:<2024 ', [third]],
      [`date:${announced ?? ''} `, [coded]],

      ['has:doi ', [first]],
      ['has:comment ', [first]],
      ['has:code ', [coded]],
      ['-has:comment ', [second, third, old, coded]]
    ])
  }))

test('A tag is found with those nested in it, and while it is typed with all that begin so', () =>
  prepared(async (api) => {
    await decide(api, first, { addTags: ['Vision'] })
    await decide(api, second, { addTags: ['vision/Maps/old'] })
    await decide(api, third, { addTags: ['Visionary', 'to read'] })
    await decide(api, old, { addTags: ['Übung'], note: 'vision' })
    await expectFound(api, [
      ['tag:vision ', [first, second]],
      ['tag:"Vision"', [first, second]],
      ['tag:vision', [first, second, third]],
      ['tag:vision/maps ', [second]],
      ['tag:vision/ma ', []],
      ['tag:vision/ma', [second]],
      ['tag:maps ', []],
      ['tag:ubung ', [old]],
      ['tag:#Übung ', [old]],
      ['tag:"to read" ', [third]],
      ['tag:to ', []],
      ['tag:vision,ubung ', [first, second, old]],
      ['-tag:vision ', [third, old, coded]],
      ['has:tag ', [first, second, third, old]],
      ['has:note ', [old]]
    ])
    await decide(api, third, { removeTags: ['Visionary', 'to read'] })
    await expectFound(api, [['has:tag ', [first, second, old]]])
    await api.undo({ window })
    await expectFound(api, [
      ['has:tag ', [first, second, third, old]],
      ['tag:to', [third]]
    ])
  }))

test('States are what holds after each decision, and after it was undone', () =>
  prepared(async (api) => {
    const every = [first, second, third, old, coded]
    await expectFound(api, [
      ['is:unread ', every],
      ['is:read ', []],
      ['is:starred ', []],
      ['is:updated ', []],
      ['is:unseen ', []]
    ])
    await decide(api, first, { starred: true })
    await decide(api, second, { note: 'Mine' })
    await api.decide({ window, papers: { ids: [first, third, old] }, wish: { read: true } })
    const after: [string, string[]][] = [
      ['is:read ', [first, third, old]],
      ['is:unread ', [second, coded]],
      ['-is:unread ', [first, third, old]],
      ['is:starred ', [first]],
      ['is:noted ', [second]],
      ['has:note ', [second]],
      ['is:read,starred ', [first, third, old]],
      ['is:starred is:unread ', []],
      ['is:unseen ', [first, third, old]]
    ]
    await expectFound(api, after)
    await api.seen({ abstract: [third], row: [old] })
    await expectFound(api, [['is:unseen ', [first, old]]])
    await api.undo({ window })
    await expectFound(api, [
      ['is:read ', []],
      ['is:unread ', every],
      ['is:unseen ', []],
      ['is:starred ', [first]]
    ])
    await api.redo({ window })
    await expectFound(api, [
      ['is:read ', [first, third, old]],
      ['is:unseen ', [first, old]]
    ])
    await importSession(api, [
      fieldList(
        '2024-01-03',
        [first, second, coded].map((paper) => ({ id: paper, version: 2 }))
      )
    ])
    await expectFound(api, [
      ['is:updated ', [first, second]],
      ['is:updated is:unread ', [second]]
    ])
    await api.undo({ window })
    await expectFound(api, [['is:updated ', []]])
    await api.redo({ window })
    await decide(api, second, { read: true })
    await expectFound(api, [['is:updated ', [first]]])
  }))

test('A digest that was removed lets nothing through any more, until that is undone', () =>
  prepared(async (api) => {
    const { digests: known } = await api.digests(undefined)
    const tuesday = known.find(({ date }) => date === '2023-12-19')
    await api.removeDigest({ window, key: tuesday?.key ?? '' })
    await expectFound(api, [
      ['digest:tuesday ', []],
      ['digest:2023-12-19 ', []],
      ['id:2401 ', [coded]],
      ['cat:math-ph ', []],
      ['date:2023-12 ', [first, second]]
    ])
    await api.undo({ window })
    await expectFound(api, [
      ['digest:tuesday ', [second, third]],
      ['cat:math-ph ', [third]]
    ])
  }))

test('Without the library being open they let through the same', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    for (const [name, bytes] of digests) await library.importFile(name, bytes)
  })
  await reading(place, async (library) => {
    const found = []
    for (const query of [
      'cat:cs ',
      'digest:tuesday ',
      'date:..2023-12-19 ',
      'has:code ',
      'is:unread id:math '
    ])
      found.push((await idsIn(library, 'all', query)).sort())
    expect(found).toEqual([[first, third, coded], [second, third], [first, second, third], [coded], [old]])
  })
})
