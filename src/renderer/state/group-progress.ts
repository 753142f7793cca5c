import { markBits } from '#core/domain/view'
import { bisect } from './bisect'

/** How many papers of a group there are, and how many are not read. */
export interface Progress {
  readonly papers: number
  readonly unread: number
}

/** The `markBits` of every paper of a list, and what is left to read of each of its groups. */
export class GroupProgress {
  #marks = new Uint8Array()
  #starts = new Uint32Array()
  #unread = new Uint32Array()

  /**
   * @param marks Of each place; they are kept, and changed.
   * @param starts Places at which groups begin, ascending.
   */
  take(marks: Uint8Array<ArrayBuffer>, starts: Uint32Array<ArrayBuffer>): void {
    this.#marks = marks
    this.#starts = starts
    this.#unread = Uint32Array.from(starts, (start, group) =>
      unreadIn(marks.subarray(start, starts[group + 1]))
    )
  }

  /** Takes in papers that were found later: their bits are not known yet. */
  grow(length: number): void {
    const marks = new Uint8Array(length)
    marks.set(this.#marks)
    this.take(marks, this.#starts)
  }

  /** 0 beyond the list. */
  at(place: number): number {
    return this.#marks[place] ?? 0
  }

  set(place: number, bits: number): void {
    const before = this.#marks[place]
    if (before === undefined || before === bits) return
    this.#marks[place] = bits
    const group = this.groupOf(place)
    if (group >= 0) this.#unread[group] = (this.#unread[group] ?? 0) + unread(bits) - unread(before)
  }

  /** The group that a place is in; -1 before the first. */
  groupOf(place: number): number {
    return bisect(this.#starts.length, (group) => (this.#starts[group] ?? 0) <= place) - 1
  }

  of(group: number): Progress {
    const start = this.#starts[group] ?? 0
    const end = this.#starts[group + 1] ?? this.#marks.length
    return { papers: end - start, unread: this.#unread[group] ?? 0 }
  }
}

function unread(bits: number): 0 | 1 {
  return (bits & markBits.read) === 0 ? 1 : 0
}

function unreadIn(marks: Uint8Array): number {
  let sum = 0
  for (const bits of marks) sum += unread(bits)
  return sum
}
