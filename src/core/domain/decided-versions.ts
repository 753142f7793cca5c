import { compareMoments, type Moment } from '#core/domain/decision'
import { grown } from '#core/domain/id-table'
import type { DeviceTable } from '#core/domain/register'

/** A version that was decided on, or that an undo went back to, and when. */
export interface VersionMoment extends Moment {
  readonly version: number
}

export interface DecidedVersionsState {
  /** The highest version decided on since the paper's last undo; 0 where there is none. */
  readonly versions: Uint16Array
  readonly stamps: Float64Array
  readonly devices: Uint16Array
  /** Lower versions that were decided on later: they hold where an undo takes the higher one back. */
  readonly lower: readonly (readonly [paper: number, raises: readonly VersionMoment[]])[]
  /** What the last undo or redo of a paper went back to. */
  readonly undone: readonly (readonly [paper: number, to: VersionMoment])[]
}

/** No paper has a higher version, whatever a foreign record may claim. */
const highestVersion = 65_535

/** Whether a higher version was announced than any that was decided on. */
export function isUpdated(version: number | null, decided: number): boolean {
  return decided > 0 && version !== null && version > decided
}

/**
 * The highest version of each paper that was decided on. Decisions only raise it, so that a device which had not heard
 * of the newest version takes nothing back; an undo sets it to what it was, and what was decided before the undo then
 * counts no more. The same for every order in which Decisions are read.
 */
export class DecidedVersions {
  readonly #names: DeviceTable
  readonly #lower: Map<number, readonly VersionMoment[]>
  readonly #undone: Map<number, VersionMoment>
  #versions: Uint16Array
  #stamps: Float64Array
  #devices: Uint16Array

  constructor(names: DeviceTable, state?: DecidedVersionsState) {
    this.#names = names
    this.#versions = state?.versions ?? new Uint16Array(64)
    this.#stamps = state?.stamps ?? new Float64Array(64)
    this.#devices = state?.devices ?? new Uint16Array(64)
    this.#lower = new Map(state?.lower)
    this.#undone = new Map(state?.undone)
  }

  /** What holds now of the first `size` papers: a view on it, not a copy. */
  state(size: number): DecidedVersionsState {
    this.#makeRoom(size)
    return {
      versions: this.#versions.subarray(0, size),
      stamps: this.#stamps.subarray(0, size),
      devices: this.#devices.subarray(0, size),
      lower: [...this.#lower],
      undone: [...this.#undone]
    }
  }

  /** Zero where nothing was decided, or no version was known. */
  get(paper: number): number {
    return Math.max(this.#versions[paper] ?? 0, this.#undone.get(paper)?.version ?? 0)
  }

  /** When the version became what it is; null where it never did. */
  setAt(paper: number): Moment | null {
    const highest = this.#highest(paper)
    const undone = this.#undone.get(paper) ?? null
    // What is decided after an undo counts, also where it is the same version.
    return highest !== null && highest.version >= (undone?.version ?? 0) ? highest : undone
  }

  /** A version was decided on. */
  raise(paper: number, version: number, { stamp, device }: Moment): void {
    this.#makeRoom(paper + 1)
    if (version === 0) return
    const raise = { version: Math.min(version, highestVersion), stamp, device }
    const undone = this.#undone.get(paper)
    if (undone !== undefined && compareMoments(raise, undone) <= 0) return
    const known = this.#raises(paper)
    if (known.some((each) => covers(each, raise))) return
    this.#setRaises(paper, [...known.filter((each) => !covers(raise, each)), raise])
  }

  /** An undo or a redo went back to a version; 0 where nothing had been decided. */
  goBack(paper: number, version: number, { stamp, device }: Moment): void {
    this.#makeRoom(paper + 1)
    const to = { version: Math.min(version, highestVersion), stamp, device }
    const before = this.#undone.get(paper)
    if (before !== undefined && compareMoments(before, to) >= 0) return
    this.#undone.set(paper, to)
    this.#setRaises(
      paper,
      this.#raises(paper).filter((each) => compareMoments(each, to) > 0)
    )
  }

  #highest(paper: number): VersionMoment | null {
    const version = this.#versions[paper] ?? 0
    if (version === 0) return null
    const device = this.#names.names[this.#devices[paper] ?? 0] ?? ''
    return { version, stamp: this.#stamps[paper] ?? 0, device }
  }

  #raises(paper: number): VersionMoment[] {
    const highest = this.#highest(paper)
    return highest === null ? [] : [highest, ...(this.#lower.get(paper) ?? [])]
  }

  #setRaises(paper: number, raises: readonly VersionMoment[]): void {
    const [highest, ...lower] = [...raises].sort((a, b) => b.version - a.version)
    this.#versions[paper] = highest?.version ?? 0
    this.#stamps[paper] = highest?.stamp ?? 0
    this.#devices[paper] = highest === undefined ? 0 : this.#names.number(highest.device)
    if (lower.length > 0) this.#lower.set(paper, lower)
    else this.#lower.delete(paper)
  }

  #makeRoom(size: number): void {
    this.#versions = grown(this.#versions, size)
    this.#stamps = grown(this.#stamps, size)
    this.#devices = grown(this.#devices, size)
  }
}

/** Whether one decision makes another one say nothing more: it is no lower and no earlier. */
function covers(one: VersionMoment, other: VersionMoment): boolean {
  return one.version >= other.version && compareMoments(one, other) >= 0
}
