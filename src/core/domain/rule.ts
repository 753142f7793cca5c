/** Colours that a highlight rule can have; the styles of each theme know them by these names. */
export const ruleColours = ['yellow', 'green', 'teal', 'blue', 'violet', 'pink', 'red', 'orange'] as const

export type RuleColour = (typeof ruleColours)[number]

/** Keyword: words of the title. Author: a name. Category: any of a paper's, to mute the primary one; see `ruleTest`. */
export const ruleSubjects = ['keyword', 'author', 'category'] as const

export type RuleSubject = (typeof ruleSubjects)[number]

/** What is highlighted, or muted: folded away in lists of papers that are not dealt with yet. */
export interface Rule {
  /** Random, never shown. */
  readonly id: string
  readonly does: 'highlight' | 'mute'
  readonly matches: RuleSubject
  readonly text: string
  /** Of a highlight. */
  readonly colour: RuleColour | null
}

/** A TeX macro of the user's own: `\name`, and what it stands for. */
export interface Macro {
  readonly name: string
  readonly tex: string
}

/** A query that the user keeps in the sidebar. */
export interface SavedSearch {
  /** Random, never shown. */
  readonly id: string
  readonly title: string
  readonly query: string
  readonly position: number
}

/** What the user has given names to, on whatever device; in the order in which it was made. */
export interface Named {
  readonly rules: readonly Rule[]
  readonly macros: readonly Macro[]
  /** By their positions. */
  readonly savedSearches: readonly SavedSearch[]
}
