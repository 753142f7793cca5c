import type { HistoryAct, HistoryRun, MadeWhere } from '#core/contract'
import type { ActCounts, ActKind } from '#core/domain/history'
import type { DaySummary } from '#core/domain/history-lines'
import { counted } from '#core/words/counted'
import { localMoment } from '#core/words/moment'

/* What the history says of acts and days. */

type Numbered = (many: number) => string

const number = (many: number): string => many.toLocaleString('en')

/** In the line of a day, in this order. `filed` is a part of an import, which is named itself. */
const dayParts: readonly (readonly [kind: ActKind, words: Numbered])[] = [
  ['read', (many) => `${number(many)} done`],
  ['starred', (many) => `${number(many)} starred`],
  ['tagged', (many) => `${number(many)} tagged`],
  ['notes', (many) => counted(many, 'note')],
  ['imported', (many) => `${counted(many, 'digest')} imported`],
  ['seen', (many) => `${counted(many, 'new version')} seen`],
  ['unread', (many) => `${number(many)} marked unread`],
  ['unstarred', (many) => `${counted(many, 'star')} taken off`],
  ['untagged', (many) => `tags taken off ${number(many)}`],
  ['notesRemoved', (many) => `${counted(many, 'note')} removed`],
  ['removed', (many) => `${counted(many, 'digest')} removed`],
  ['returned', (many) => `${counted(many, 'digest')} brought back`],
  ['restored', (many) => `${counted(many, 'backup')} restored`]
]

/** `58 done, 4 starred, 1 note, 2 digests imported, 3 taken back`. */
export function dayWords({ counts, takenBack }: DaySummary): string {
  const parts = dayParts.flatMap(([kind, words]) => {
    const many = counts[kind]
    return many === undefined ? [] : [words(many)]
  })
  if (takenBack > 0) parts.push(`${number(takenBack)} taken back`)
  return parts.length > 0 ? parts.join(', ') : 'nothing that still holds'
}

/** What an act did: words, and the title of the paper that follows them, where it is about one. */
export interface ActWords {
  readonly words: string
  /** TeX text. */
  readonly title: string | null
}

export function actWords(act: HistoryAct): ActWords {
  const { words, title } = wordsOf(act)
  return { words: act.tookBack ? `Took back something older: ${lowered(words)}` : words, title }
}

function wordsOf(act: HistoryAct): ActWords {
  const { counts, paper } = act
  if (counts.imported !== undefined || counts.filed !== undefined)
    return { words: importWords(act), title: null }
  if (counts.restored !== undefined) return { words: restoreWords(act), title: null }
  const digests = digestWords(act)
  if (digests !== null) return { words: digests, title: null }
  if (paper === null) return { words: bulkWords(act), title: null }
  const title = paper.title === '' ? paper.id : paper.title
  if (onlyKind(counts) === 'notes') return { words: 'Note on', title }
  return { words: `${paperWords(act)}:`, title }
}

function restoreWords({ backup }: HistoryAct): string {
  return backup === null ? 'Restored a backup' : `Restored the backup of ${localMoment(backup)}`
}

function importWords({ counts, digest, newPapers }: HistoryAct): string {
  const { imported = 0, filed } = counts
  const what = digest === null ? counted(imported, 'digest') : `digest ${digestName(digest)}`
  const brought =
    newPapers === null ? '' : newPapers === 0 ? ', no new papers' : `, ${counted(newPapers, 'new paper')}`
  return `Imported ${what}${brought}${filed === undefined ? '' : ', filed under Read'}`
}

function digestWords({ counts: { removed, returned }, digest }: HistoryAct): string | null {
  const many = removed ?? returned
  if (many === undefined) return null
  const what = digest === null ? counted(many, 'digest') : `digest ${digestName(digest)}`
  return removed === undefined ? `Brought back ${what}` : `Removed ${what}`
}

/** `cs.CV 2023-12-18`. */
function digestName({ category, day }: NonNullable<HistoryAct['digest']>): string {
  return category === null ? `of ${day}` : `${category} ${day}`
}

function paperWords({ counts, tags }: HistoryAct): string {
  const has = (kind: ActKind): boolean => counts[kind] !== undefined
  const parts = [
    has('starred') ? 'starred' : '',
    has('unstarred') ? 'star taken off' : '',
    has('read') ? 'done' : '',
    has('unread') ? 'marked unread' : '',
    has('tagged') ? `tagged ${named(tags.added)}` : '',
    has('untagged') ? `${tags.removed.length > 1 ? 'tags' : 'tag'} ${named(tags.removed)} taken off` : '',
    has('notes') ? 'note' : '',
    has('notesRemoved') ? 'note removed' : '',
    has('seen') ? 'new version seen' : ''
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'Nothing that had not been so' : raised(listed(parts))
}

function bulkWords({ counts, tags }: HistoryAct): string {
  const marks: readonly (readonly [kind: ActKind, words: string])[] = [
    ['read', 'marked read'],
    ['unread', 'marked unread'],
    ['starred', 'starred'],
    ['unstarred', 'with their stars taken off'],
    ['tagged', `tagged ${named(tags.added)}`],
    ['untagged', `with ${tags.removed.length > 1 ? 'tags' : 'tag'} ${named(tags.removed)} taken off`],
    ['notes', 'given a note'],
    ['notesRemoved', 'with their notes removed'],
    ['seen', 'seen in their new versions']
  ]
  const parts = marks.flatMap(([kind, words]) => {
    const many = counts[kind]
    return many === undefined ? [] : [{ papers: counted(many, 'paper'), words }]
  })
  const [first] = parts
  if (first === undefined) return 'Nothing that had not been so'
  if (parts.every(({ papers }) => papers === first.papers))
    return `${first.papers} ${listed(parts.map(({ words }) => words))}`
  return listed(parts.map(({ papers, words }) => `${papers} ${words}`))
}

/** Where something was made, if not in a window of this device; empty there. */
export function whereWords(where: MadeWhere): string {
  return { here: '', commandLine: 'command line', elsewhere: 'another device' }[where]
}

/** What several acts did that follow each other: `12 done, 2 starred`. */
export function runWords(run: HistoryRun): string {
  return run.takenBack === run.acts ? `${number(run.acts)} taken back` : dayWords(run)
}

function onlyKind(counts: ActCounts): string | null {
  const [kind, ...others] = Object.keys(counts)
  return kind === undefined || others.length > 0 ? null : kind
}

function named(tags: readonly string[]): string {
  return tags.map((tag) => `“${tag}”`).join(', ')
}

/** `starred and done`. */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
}

function raised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function lowered(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}
