import { isSavedSearchCommand, searchNumbers } from '#core/commands'
import { commands } from '../../keyboard/commands'
import { synonyms } from '../../keyboard/synonyms'
import type { App } from '../../state/app.svelte'
import type { IconName } from '../common/icons'
import { fuzzyScore } from './fuzzy'

export interface PaletteItem {
  /** The same in every window and at every time. */
  readonly id: string
  readonly title: string
  /** Other words to find it with. */
  readonly words: string
  readonly icon: IconName | null
  /** Of a command: as the keyboard takes it. */
  readonly keys: string | undefined
  readonly run: (app: App) => void
}

/** More of them nobody looks through. */
const mostShown = 100
/** What was run lately comes before what answers as well. */
const recentWorth = 5
/** A word that is not in the title is worth less. */
const synonymWorth = 0.3

/** Everything that can be done or gone to here. */
export function paletteItems(app: Pick<App, 'can' | 'layout' | 'named' | 'overview'>): PaletteItem[] {
  // Saved searches stand there under their own titles.
  const offered = commands.filter(({ id, needs }) => app.can(needs) && !isSavedSearchCommand(id))
  return [
    ...offered.map(({ id, title, section, run }) => ({
      id,
      title: section === 'Go to' ? `Go to ${title}` : title,
      words: synonyms[id] ?? '',
      icon: null,
      keys: app.layout.keys[id][0],
      run
    })),
    ...app.named.savedSearches.map(({ id, title, query }, place) => {
      const number = searchNumbers[place]
      return {
        id: `search ${id}`,
        title: `Go to search ${title}`,
        words: query,
        icon: 'search' as const,
        keys: number === undefined ? undefined : app.layout.keys[`savedSearch${number}`][0],
        run: (each: App) => {
          each.search(query)
        }
      }
    }),
    ...app.overview.tags.map(({ name: tag }) => ({
      ...place(`tag ${tag}`, 'tag'),
      run: (each: App) => {
        each.show({ kind: 'tag', tag })
      }
    })),
    ...app.overview.categories.map(({ name: category }) => ({
      ...place(`category ${category}`, 'category'),
      run: (each: App) => {
        each.show({ kind: 'category', category })
      }
    }))
  ]
}

function place(name: string, icon: IconName): Omit<PaletteItem, 'run'> {
  return { id: name, title: `Go to ${name}`, words: '', icon, keys: undefined }
}

/**
 * Those that answer to what was typed, the best first; without a query what was run lately, and then all.
 *
 * @param recent Ids, the last one first.
 */
export function foundItems(
  items: readonly PaletteItem[],
  query: string,
  recent: readonly string[]
): PaletteItem[] {
  const wanted = query.trim()
  const scored = items.flatMap((item) => {
    const lately = recent.indexOf(item.id)
    const bonus = lately < 0 ? 0 : recentWorth - lately / 100
    const score = wanted === '' ? 0 : scoreOf(item, wanted)
    return score === null ? [] : [{ item, score: score + bonus }]
  })
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, mostShown)
    .map(({ item }) => item)
}

function scoreOf({ title, words }: PaletteItem, query: string): number | null {
  const byTitle = fuzzyScore(query, title)
  if (byTitle !== null || words === '') return byTitle
  const byAll = fuzzyScore(query, `${title} ${words}`)
  return byAll === null ? null : byAll * synonymWorth
}
