import { parseDigests } from '#core/digest/parse'
import { dialectFixtures } from '../support/dialect-fixtures'
import { median, timed, type Row } from './measure'

/** Bytes of the smallest input. */
const smallest = 100_000
/** How much longer than in proportion a larger input may take: collecting garbage is part of it. */
const allowed = 1.5

/**
 * Reads a hundred kilobytes of each dialect, then ten and a hundred times as much: time must grow with the input and no
 * faster.
 *
 * @param folder Of a small digest of each dialect.
 */
export async function measureDialects(folder: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const { name, text } of dialectFixtures(folder)) {
    const once = enlarged(text, smallest)
    const base = await medianTime(9, once)
    for (const times of [10, 100]) {
      const measured = await medianTime(times === 10 ? 5 : 3, enlarged(text, smallest * times))
      const proportional = base * times
      rows.push({
        what: `parse ${(smallest * times) / 1e6} MB like ${name}`,
        measured,
        unit: 'ms',
        reference: { what: `${times} times what 0.1 MB takes`, measured: proportional },
        goal: `≤ ${allowed} ×`,
        reached: measured <= allowed * proportional
      })
    }
  }
  return rows
}

/** A digest of about so many bytes: the records of an XML document, or else all of the text, again and again. */
function enlarged(text: string, bytes: number): string {
  const [, head = '', records = text, tail = ''] =
    /^([^]*?)(<(entry|item)>[^]*<\/\3>\s*)([^]*)$/.exec(text)?.toSpliced(3, 1) ?? []
  return head + records.repeat(Math.ceil(bytes / Buffer.byteLength(records))) + tail
}

async function medianTime(rounds: number, text: string): Promise<number> {
  const times: number[] = []
  // The first rounds warm up the compiler.
  for (let round = -2; round < rounds; round++) {
    const time = await timed(() => {
      read(text)
    })
    if (round >= 0) times.push(time)
  }
  return median(times)
}

function read(text: string): void {
  const parsing = parseDigests(text)
  while (parsing.next().done !== true);
}
