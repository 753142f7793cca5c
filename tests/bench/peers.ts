import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import type { Paper } from '#core/domain/paper'
import { median, peakMemory, timed } from './measure'

interface OneFile {
  papers: (Paper & { starred: boolean })[]
}

/** lowdb's own way, everything in one JSON file: opening it, toggling one star and many; run in a process of its own. */
export async function oneFileInChild(path: string, bulk: string): Promise<Record<string, number>> {
  const low = new Low<OneFile>(new JSONFile(path), { papers: [] })
  const opening = await timed(() => low.read())
  const times: number[] = []
  for (let round = 0; round < 3; round++) {
    times.push(
      await timed(() =>
        low.update(({ papers }) => {
          const paper = papers[round]
          if (paper !== undefined) paper.starred = !paper.starred
        })
      )
    )
  }
  const undo = await timed(() =>
    low.update(({ papers }) => {
      for (const paper of papers.slice(0, Number(bulk))) paper.starred = !paper.starred
    })
  )
  return { opening, decision: median(times), undo, megabytes: peakMemory() }
}
