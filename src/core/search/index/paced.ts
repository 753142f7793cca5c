/**
 * Long work in small steps: whoever runs it may do something else at each `yield`, which are well below a millisecond
 * apart.
 */
export type Paced<T> = Generator<undefined, T, undefined>

/** Runs it to its end at once. */
export function runNow<T>(work: Paced<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}

/** Numbers sorted at once: under a millisecond. */
const run = 512

/** Sorts numbers in their array's memory or another one's. Equal ones keep their order. */
export function* sortPaced(
  numbers: Uint32Array<ArrayBuffer>,
  compare: (a: number, b: number) => number
): Paced<Uint32Array<ArrayBuffer>> {
  let from = numbers
  for (let at = 0; at < from.length; at += run) {
    from.subarray(at, at + run).sort(compare)
    yield
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
        if (place % run === 0) yield
      }
    }
    ;[from, to] = [to, from]
  }
  return from
}
