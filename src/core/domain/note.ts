import { besideId, compareMoments, type Decision, type Moment, type NoteChange } from '#core/domain/decision'

/** One text that a note had. */
export interface Revision extends Moment {
  /** The id of the Decision that made it; of a text beside the Decision's own, see {@link besideId}. */
  readonly id: string
  readonly text: string | null
  /** What undo goes back to: the revisions in force when the visit to the editor began. */
  readonly before: readonly string[]
  readonly visit: string | null
}

/** Everything that a note holds. */
export interface NoteState {
  readonly revisions: readonly Revision[]
  readonly replaced: readonly string[]
}

/**
 * The note of one paper as the fold of its revisions, the same for every order in which the journals of several
 * devices are read. Of two revisions written from one base, neither is lost: the later is shown, the other stays
 * beside it until the user chooses.
 */
export class Note {
  readonly #revisions: Map<string, Revision>
  readonly #replaced: Set<string>

  constructor(state?: NoteState) {
    this.#revisions = new Map(state?.revisions.map((revision) => [revision.id, revision]))
    this.#replaced = new Set(state?.replaced)
  }

  state(): NoteState {
    return { revisions: [...this.#revisions.values()], replaced: [...this.#replaced] }
  }

  add(decision: Pick<Decision, 'id' | 'stamp' | 'device' | 'visit'>, change: NoteChange): void {
    const { id, stamp, device, visit = null } = decision
    // Only a revision of the same visit counts: it is of this device, so that it is known in whatever order the
    // journals of several devices are read.
    const base =
      visit === null
        ? undefined
        : change.basedOn.map((each) => this.#revisions.get(each)).find((each) => each?.visit === visit)
    const before = base?.before ?? change.basedOn
    this.#revisions.set(id, { id, stamp, device, visit, text: change.text, before })
    change.beside?.forEach((text, place) => {
      const revision = besideId(id, place)
      this.#revisions.set(revision, { id: revision, stamp, device, visit, text, before })
    })
    for (const each of change.basedOn) this.#replaced.add(each)
    // While one types, a note is saved again and again: of one visit only the last text is ever needed.
    if (base !== undefined) this.#revisions.delete(base.id)
  }

  /**
   * The revisions that nothing replaced: what is shown, then what is kept beside it. The latest is shown, but a text
   * always before a note that was taken away at the same time.
   */
  heads(): Revision[] {
    return [...this.#revisions.values()]
      .filter(({ id }) => !this.#replaced.has(id))
      .sort((a, b) => Number(a.text === null) - Number(b.text === null) || compareHeads(a, b))
  }

  /** A revision by its id; undefined where it is not known, or not any more. */
  revision(id: string): Revision | undefined {
    return this.#revisions.get(id)
  }

  /** The note's text; null where there is none. */
  get text(): string | null {
    return this.heads()[0]?.text ?? null
  }

  /**
   * The texts of revisions by their ids, in the order in which they were shown, without those that had none. Null where
   * one of them is not known any more, as the passing states of a visit to the editor are not.
   */
  textsOf(ids: readonly string[]): string[] | null {
    const revisions = ids.map((id) => this.#revisions.get(id))
    const known = revisions.filter((each) => each !== undefined).sort(compareHeads)
    return known.length < revisions.length ? null : known.flatMap(({ text }) => text ?? [])
  }
}

/** The later one first; of one Decision's texts its own, then those beside it. */
function compareHeads(a: Revision, b: Revision): number {
  return compareMoments(b, a) || (a.id < b.id ? -1 : 1)
}
