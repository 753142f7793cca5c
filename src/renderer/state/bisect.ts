/** How many of the first numbers from 0 on pass a test that none passes after the first one that does not. */
export function bisect(end: number, passes: (index: number) => boolean): number {
  let [low, high] = [0, end]
  while (low < high) {
    const middle = (low + high) >> 1
    if (passes(middle)) low = middle + 1
    else high = middle
  }
  return low
}
