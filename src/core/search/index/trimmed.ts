import type { Paced } from '#core/search/index/paced'

type Numbers = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/**
 * The first items of an array. Where nearly all of it is used, it keeps its memory: to copy tens of megabytes takes longer
 * than a window may wait.
 */
export function* trimmed<T extends Numbers>(array: T, length: number): Paced<T> {
  yield
  const isFull = length * 8 >= array.length * 7
  return (isFull ? array.subarray(0, length) : array.slice(0, length)) as T
}
