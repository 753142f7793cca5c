// @vitest-environment jsdom
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandTable, isSavedSearchCommand, neededCapability, type CommandId } from '#core/commands'
import { keysInForce } from '#core/keys'
import { fuzzyScore } from '../../../src/renderer/components/palette/fuzzy'
import { foundItems, paletteItems } from '../../../src/renderer/components/palette/palette-items'
import { RecentItems } from '../../../src/renderer/components/palette/recent-items'
import { commandSections } from '../../../src/renderer/keyboard/sections'
import { synonyms } from '../../../src/renderer/keyboard/synonyms'
import type { App } from '../../../src/renderer/state/app.svelte'

const shown: string[] = []

function appThat(can: boolean): App {
  return {
    can: (needed: unknown) => can || needed === undefined,
    layout: { keys: keysInForce({ star: ['q'] }) },
    overview: {
      tags: [{ name: 'vision', papers: 3 }],
      categories: [{ name: 'cs.CV', papers: 95 }]
    },
    named: {
      savedSearches: [
        { id: 's-1', title: 'Reading', query: 'is:starred is:unread', position: 1 },
        ...Array.from({ length: 9 }, (_, n) => ({
          id: `t-${n}`,
          title: `Zoo ${n}`,
          query: 'zoo',
          position: 2
        }))
      ]
    },
    search: (query: string) => shown.push(query),
    show: (view: unknown) => shown.push(JSON.stringify(view))
  } as unknown as App
}

const app = appThat(true)
const items = paletteItems(app)
const ids = Object.keys(commandTable) as CommandId[]
/** The others stand in the palette as the searches that they open. */
const inPalette = ids.filter((id) => !isSavedSearchCommand(id))

function found(query: string, recent: readonly string[] = []): string[] {
  return foundItems(items, query, recent).map(({ id }) => id)
}

test('every command is in the palette, in help and in the settings of keys, once', () => {
  expect(items.map(({ id }) => id).filter((id) => id in commandTable)).toEqual(inPalette)
  const inHelp = commandSections(app).flatMap(({ commands }) => commands.map(({ id }) => id))
  expect([...inHelp].sort()).toEqual([...ids].sort())
})

test('commands that the host cannot do are in neither', () => {
  const all = [
    ...paletteItems(appThat(false)),
    ...commandSections(appThat(false)).flatMap(({ commands }) => commands)
  ]
  expect(all.filter(({ id }) => id in neededCapability)).toEqual([])
})

test('every command is found by its title and by other words for it', () => {
  for (const id of inPalette) {
    const [, title] = commandTable[id]
    expect(found(title), title).toContain(id)
    for (const word of (synonyms[id] ?? '').split(' ').filter(Boolean))
      expect(found(word), word).toContain(id)
  }
})

test('tags and categories are gone to, and the keys in force stand beside commands', () => {
  expect(found('vision')[0]).toBe('tag vision')
  expect(found('cs.cv')[0]).toBe('category cs.CV')
  foundItems(items, 'vision', [])[0]?.run(app)
  expect(shown).toEqual(['{"kind":"tag","tag":"vision"}'])
  expect(items.find(({ id }) => id === 'star')?.keys).toBe('q')
  expect(items.find(({ id }) => id === 'importFolder')?.keys).toBeUndefined()
})

test('saved searches are gone to by their titles and by what they look for, with the keys of their places', () => {
  expect(found('reading')[0]).toBe('search s-1')
  expect(found('is:starred')).toContain('search s-1')
  const searches = items.filter(({ id }) => id.startsWith('search '))
  expect(searches.map(({ keys }) => keys)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', undefined])
  foundItems(items, 'reading', [])[0]?.run(app)
  expect(shown.at(-1)).toBe('is:starred is:unread')
})

test('the beginning of a word comes before its middle, and that before letters here and there', () => {
  expect(fuzzyScore('st', 'Star')).toBeGreaterThan(fuzzyScore('st', 'Go to Starred') ?? Infinity)
  expect(fuzzyScore('st', 'Go to Starred')).toBeGreaterThan(fuzzyScore('st', 'Next digest list') ?? -1)
  expect(fuzzyScore('igest', 'Next digest')).toBeGreaterThan(fuzzyScore('ndg', 'Next digest') ?? Infinity)
  expect(fuzzyScore('ndg', 'Next digest')).not.toBeNull()
  expect(fuzzyScore('xdg', 'Next digest')).toBeNull()
  expect(fuzzyScore('erdos', 'Go to tag Erdős')).not.toBeNull()
  expect(found('star').slice(0, 2)).toEqual(['star', 'starDone'])
  // Every word has to be there, in whatever order.
  expect(found('done star')[0]).toBe('starDone')
  expect(found('done qqq')).toEqual([])
})

test('what was run lately comes first, and what answers better before it', () => {
  const recent = new RecentItems()
  for (const id of ['help', 'goRead', 'help', 'starDone']) recent.add(id)
  expect(recent.ids).toEqual(['starDone', 'help', 'goRead'])
  expect(found('', recent.ids).slice(0, 4)).toEqual(['starDone', 'help', 'goRead', 'done'])
  expect([found('mark')[0], found('mark', ['unread'])[0]]).toEqual(['read', 'unread'])
  expect(found('settings', recent.ids)[0]).toBe('settings')
  for (let n = 0; n < 20; n++) recent.add(`${n}`)
  expect(recent.ids).toHaveLength(8)
})

test('every text answers to itself, and to its own beginnings', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,3}$/), fc.nat(), (text, cut) => {
      expect(fuzzyScore(text.slice(0, 1 + (cut % text.length)), text)).not.toBeNull()
    })
  )
})
