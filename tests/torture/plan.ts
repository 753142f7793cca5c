import type { Chance } from '../fuzz/inputs'
import { bigFile } from './files'
import type { Act, KnownFile, Model, Wish } from './model'

const tags = ['later', 'vision/maps', 'theory'] as const

/** Acts that are asked for at once; the next ones only once all of these have been answered. */
export type Phase = readonly Act[]

/** What to do next in a library that holds what the model says. */
export function nextPhase(chance: Chance, model: Model, files: readonly KnownFile[]): Phase {
  const held = [...model.papers.keys()]
  if (held.length === 0) return [importOf(chance, files)]
  const dice = chance.below(100)
  if (dice < 20) return [importOf(chance, files)]
  if (dice < 27) return importsAtOnce(chance, files)
  if (dice < 37) return whileImporting(chance, files, held)
  if (dice < 52) return burst(chance, held, 2 + chance.below(40))
  if (dice < 60 && model.canUndo) return [{ kind: 'undo' }]
  if (dice < 66 && model.canRedo) return [{ kind: 'redo' }]
  if (dice < 72) return [{ kind: 'remove', key: chance.of(model.present) }]
  if (dice < 82) return [note(chance, held)]
  if (dice < 88) return [bulk(chance, files, model, held)]
  return [mark(chance, held)]
}

/** Whether nobody can tell in which order the acts of a phase come to the disk: undo would have to know. */
export function isMixed(phase: Phase): boolean {
  return phase.some(({ kind }) => kind === 'import') && phase.some(({ kind }) => kind !== 'import')
}

function importOf(chance: Chance, files: readonly KnownFile[]): Act {
  return { kind: 'import', file: chance.of(files).name, ...(chance.below(3) === 0 ? { read: true } : {}) }
}

function importsAtOnce(chance: Chance, files: readonly KnownFile[]): Phase {
  // The files of an archive take their turns among those of others, in an order that is not told.
  const plain = files.filter(({ parts }) => parts.length === 1)
  return Array.from({ length: 2 + chance.below(3) }, () => importOf(chance, plain))
}

function whileImporting(chance: Chance, files: readonly KnownFile[], held: readonly string[]): Phase {
  const file = chance.of(files)
  const brought = new Set(file.parts.flat().flatMap(({ papers }) => papers.map(({ id }) => id)))
  // A paper that the import is about has one version before it and another after it.
  const others = held.filter((id) => !brought.has(id))
  const importing: Act = {
    kind: 'import',
    file: file.name,
    ...(chance.below(3) === 0 ? { read: true } : {})
  }
  return others.length === 0 ? [importing] : [importing, ...burst(chance, others, 1 + chance.below(12))]
}

function burst(chance: Chance, held: readonly string[], count: number): Phase {
  return Array.from({ length: count }, () => mark(chance, held))
}

function mark(chance: Chance, held: readonly string[]): Act {
  const ids = Array.from({ length: chance.below(4) === 0 ? 5 : 1 }, () => chance.of(held))
  return { kind: 'mark', ids: [...new Set(ids)], wish: wish(chance) }
}

function wish(chance: Chance): Wish {
  const on = chance.below(3) > 0
  switch (chance.below(4)) {
    case 0:
      return { read: on }
    case 1:
      return { starred: on }
    case 2:
      return { read: true, starred: on, addTags: [chance.of(tags)] }
    default:
      return on ? { addTags: [chance.of(tags)] } : { removeTags: [chance.of(tags)] }
  }
}

function note(chance: Chance, held: readonly string[]): Act {
  const some = Array.from(
    { length: 1 + chance.below(4) },
    (_, at) => `${at}: ${'x'.repeat(chance.below(300))}`
  )
  return { kind: 'note', id: chance.of(held), texts: chance.below(4) === 0 ? [...some, ''] : some }
}

/** Over 5,000 papers where there are as many. */
function bulk(chance: Chance, files: readonly KnownFile[], model: Model, held: readonly string[]): Act {
  const big = files.find(({ name }) => name === bigFile)?.parts[0]?.[0]
  const ids = big !== undefined && model.present.includes(big.key) ? big.papers.map(({ id }) => id) : held
  return { kind: 'mark', ids: ids.slice(0, 5000), wish: wish(chance) }
}
