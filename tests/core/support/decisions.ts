import type { ArxivId } from '#core/domain/arxiv-id'
import { changesFor, inverse, type Wish } from '#core/domain/decide'
import type { Decision, DigestPlace } from '#core/domain/decision'
import { Marks } from '#core/domain/marks'
import { nextToRedo, nextToUndo } from '#core/domain/undo'

export const papers = ['2312.00001', '2312.00002', '2312.00003', 'math/0611800'] as ArxivId[]
export const tags = ['later', 'vision/maps', 'to read'] as const
export const digestKeys = ['d1', 'd2'] as const

export function paper(number: number): ArxivId {
  const id = papers[number]
  if (id === undefined) throw new RangeError(`no paper ${number}`)
  return id
}

export function place(device: string, offset: number): DigestPlace {
  return { device, file: 'entries-000001.jsonl', offset, length: 10, source: [0, offset] }
}

/** What holds for all papers and digests, as the user sees it. */
export function shown(marks: Marks): unknown {
  return {
    marks: papers.map((id) => marks.mark(id)),
    digests: digestKeys.map((key) => marks.digest(key)?.present ?? false)
  }
}

/** Everything that the fold of Decisions holds, but for the order in which it first heard of papers and digests. */
export function everything(marks: Marks): unknown {
  return {
    stamp: marks.stamp(0),
    marks: papers.map((id) => marks.mark(id)),
    decided: papers.map((id) => marks.decidedVersion(id)),
    notes: papers.map((id) => {
      const heads = marks.note(id)?.heads() ?? []
      return heads.map((head) => [head, marks.note(id)?.textsOf(head.before)])
    }),
    digests: [...marks.digests()].sort((a, b) => (a.key < b.key ? -1 : 1))
  }
}

export function marksOf(decisions: readonly Decision[]): Marks {
  const marks = new Marks()
  for (const decision of decisions) marks.fold(decision)
  return marks
}

export interface Act {
  readonly wish?: Wish
  readonly on?: readonly ArxivId[]
  readonly digest?: { readonly key: string; readonly present: boolean }
  readonly visit?: string
}

/** One device that decides, with its journal. Others’ Decisions may be folded into its Marks. */
export class Device {
  readonly name: string
  readonly journal: Decision[] = []
  readonly marks = new Marks()
  clock = 1_000

  constructor(name = 'a') {
    this.name = name
  }

  decide(part: Pick<Decision, 'changes'> & Partial<Decision>): Decision {
    const decision: Decision = {
      id: `${this.name}${this.journal.length}`,
      stamp: this.marks.stamp(this.clock),
      device: this.name,
      origin: 'window 1',
      how: 'single',
      ...part
    }
    this.journal.push(decision)
    this.marks.fold(decision)
    return decision
  }

  /** Decides what makes an act’s wishes true; null where all of it holds already. */
  act({ wish, on = [], digest, visit }: Act): Decision | null {
    const targets = on.map((id) => ({ id, version: 1 }))
    const changes = wish === undefined ? [] : changesFor(wish, targets, this.marks, visit)
    const held = digest !== undefined && (this.marks.digest(digest.key)?.present ?? false)
    const digests =
      digest === undefined || digest.present === held
        ? []
        : [digest.present ? { ...digest, at: place(this.name, this.journal.length) } : digest]
    if (changes.length === 0 && digests.length === 0) return null
    return this.decide({
      how: on.length > 1 ? 'bulk' : 'single',
      changes,
      ...(digests.length > 0 ? { digests } : {}),
      ...(visit === undefined ? {} : { visit })
    })
  }

  undo(): Decision | null {
    return this.#takeBack(nextToUndo(this.journal))
  }

  redo(): Decision | null {
    return this.#takeBack(nextToRedo(this.journal))
  }

  #takeBack(decision: Decision | null): Decision | null {
    if (decision === null) return null
    return this.decide({ how: decision.how, undoes: decision.id, ...inverse(decision, this.marks) })
  }
}
