import type {
  Argument,
  HistoryAct,
  HistoryDay,
  HistoryLine,
  HistoryLines,
  HistoryPage,
  MadeWhere
} from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Decision } from '#core/domain/decision'
import { digestDay } from '#core/domain/digest'
import { countsOfAct } from '#core/domain/history'
import { runsOf, summaryOf } from '#core/domain/history-lines'
import { compareText } from '#core/domain/merge'
import type { HistoryIndex, LocatedAct, LocatedDecision } from '#main/library/history'
import type { Library } from '#main/library/library'
import { localDays } from '#main/library/local-days'
import { readDecisions } from '#main/storage/journal-lines'

/** How long one request goes on reading journals, in milliseconds. */
const readFor = 80
/** Tags that are named. */
const mostTags = 5

/** Days as they are in one time zone, while nothing new is decided. */
interface Days {
  readonly zone: string
  readonly edition: number
  /** All journals had been read. */
  readonly whole: boolean
  readonly dayOf: (stamp: number) => string
  /** The newest first. */
  readonly names: readonly string[]
  readonly acts: ReadonlyMap<string, readonly LocatedDecision[]>
  readonly summaries: Map<string, HistoryDay>
}

/** The history as windows ask for it. */
export class HistoryPages {
  readonly #library: Library
  #days: Days | null = null
  #newPapers: { readonly edition: number; readonly counts: Uint32Array } | null = null

  constructor(library: Library) {
    this.#library = library
  }

  /** @throws Failure where the journals cannot be read. */
  async days({ zone, before, most }: Argument<'history'>): Promise<HistoryPage> {
    const index = await this.#library.history(performance.now() + readFor)
    const days = this.#daysIn(zone, index)
    const { completeFrom, progress } = index
    const unknown =
      completeFrom === 0 ? null : completeFrom === Infinity ? undefined : days.dayOf(completeFrom)
    const names = days.names.filter(
      (day) =>
        (before === null || day < before) && unknown !== undefined && (unknown === null || day > unknown)
    )
    return {
      days: names.slice(0, most).map((day) => this.#summary(day, days, index)),
      more: names.length > most || unknown !== null,
      reading: unknown === null ? null : progress
    }
  }

  /** @throws Failure where the journals cannot be read. */
  async day({ zone, day, run, from, most }: Argument<'historyDay'>): Promise<HistoryLines> {
    const index = await this.#library.history(performance.now() + readFor)
    const { history } = index
    const decisions = this.#daysIn(zone, index).acts.get(day) ?? []
    const runs = runsOf(decisions.map((decision) => history.actOf(decision)))
    const asked =
      run === undefined ? runs : (runs.find((each) => nameOf(each) === run) ?? []).map((act) => [act])
    const shown = asked.slice(from, from + most)
    const details = await this.#details(shown.flatMap((each) => (each.length === 1 ? each : [])))
    const lines = shown.flatMap((each): HistoryLine[] => {
      const [act] = each
      const detail = act === undefined ? undefined : details.get(act)
      return detail === undefined ? [this.#run(each)] : [{ kind: 'act', ...detail }]
    })
    return { lines, total: asked.length }
  }

  #daysIn(zone: string, { edition, history, completeFrom }: HistoryIndex): Days {
    const whole = completeFrom === 0
    const kept = this.#days
    if (kept?.zone === zone && kept.edition === edition && kept.whole === whole) return kept
    const dayOf = kept?.zone === zone ? kept.dayOf : localDays(zone)
    const acts = new Map<string, LocatedDecision[]>()
    for (const decision of history.latest(whole)) {
      const day = dayOf(decision.stamp)
      const known = acts.get(day)
      if (known === undefined) acts.set(day, [decision])
      else known.push(decision)
    }
    const names = [...acts.keys()].sort((a, b) => compareText(b, a))
    return (this.#days = { zone, edition, whole, dayOf, names, acts, summaries: new Map() })
  }

  #summary(day: string, { acts, summaries }: Days, { history }: HistoryIndex): HistoryDay {
    const known = summaries.get(day)
    if (known !== undefined) return known
    const decisions = acts.get(day) ?? []
    const summary = { day, ...summaryOf(decisions.map((decision) => history.actOf(decision))) }
    summaries.set(day, summary)
    return summary
  }

  #run(acts: readonly LocatedAct[]): HistoryLine {
    const stamps = acts.map(({ last }) => last.stamp)
    return {
      kind: 'run',
      run: nameOf(acts),
      acts: acts.length,
      first: Math.min(...stamps),
      last: Math.max(...stamps),
      where: this.#where(acts[0]?.last),
      ...summaryOf(acts)
    }
  }

  /** What acts did, read again from the journals. */
  async #details(acts: readonly LocatedAct[]): Promise<Map<LocatedAct, HistoryAct>> {
    const places = acts.flatMap((act) => toRead(act).map(({ place }) => place))
    const decisions = await readDecisions(this.#library.folder, places)
    const details = new Map<LocatedAct, HistoryAct>()
    for (const act of acts) {
      const own = decisions.splice(0, toRead(act).length).filter((each) => each !== null)
      details.set(act, this.#detail(act, own))
    }
    return details
  }

  #detail(act: LocatedAct, decisions: readonly Decision[]): HistoryAct {
    const { last, undos } = act
    const [undo] = undos
    const changes = decisions.flatMap((each) => each.changes)
    const digests = decisions.flatMap((each) => each.digests ?? [])
    const keys = digests.filter(({ present }) => last.how !== 'import' || present).map(({ key }) => key)
    const [key] = keys
    const tags = (which: 'add' | 'remove'): string[] =>
      [...new Set(changes.flatMap((change) => change.tags?.[which] ?? []))].slice(0, mostTags)
    return {
      decision: last.id,
      stamp: last.stamp,
      where: this.#where(last),
      counts: countsOfAct(act),
      paper: last.how === 'single' ? this.#onlyPaper(changes) : null,
      tags: { added: tags('add'), removed: tags('remove') },
      digest: key !== undefined && keys.length === 1 ? this.#digest(key) : null,
      newPapers: last.how === 'import' && undo === undefined ? this.#newPapersIn(keys) : null,
      undone: undo === undefined ? null : { decision: undo.id, stamp: undo.stamp, where: this.#where(undo) },
      tookBack: last.undoes !== undefined,
      backup: decisions.at(-1)?.backup ?? null
    }
  }

  #onlyPaper(changes: Decision['changes']): HistoryAct['paper'] {
    const [id, ...others] = new Set(changes.flatMap(({ papers }) => Object.keys(papers) as ArxivId[]))
    if (id === undefined || others.length > 0) return null
    const { catalog } = this.#library
    const row = catalog.find(id)
    // A paper that left with its digest is still known by its id.
    return { id, title: row < 0 ? '' : catalog.text(row).title }
  }

  #digest(key: string): HistoryAct['digest'] {
    const known = this.#library.catalog.digest(key)?.digest
    if (known !== undefined) return { category: known.category, day: digestDay(known) }
    const about = this.#library.marks.digest(key)?.about
    return about?.date == null ? null : { category: about.category, day: about.date }
  }

  /** Papers that these Digests brought first, of those that are in the library now; null where none of them is. */
  #newPapersIn(keys: readonly string[]): number | null {
    const { catalog } = this.#library
    const { digests, columns, edition } = catalog
    if (this.#newPapers?.edition !== edition) {
      const imported = digests.all().map(({ digest }) => digest.imported)
      const order = [...imported.keys()].sort((a, b) => compareText(imported[a] ?? '', imported[b] ?? ''))
      const ranks = new Uint32Array(digests.length)
      order.forEach((number, rank) => (ranks[number] = rank))
      this.#newPapers = { edition, counts: columns.countFirstIn(ranks) }
    }
    const { counts } = this.#newPapers
    const asked = new Set(keys)
    let [papers, present] = [0, 0]
    for (const key of asked) {
      const number = digests.find(key)
      if (number === undefined || !digests.isPresent(number)) continue
      papers += counts[number] ?? 0
      present++
    }
    return present === 0 ? null : papers
  }

  #where(decision: LocatedDecision | undefined): MadeWhere {
    if (decision?.device !== this.#library.device) return 'elsewhere'
    return decision.origin === 'command line' ? 'commandLine' : 'here'
  }
}

/** The Decisions that tell what an act did: of a visit to a note's editor the last one, of an import all. */
function toRead({ last, decisions }: LocatedAct): readonly LocatedDecision[] {
  return last.how === 'import' ? decisions : [last]
}

/** Of a run: its first act stays its first one while more are added. */
function nameOf(acts: readonly LocatedAct[]): string {
  return acts.at(-1)?.last.id ?? ''
}
