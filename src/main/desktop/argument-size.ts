/** Values in an argument: more than the longest list of papers. */
const mostValues = 2_000_000

/**
 * True where everything in a value that came from a window takes at most so many bytes, strings counted as UTF-16. The
 * value may refer to itself.
 */
export function isWithin(value: unknown, most: number): boolean {
  const seen = new Set<object>()
  const waiting: unknown[] = [value]
  let size = 0
  let values = 0
  while (waiting.length > 0) {
    const each = waiting.pop()
    if (typeof each === 'string') size += 2 * each.length
    else if (typeof each === 'object' && each !== null && !seen.has(each)) {
      seen.add(each)
      if (ArrayBuffer.isView(each)) size += each.buffer.byteLength
      else if (each instanceof ArrayBuffer) size += each.byteLength
      else if (each instanceof Map || each instanceof Set) return false
      else
        for (const [name, part] of Object.entries(each)) {
          size += 2 * name.length
          waiting.push(part)
        }
    }
    if (size > most || ++values > mostValues || waiting.length > mostValues) return false
  }
  return true
}
