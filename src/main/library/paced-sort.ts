import { Pace } from '#main/storage/pace'

/** Items sorted at once: a few milliseconds of work. */
const run = 4096
/** Items merged between two looks at the clock. */
const looked = 1024

/**
 * Sorts numbers, and gives way to other work meanwhile. Equal ones keep their order.
 * @returns The same numbers, in an array of their own.
 */
export async function pacedSort(
  numbers: Uint32Array,
  compare: (a: number, b: number) => number,
  pace = new Pace()
): Promise<Uint32Array> {
  let from = numbers.slice()
  for (let at = 0; at < from.length; at += run) {
    from.subarray(at, at + run).sort(compare)
    if (pace.due) await pace.rest()
  }
  let to = new Uint32Array(from.length)
  for (let width = run; width < from.length; width *= 2) {
    for (let at = 0; at < from.length; at += 2 * width) {
      const [middle, end] = [Math.min(at + width, from.length), Math.min(at + 2 * width, from.length)]
      let [left, right] = [at, middle]
      for (let place = at; place < end; place++) {
        const [a = 0, b = 0] = [from[left], from[right]]
        const takesLeft = right >= end || (left < middle && compare(a, b) <= 0)
        to[place] = takesLeft ? a : b
        if (takesLeft) left++
        else right++
        if (place % looked === 0 && pace.due) await pace.rest()
      }
    }
    ;[from, to] = [to, from]
  }
  return from
}
