import type { Facets, NamedCount } from '#core/contract'
import { filtersOf, useOf, type Filter, type FilterUse } from '#core/search/query/edit-query'
import { states } from '#core/search/query/query'

/** One thing that papers can be narrowed by. */
export interface FacetChoice {
  readonly filter: Filter
  readonly label: string
  /** Null where it is known of none that was found: they were left out. */
  readonly papers: number | null
  readonly use: FilterUse | null
}

export interface FacetGroup {
  readonly title: string
  readonly choices: readonly FacetChoice[]
}

const stateNames: Readonly<Record<(typeof states)[number], string>> = {
  starred: 'Starred',
  read: 'Read',
  unread: 'Unread',
  noted: 'With a note',
  updated: 'New version',
  unseen: 'Never really seen'
}

/** What a query can be narrowed by; those that it uses stand first. */
export function facetGroups(facets: Facets, query: string): FacetGroup[] {
  const group = (title: string, kind: Filter['kind'], counts: readonly NamedCount[]): FacetGroup => {
    const counted = counts.flatMap(({ name, papers }) => {
      const filter = filterNamed(kind, name)
      return filter === null || papers === 0 ? [] : [{ ...named(filter), papers, use: useOf(query, filter) }]
    })
    const others = filtersOf(query)
      .filter(({ filter }) => filter.kind === kind)
      .filter(({ filter }) => !counted.some((choice) => sameName(choice.filter, filter)))
      .map(({ filter, use }) => ({ ...named(filter), papers: use === 'only' ? facets.papers : null, use }))
    const used = [...others, ...counted.filter(({ use }) => use !== null)]
    return { title, choices: [...used, ...counted.filter(({ use }) => use === null)] }
  }
  return [
    group('Category', 'category', facets.categories),
    group('Year', 'year', facets.years),
    group('Tag', 'tag', facets.tags),
    group('Author', 'author', facets.authors),
    group('State', 'state', facets.states)
  ].filter(({ choices }) => choices.length > 0)
}

function filterNamed(kind: Filter['kind'], name: string): Filter | null {
  if (kind !== 'state') return { kind, name }
  const state = states.find((each) => each === name)
  return state === undefined ? null : { kind, name: state }
}

function named(filter: Filter): Pick<FacetChoice, 'filter' | 'label'> {
  return { filter, label: filter.kind === 'state' ? stateNames[filter.name] : filter.name }
}

function sameName(a: Filter, b: Filter): boolean {
  return a.name.toLowerCase() === b.name.toLowerCase()
}
