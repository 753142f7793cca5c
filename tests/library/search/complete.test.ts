import { expect, test } from 'vitest'
import type { Api } from '#core/contract'
import { fieldList } from '../support/digest-text'
import { id, newPlace } from '../support/places'
import { importSession, serving, viewIds, window } from '../support/service'

async function prepared(work: (api: Api) => Promise<void>): Promise<void> {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [
      fieldList('2023-12-18', [
        { id: '2312.00001', authors: 'Paul Erdős, Ada Lovelace', categories: '**cs.CV**, math.CO' },
        { id: '2312.00002', authors: 'Ada Lovelace', categories: '**cs.CV**' }
      ])
    ])
    const tags = ['Deep/Nets', 'Deep (old)', 'Later']
    await api.decide({ window, papers: { ids: [id('2312.00001')] }, wish: { addTags: tags } })
    await api.decide({ window, papers: { ids: [id('2312.00002')] }, wish: { addTags: ['Later'] } })
    await work(api)
  })
}

/** What is offered where a `^` stands, and the query with the first of it. */
async function offered(api: Api, marked: string): Promise<{ texts: string[]; first: string }> {
  const at = marked.indexOf('^')
  const query = marked.replace('^', '')
  const { from, to, options } = await api.complete({ query, at })
  expect(from).toBeLessThanOrEqual(at)
  expect(to).toBeGreaterThanOrEqual(at)
  const texts = options.map(({ text }) => text)
  const [first = query.slice(from, to)] = texts
  return { texts, first: query.slice(0, from) + first + query.slice(to) }
}

test('What is offered takes the place of what is typed where the cursor stands', () =>
  prepared(async (api) => {
    const expected: [typed: string, texts: string[], first: string][] = [
      ['ti^', ['title:'], 'title:'],
      ['AUT^', ['author:'], 'author:'],
      ['deep au^ nets', ['author:'], 'deep author: nets'],
      ['deep ^nets', [], 'deep nets'],
      ['^', [], ''],
      ['x^', [], 'x'],
      ['-ti^', ['title:'], '-title:'],
      ['(ti^', ['title:'], '(title:'],
      ['is:st^', ['starred'], 'is:starred'],
      ['IS:ST^', ['starred'], 'IS:starred'],
      ['-is:st^', ['starred'], '-is:starred'],
      ['a (-is:st^) b', ['starred'], 'a (-is:starred) b'],
      ['is:read,st^', ['starred'], 'is:read,starred'],
      ['deep is:st^ OR x', ['starred'], 'deep is:starred OR x'],
      ['has:c^', ['code', 'comment'], 'has:code'],
      ['date:t^', ['today'], 'date:today'],
      ['cat:cs^', ['cs.CV'], 'cat:cs.CV'],
      ['cat:CO^', ['math.CO'], 'cat:math.CO'],
      ['cat:cs.CV,ma^', ['math.CO'], 'cat:cs.CV,math.CO'],
      // The one of most papers first; those that begin so before all others.
      ['tag:^', ['Later', '"Deep (old)"', 'Deep', 'Deep/Nets'], 'tag:Later'],
      ['tag:de^', ['"Deep (old)"', 'Deep', 'Deep/Nets'], 'tag:Deep'],
      // What tags are nested in is offered, too.
      ['tag:ne^ x', ['Deep/Nets'], 'tag:Deep/Nets x'],
      ['tag:"deep (^', ['"Deep (old)"'], 'tag:"Deep (old)"'],
      ['tag:“deep (^', ['"Deep (old)"'], 'tag:"Deep (old)"'],
      ['tag:#lat^', ['Later'], 'tag:Later'],
      ['author:a^', [], 'author:a'],
      ['author:erd^', ['"Paul Erdős"'], 'author:"Paul Erdős"'],
      ['author:"ada lo^', ['"Ada Lovelace"'], 'author:"Ada Lovelace"'],
      ['title:au^', [], 'title:au'],
      ['nofield:au^', [], 'nofield:au'],
      // Within a phrase nothing is a field.
      ['"deep^', [], '"deep']
    ]
    const found = []
    for (const [typed] of expected) {
      const { texts, first } = await offered(api, typed)
      found.push([typed, texts.sort(), first])
    }
    expect(found).toEqual(expected.map(([typed, texts, first]) => [typed, [...texts].sort(), first]))
  }))

test('What is offered finds as many papers as it says', () =>
  prepared(async (api) => {
    for (const typed of ['cat:c', 'tag:', 'tag:d', 'author:lov', 'author:er']) {
      const { from, options } = await api.complete({ query: typed, at: typed.length })
      expect(options.length).toBeGreaterThan(0)
      for (const { text, papers } of options) {
        const query = `${typed.slice(0, from)}${text} `
        expect([query, (await viewIds(api, { kind: 'all' }, query)).length]).toEqual([query, papers])
      }
    }
  }))

test('A cursor that stands nowhere in the query stands at its end', () =>
  prepared(async (api) => {
    expect(await api.complete({ query: 'is:st', at: 500 })).toMatchObject({ from: 3, to: 5 })
  }))
