import { readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { ArxivId } from '#core/domain/arxiv-id'
import { importFiles } from '#main/library/archive/import-archive'
import type { Library } from '#main/library/library'
import { openLibrary } from '#main/library/open-library'
import { Chance } from '../fuzz/inputs'
import { readMaterial } from './files'
import { Model, type Act, type ModelState } from './model'
import { placeOf } from './observe'
import { isMixed, nextPhase } from './plan'

/** What the child tells its parent, a line of JSON each. */
export type Message =
  | { readonly kind: 'loaded' | 'opened' | 'closing' | 'closed' }
  | { readonly kind: 'phase'; readonly mixed: boolean }
  | { readonly kind: 'begun'; readonly act: Act }
  /** Acts are numbered in the order in which they were begun, from 0. */
  | { readonly kind: 'acknowledged'; readonly number: number }
  | { readonly kind: 'failed'; readonly number: number; readonly reason: string }

export interface Orders {
  readonly home: string
  readonly material: string
  /** What the library holds by now. */
  readonly model: ModelState
  readonly seed: number
  /** Phases until it closes the library. */
  readonly phases: number
  /** Acknowledges what has only been asked for, so that torture can be seen to find it. */
  readonly lies: boolean
}

/** Written at once and past every buffer of this process: what was told stays told when it is killed. */
function tell(message: Message): void {
  writeSync(1, `${JSON.stringify(message)}\n`)
}

/** Opens the library, acts at random until it is killed or has done enough, and closes it. */
export async function tortured(ordersPath: string): Promise<void> {
  const orders = JSON.parse(readFileSync(ordersPath, 'utf8')) as Orders
  const { home, seed, phases } = orders
  const { folder, files } = await readMaterial(orders.material)
  const model = new Model(files, orders.model)
  const chance = new Chance(seed)
  tell({ kind: 'loaded' })
  const library = await openLibrary(placeOf(home), 'torture')
  tell({ kind: 'opened' })
  let number = 0
  for (let left = phases; left > 0; left--) {
    const phase = nextPhase(chance, model, files)
    tell({ kind: 'phase', mixed: isMixed(phase) })
    const acting: Promise<void>[] = []
    for (const act of phase) {
      tell({ kind: 'begun', act })
      acting.push(acknowledged(library, folder, act, number++, orders.lies))
      model.apply(act)
    }
    if (isMixed(phase)) model.wall()
    // The last ones may still be under way when the library is closed: that waits for them. Whoever imports an archive
    // ends that first.
    if (left > 1 || phase.some(isArchive) || chance.below(2) === 0) await Promise.all(acting)
  }
  tell({ kind: 'closing' })
  await library.close()
  tell({ kind: 'closed' })
}

async function acknowledged(
  library: Library,
  folder: string,
  act: Act,
  number: number,
  lies: boolean
): Promise<void> {
  try {
    const done = perform(library, folder, act, number)
    if (lies) tell({ kind: 'acknowledged', number })
    await done
    if (!lies) tell({ kind: 'acknowledged', number })
  } catch (cause) {
    tell({ kind: 'failed', number, reason: cause instanceof Error ? (cause.stack ?? cause.message) : '?' })
  }
}

async function perform(library: Library, folder: string, act: Act, number: number): Promise<void> {
  switch (act.kind) {
    case 'import': {
      const { file, read = false } = act
      const bytes = readFileSync(join(folder, file))
      const visit = isArchive(act) ? { visit: visitOf(number) } : {}
      await importFiles(library, file, bytes, { read, ...visit })
      return
    }
    case 'mark':
      await library.mark(act.wish, act.ids as ArxivId[])
      return
    case 'note': {
      const visit = visitOf(number)
      await Promise.all(act.texts.map((note) => library.mark({ note }, [act.id as ArxivId], { visit })))
      return
    }
    case 'remove':
      await library.removeDigest(act.key)
      return
    case 'undo':
      await library.undo()
      return
    case 'redo':
      await library.redo()
  }
}

function isArchive(act: Act): boolean {
  return act.kind === 'import' && /\.(?:zip|gz)$/.test(act.file)
}

/** Never that of an earlier process: a visit that is gone on with is one step for undo. */
function visitOf(number: number): string {
  return `v-${process.pid}-${Date.now()}-${number}`
}
