import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openService } from '#main/library/library-service'
import { watchEventLoop } from './event-loop'
import { locationOf } from './library'
import { inChild, type Row } from './measure'

/** Opening a library whose derived files are lost: how soon it is usable, how long it takes in all, what it holds up. */
export async function measureRebuild(home: string, papers: number): Promise<Row[]> {
  const size = papers.toLocaleString('en')
  await rm(join(home, 'cache'), { recursive: true, force: true })
  const { usable = NaN, whole = NaN, held = NaN, collected = NaN } = await inChild('rebuild', home)
  return [
    {
      what: `open ${size} papers without derived files, first 100 rows answered`,
      measured: usable,
      unit: 'ms',
      reference: { what: 'until all papers show', measured: whole },
      goal: 'usable before all is read',
      reached: usable < whole
    },
    {
      what: `longest hold of the event loop meanwhile, pauses of the garbage collector aside`,
      measured: held,
      unit: 'ms',
      reference: { what: 'longest pause of the garbage collector', measured: collected },
      goal: '≤ 50 ms',
      reached: held <= 50
    }
  ]
}

/** Run in a process of its own. Milliseconds. */
export async function rebuildInChild(home: string): Promise<Record<string, number>> {
  const start = performance.now()
  const service = await openService(locationOf(home), { version: '0', capabilities: [] })
  const holds = watchEventLoop()
  const all = { view: { kind: 'all' }, query: '' } as const
  let { rows } = await service.api.openView(all)
  while (rows.length < 100) {
    await new Promise((resolve) => setTimeout(resolve, 1))
    rows = (await service.api.openView(all)).rows
  }
  const usable = performance.now() - start
  await service.library.filled()
  const whole = performance.now() - start
  const watched = holds()
  await service.close()
  return { usable, whole, ...watched }
}
