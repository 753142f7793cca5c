import type { Moment } from '#core/domain/decision'
import { grown } from '#core/domain/id-table'

/** The names of devices as small numbers. */
export class DeviceTable {
  readonly names: string[]

  constructor(names: readonly string[] = []) {
    this.names = [...names]
  }

  number(name: string): number {
    const found = this.names.indexOf(name)
    return found >= 0 ? found : this.names.push(name) - 1
  }
}

/** Values of a register; 0 stands for one that was never decided. */
const isFalse = 1
const isTrue = 2
/** Set together with many other papers'. */
const isTrueAmongMany = 3

/** Whether a value of {@link RegisterArrays} says yes. */
export function saysYes(value: number | undefined): boolean {
  return value === isTrue || value === isTrueAmongMany
}

/** Whether it was said of many papers at once. */
export function saysAmongMany(value: number | undefined): boolean {
  return value === isTrueAmongMany
}

export interface RegisterArrays {
  /** 0, `isFalse`, `isTrue` or `isTrueAmongMany`. */
  readonly values: Uint8Array
  readonly stamps: Float64Array
  readonly devices: Uint16Array
}

/** One true-or-false Mark of every paper, of which the last decision wins on whatever device it was made. */
export class Register {
  readonly #names: DeviceTable
  #values: Uint8Array
  #stamps: Float64Array
  #devices: Uint16Array

  constructor(names: DeviceTable, arrays?: RegisterArrays) {
    this.#names = names
    this.#values = arrays?.values ?? new Uint8Array(64)
    this.#stamps = arrays?.stamps ?? new Float64Array(64)
    this.#devices = arrays?.devices ?? new Uint16Array(64)
  }

  /**
   * Sets a paper's value unless a later one is known.
   * @param amongMany Whether it was set together with many other papers'.
   */
  set(paper: number, value: boolean, moment: Moment, amongMany = false): void {
    this.#values = grown(this.#values, paper + 1)
    this.#stamps = grown(this.#stamps, paper + 1)
    this.#devices = grown(this.#devices, paper + 1)
    if (this.#values[paper] !== 0 && !this.#isEarlier(paper, moment)) return
    this.#values[paper] = value ? (amongMany ? isTrueAmongMany : isTrue) : isFalse
    this.#stamps[paper] = moment.stamp
    this.#devices[paper] = this.#names.number(moment.device)
  }

  get(paper: number): boolean {
    return saysYes(this.#values[paper])
  }

  /** Whether it is set, and was together with many other papers'. */
  isAmongMany(paper: number): boolean {
    return saysAmongMany(this.#values[paper])
  }

  /** When the value in force was set; null where it never was. */
  setAt(paper: number): Moment | null {
    if ((this.#values[paper] ?? 0) === 0) return null
    return { stamp: this.#stamps[paper] ?? 0, device: this.#names.names[this.#devices[paper] ?? 0] ?? '' }
  }

  /** The arrays of the first `size` papers. */
  arrays(size: number): RegisterArrays {
    this.#values = grown(this.#values, size)
    this.#stamps = grown(this.#stamps, size)
    this.#devices = grown(this.#devices, size)
    return {
      values: this.#values.subarray(0, size),
      stamps: this.#stamps.subarray(0, size),
      devices: this.#devices.subarray(0, size)
    }
  }

  #isEarlier(paper: number, moment: Moment): boolean {
    const stamp = this.#stamps[paper] ?? 0
    if (stamp !== moment.stamp) return stamp < moment.stamp
    return (this.#names.names[this.#devices[paper] ?? 0] ?? '') < moment.device
  }
}
