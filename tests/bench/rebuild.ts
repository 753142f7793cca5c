import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'
import { openService } from '#main/library/library-service'
import { inChild, type Row } from './measure'

/** Opening a library whose derived files are lost: how soon it is usable, how long it takes in all, what it holds up. */
export async function measureRebuild(home: string, papers: number): Promise<Row[]> {
  const size = papers.toLocaleString('en')
  await rm(join(home, 'cache'), { recursive: true, force: true })
  const found = await inChild('rebuild', home)
  const { usable = NaN, whole = NaN, held = NaN, collected = NaN } = found
  return [
    {
      what: `open ${size} papers without derived files, first rows answered`,
      measured: usable,
      unit: 'ms',
      reference: { what: 'until all of them show', measured: whole },
      goal: 'usable before all is read',
      reached: usable < whole
    },
    {
      what: 'longest hold of the event loop meanwhile, pauses of the garbage collector aside',
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
  const directories = { userData: home, library: join(home, 'library'), cache: join(home, 'cache') }
  const delay = monitorEventLoopDelay({ resolution: 5 })
  let collected = 0
  const collections = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) collected = Math.max(collected, duration)
  })
  collections.observe({ entryTypes: ['gc'] })
  const start = performance.now()
  const service = await openService(
    { folder: directories.library, directories },
    { version: '0', capabilities: [] }
  )
  const inbox = { view: { kind: 'inbox' }, query: '' } as const
  let { rows } = await service.api.openView(inbox)
  delay.enable()
  while (rows.length < 100) {
    await new Promise((resolve) => setTimeout(resolve, 1))
    rows = (await service.api.openView(inbox)).rows
  }
  const usable = performance.now() - start
  await service.library.filled()
  const whole = performance.now() - start
  delay.disable()
  await service.close()
  const held = Math.max(0, delay.max / 1e6 - 5 - collected)
  return { usable, whole, held, collected }
}
