import { decodeLine } from '#main/storage/line-codec'

/** A line of a file, without its line feed. */
export interface FileLine {
  /** 1-based. */
  readonly number: number
  readonly offset: number
  readonly bytes: Buffer
  /** False for a last line that ends without a line feed. */
  readonly whole: boolean
}

export function* linesOf(bytes: Buffer): Generator<FileLine> {
  let number = 1
  let end = -1
  let fed = false
  for (let offset = 0; offset < bytes.length; number++) {
    if (end < offset) {
      const feed = bytes.indexOf(0x0a, offset)
      fed = feed >= 0
      end = fed ? feed : bytes.length
    }
    const line = bytes.subarray(offset, end)
    const length = firstOf(line)
    yield { number, offset, bytes: line.subarray(0, length), whole: fed || length < line.length }
    offset += length + 1
  }
}

const beginning = Buffer.from('{"crc":"')
const brace = 0x7d

/**
 * The length of a line: where a line feed was damaged, of the first of the records that run together. Each of them is
 * as good as it was, which its checksum proves.
 */
function firstOf(line: Buffer): number {
  let next = line.indexOf(beginning, 1)
  while (next > 0 && line[next - 2] !== brace) next = line.indexOf(beginning, next + 1)
  // Only this one is tried: to compute a checksum for each would take long in a file of noise.
  return next > 0 && decodeLine(line.subarray(0, next - 1)).ok ? next - 1 : line.length
}
