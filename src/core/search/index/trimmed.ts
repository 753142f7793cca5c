import type { Paced } from '#core/search/index/paced'

type Numbers = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/** Items that are copied at a time. */
const part = 500_000

/**
 * The first items of an array. Where nearly all of it is used, it keeps its memory: to copy tens of megabytes takes longer
 * than a window may wait.
 */
export function* trimmed<T extends Numbers>(array: T, length: number): Paced<T> {
  yield
  if (length * 8 >= array.length * 7) return array.subarray(0, length) as T
  const copy = new (array.constructor as new (length: number) => T)(length)
  for (let at = 0; at < length; at += part) {
    yield
    copy.set(array.subarray(at, Math.min(at + part, length)), at)
  }
  return copy
}
