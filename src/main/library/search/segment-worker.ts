/** The thread that takes papers' texts apart and puts segments of the search index together: see `SegmentThread`. */
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { addPaper } from '#core/search/index/add-documents'
import { runNow } from '#core/search/index/paced'
import { SegmentBuilder } from '#core/search/index/segment-builder'
import type { PapersMessage, SegmentMessage } from '#main/library/search/segment-messages'

/** Papers of a segment: what they hold takes 40 MB until then. Larger ones need to be merged less often. */
const most = 10_000

// What the user does comes first. Elsewhere this would slow down the whole process.
if (process.platform === 'linux') setPriority(5)

let builder = new SegmentBuilder()

parentPort?.on('message', ({ batch, papers, isLast }: PapersMessage) => {
  for (const [row, paper] of papers) addPaper(builder, row, paper)
  if (isLast || builder.documents >= most) give(batch)
})

function give(batch: number): void {
  const { arrays } = runNow(builder.finish())
  builder = new SegmentBuilder()
  const message: SegmentMessage = { batch, arrays: { ...arrays, places: runNow(arrays.places.whole()) } }
  const memory = new Set(Object.values(message.arrays).map(({ buffer }) => buffer as ArrayBuffer))
  parentPort?.postMessage(message, [...memory])
}
