import type { Message } from './child'
import { Model, type Act, type KnownFile, type ModelState } from './model'
import { difference, expected, type Observed } from './observe'

interface Begun {
  readonly act: Act
  acknowledged: boolean
}

interface BegunPhase {
  readonly mixed: boolean
  readonly acts: Begun[]
}

export interface Resolved {
  readonly model: ModelState
  readonly acknowledged: number
  /** Decisions that nobody was told of: on disk all the same, and not. */
  readonly kept: number
  readonly lost: number
}

/**
 * Finds what a library that was killed may hold and does: everything acknowledged, of the rest a beginning in the order
 * in which it was asked for. Imports come to the disk beside the other acts, each in their own order.
 * @throws Error where it holds anything else.
 */
export function resolve(
  files: readonly KnownFile[],
  before: ModelState,
  messages: readonly Message[],
  found: Observed
): Resolved {
  const phases = phasesOf(messages)
  const last = phases.at(-1)
  const model = new Model(files, before)
  for (const { mixed, acts } of phases.slice(0, -1)) {
    for (const { act } of acts) model.apply(act)
    if (mixed) model.wall()
  }
  const acknowledged = phases.flatMap(({ acts }) => acts).filter((each) => each.acknowledged).length
  if (last === undefined) return match([{ model, kept: 0, lost: 0 }], acknowledged)

  const base = model.state()
  const [imports, others] = [laneOf(model, last.acts, true), laneOf(model, last.acts, false)]
  const candidates: Candidate[] = []
  for (let some = imports.least; some <= imports.most; some++) {
    for (let more = others.least; more <= others.most; more++) {
      const held = new Model(files, base)
      const left = { imports: some, others: more }
      for (const { act } of last.acts) {
        const lane = act.kind === 'import' ? 'imports' : 'others'
        const steps = Math.min(left[lane], model.steps(act))
        left[lane] -= steps
        if (steps > 0) held.apply(act, steps)
      }
      if (last.mixed) held.wall()
      const kept = some - imports.least + more - others.least
      candidates.push({ model: held, kept, lost: imports.most - some + others.most - more })
    }
  }
  return match(candidates, acknowledged)

  function match(among: readonly Candidate[], told: number): Resolved {
    let nearest: string | null = null
    for (const { model: held, kept, lost } of among) {
      if (held.decisions !== found.decisions) continue
      const told = expected(held, files)
      const differs = difference(told, { ...told, ...found })
      if (differs === '') return { model: held.state(), acknowledged, kept, lost }
      nearest ??= differs
    }
    const counts = among.map(({ model: held }) => held.decisions)
    throw new Error(
      nearest ??
        `${found.decisions} decisions are on disk; after ${told} acknowledged acts there must be ${Math.min(...counts)} to ${Math.max(...counts)}`
    )
  }
}

interface Candidate {
  readonly model: Model
  readonly kept: number
  readonly lost: number
}

/** How many Decisions of a phase's imports, or of its other acts, must and may be there. */
function laneOf(model: Model, acts: readonly Begun[], imports: boolean): { least: number; most: number } {
  let [least, most] = [0, 0]
  for (const { act, acknowledged } of acts) {
    if ((act.kind === 'import') !== imports) continue
    most += model.steps(act)
    // What was asked for before it came to the disk before it.
    if (acknowledged) least = most
  }
  return { least, most }
}

function phasesOf(messages: readonly Message[]): BegunPhase[] {
  const phases: BegunPhase[] = []
  const acts: Begun[] = []
  for (const message of messages) {
    if (message.kind === 'phase') phases.push({ mixed: message.mixed, acts: [] })
    else if (message.kind === 'begun') {
      const begun = { act: message.act, acknowledged: false }
      acts.push(begun)
      phases.at(-1)?.acts.push(begun)
    } else if (message.kind === 'acknowledged') {
      const begun = acts[message.number]
      if (begun !== undefined) begun.acknowledged = true
    } else if (message.kind === 'failed') throw new Error(`act ${message.number} failed: ${message.reason}`)
  }
  return phases
}
