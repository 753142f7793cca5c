import type { ArxivId } from '#core/domain/arxiv-id'
import { listId } from '../keyboard/element-ids'
import type { App } from './app.svelte'

/** Milliseconds between two looks; how many of them in a row make something seen; and looks between two reports. */
const every = 500
const looksForAbstract = 2
const looksForRow = 3
const looksBetween = 8

/**
 * Tells the library what the user has had before them: rows that stayed in view, and abstracts that were not only
 * passed by. Looks while the window is shown.
 * @returns Ends it.
 */
export function followSeen(app: App): () => void {
  const told = { abstract: new Set<ArxivId>(), row: new Set<ArxivId>() }
  const dwelt = { abstract: new Map<ArxivId, number>(), row: new Map<ArxivId, number>() }
  let looks = 0
  let untold: { abstract: ArxivId[]; row: ArxivId[] } = { abstract: [], row: [] }

  function look(what: 'abstract' | 'row', inView: readonly ArxivId[], wanted: number): void {
    const before = dwelt[what]
    dwelt[what] = new Map(inView.map((id) => [id, (before.get(id) ?? 0) + 1]))
    for (const [id, times] of dwelt[what]) {
      if (times < wanted || told[what].has(id)) continue
      told[what].add(id)
      untold[what].push(id)
    }
  }
  function tell(): void {
    const { abstract, row } = untold
    if (abstract.length + row.length === 0) return
    untold = { abstract: [], row: [] }
    for (let from = 0; from < Math.max(abstract.length, row.length); from += 1000) {
      const part = { abstract: abstract.slice(from, from + 1000), row: row.slice(from, from + 1000) }
      app.client.background(app.client.request('seen', part))
    }
  }
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') {
      look('abstract', abstractInView(app), looksForAbstract)
      look('row', rowsInView(app), looksForRow)
    }
    if (++looks % looksBetween === 0) tell()
  }, every)
  addEventListener('pagehide', tell)
  return () => {
    clearInterval(timer)
    removeEventListener('pagehide', tell)
  }
}

function abstractInView({ list }: App): ArxivId[] {
  const { current } = list
  const abstract = document.querySelector('.page.current .abstract')
  if (current === undefined || abstract === null || !isInView(abstract, document.documentElement)) return []
  return [current.id]
}

function rowsInView({ list }: App): ArxivId[] {
  const scroller = document.getElementById(listId)
  if (scroller === null) return []
  return [...scroller.querySelectorAll('[role=option]')].flatMap((row) => {
    if (!isInView(row, scroller)) return []
    return list.at(Number(row.id.replace('paper-', '')))?.id ?? []
  })
}

/** Whether some of it shows within another element; what is hidden has no size. */
function isInView(element: Element, within: Element): boolean {
  const [inner, outer] = [element.getBoundingClientRect(), within.getBoundingClientRect()]
  return inner.height > 0 && inner.bottom > outer.top && inner.top < outer.bottom
}
