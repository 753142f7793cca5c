import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namedToUndo, nextToRedo, nextToUndo, type DecisionHead } from '#core/domain/undo'

function head(id: string, rest: Partial<DecisionHead> = {}): DecisionHead {
  return { id, stamp: 1, device: 'a', origin: 'window 1', ...rest }
}

/** What any editor keeps: the acts done and the acts undone. */
class Model {
  readonly done: string[] = []
  readonly undone: string[] = []
}

class Journal {
  readonly decisions: DecisionHead[] = []

  append(rest: Partial<DecisionHead> = {}): string {
    const id = `d${this.decisions.length}`
    this.decisions.push(head(id, rest))
    return id
  }
}

/** The act that a Decision to be redone had been: what its undo took back. */
const actOf = (undo: DecisionHead | null): string | null => undo?.undoes ?? null

class Act implements fc.Command<Model, Journal> {
  readonly toString = (): string => 'act'
  check = (): boolean => true
  run(model: Model, journal: Journal): void {
    model.done.push(journal.append())
    model.undone.length = 0
  }
}

class Undo implements fc.Command<Model, Journal> {
  readonly toString = (): string => 'undo'
  check = (): boolean => true
  run(model: Model, journal: Journal): void {
    const next = nextToUndo(journal.decisions)
    const expected = model.done.pop() ?? null
    expect(next?.id ?? null).toBe(expected)
    if (next === null || expected === null) return
    model.undone.push(expected)
    journal.append({ undoes: next.id })
  }
}

class Redo implements fc.Command<Model, Journal> {
  readonly toString = (): string => 'redo'
  check = (): boolean => true
  run(model: Model, journal: Journal): void {
    const next = nextToRedo(journal.decisions)
    const expected = model.undone.pop() ?? null
    expect(actOf(next)).toBe(expected)
    if (next === null || expected === null) return
    model.done.push(expected)
    journal.append({ undoes: next.id })
  }
}

test('undo and redo go through acts as in any editor', () => {
  const commands = fc.commands([fc.constant(new Act()), fc.constant(new Undo()), fc.constant(new Redo())], {
    maxCommands: 60
  })
  fc.assert(
    fc.property(commands, (list) => {
      fc.modelRun(() => ({ model: new Model(), real: new Journal() }), list)
    }),
    { numRuns: 1000 }
  )
})

describe('nextToUndo', () => {
  test('is nothing where nothing was done', () => {
    expect(nextToUndo([])).toBeNull()
    expect(nextToRedo([])).toBeNull()
  })

  test('is the latest act that is not undone', () => {
    const decisions = [head('a'), head('b'), head('c'), head('u', { undoes: 'c' })]
    expect(nextToUndo(decisions)?.id).toBe('b')
  })

  test('is what a redo brought back', () => {
    const decisions = [head('a'), head('u', { undoes: 'a' }), head('r', { undoes: 'u' })]
    expect(nextToUndo(decisions)?.id).toBe('a')
  })

  test('counts a visit to a note’s editor as one act', () => {
    const decisions = [
      head('a'),
      head('v1', { visit: 'v' }),
      head('v2', { visit: 'v' }),
      head('v3', { visit: 'v' })
    ]
    expect(nextToUndo(decisions)?.id).toBe('v3')
    expect(nextToUndo([...decisions, head('u', { undoes: 'v3' })])?.id).toBe('a')
  })

  test('counts a visit as one act where other acts came between', () => {
    const decisions = [head('v1', { visit: 'v' }), head('a'), head('v2', { visit: 'v' })]
    const undone = [...decisions, head('u1', { undoes: 'v2' })]
    expect(nextToUndo(undone)?.id).toBe('a')
    expect(nextToUndo([...undone, head('u2', { undoes: 'a' })])).toBeNull()
  })

  test('is what a visit went on with after an undo', () => {
    const decisions = [head('v1', { visit: 'v' }), head('u', { undoes: 'v1' }), head('v2', { visit: 'v' })]
    expect(nextToUndo(decisions)?.id).toBe('v2')
  })

  test('ignores an undo of something that another window did', () => {
    expect(nextToUndo([head('a'), head('u', { undoes: 'elsewhere' })])?.id).toBe('a')
  })
})

describe('nextToRedo', () => {
  test('is the undo of the latest act undone', () => {
    const decisions = [head('a'), head('b'), head('u1', { undoes: 'b' }), head('u2', { undoes: 'a' })]
    expect(nextToRedo(decisions)?.id).toBe('u2')
    expect(nextToRedo([...decisions, head('r', { undoes: 'u2' })])?.id).toBe('u1')
  })

  test('is nothing once a new act was done', () => {
    const decisions = [head('a'), head('u', { undoes: 'a' }), head('b')]
    expect(nextToRedo(decisions)).toBeNull()
  })
})

const one = { origin: 'window 1' }
const two = { origin: 'window 2' }

describe('with two windows', () => {
  test('undo takes back what was done in this window first, then what was done elsewhere', () => {
    const decisions = [head('a', one), head('b', two), head('c', one), head('d', two)]
    expect(nextToUndo(decisions, 'window 1')?.id).toBe('c')
    const first = [...decisions, head('u1', { ...one, undoes: 'c' })]
    expect(nextToUndo(first, 'window 1')?.id).toBe('a')
    const second = [...first, head('u2', { ...one, undoes: 'a' })]
    expect(nextToUndo(second, 'window 1')?.id).toBe('d')
    expect(nextToUndo(second, 'window 3')?.id).toBe('d')
    expect(nextToUndo(second)?.id).toBe('d')
  })

  test('what another window has undone is not undone again', () => {
    const decisions = [head('a', one), head('b', one), head('u', { ...two, undoes: 'b' })]
    expect(nextToUndo(decisions, 'window 1')?.id).toBe('a')
  })

  test('redo brings back what this window undid, whatever others did since', () => {
    const decisions = [
      head('a', one),
      head('u', { ...one, undoes: 'a' }),
      head('b', two),
      head('v', { ...two, undoes: 'b' })
    ]
    expect(nextToRedo(decisions, 'window 1')?.id).toBe('u')
    expect(nextToRedo(decisions, 'window 2')?.id).toBe('v')
    expect(nextToRedo([...decisions, head('r', { ...one, undoes: 'u' })], 'window 1')).toBeNull()
  })

  test('redo brings back what this window undid of another one’s', () => {
    const decisions = [head('a', two), head('u', { ...one, undoes: 'a' })]
    expect(nextToRedo(decisions, 'window 1')?.id).toBe('u')
  })

  test('after an act of its own that still holds, a window has nothing to redo', () => {
    const decisions = [head('b', two), head('a', one), head('v', { ...two, undoes: 'b' })]
    expect(nextToRedo(decisions, 'window 1')).toBeNull()
    expect(nextToRedo(decisions, 'window 2')?.id).toBe('v')
  })

  test('redo never passes over an act of this window that another one has undone', () => {
    const decisions = [
      head('a', one),
      head('u', { ...one, undoes: 'a' }),
      head('b', one),
      head('v', { ...two, undoes: 'b' })
    ]
    expect(nextToRedo(decisions, 'window 1')?.id).toBe('v')
  })

  test('a window that did nothing yet redoes what was undone on this device last', () => {
    const decisions = [head('a', one), head('u', { ...one, undoes: 'a' })]
    expect(nextToRedo(decisions, 'window 9')?.id).toBe('u')
    expect(nextToRedo([...decisions, head('b', two)], 'window 9')).toBeNull()
  })
})

describe('namedToUndo', () => {
  const decisions = [head('a'), head('b'), head('u', { undoes: 'b' }), head('c')]

  test('is the decision named, if it still can be undone', () => {
    expect(namedToUndo(decisions, 'a')?.id).toBe('a')
    expect(namedToUndo(decisions, 'b')).toBeNull()
    expect(namedToUndo(decisions, 'u')).toBeNull()
    expect(namedToUndo(decisions, 'elsewhere')).toBeNull()
    expect(namedToUndo([...decisions, head('r', { undoes: 'u' })], 'b')?.id).toBe('b')
  })

  test('is the last of its visit to a note', () => {
    const visit = [head('v1', { visit: 'v' }), head('x'), head('v2', { visit: 'v' })]
    expect(namedToUndo(visit, 'v1')?.id).toBe('v2')
    const undone = [...visit, head('u', { undoes: 'v2' })]
    expect(namedToUndo(undone, 'v1')).toBeNull()
    expect(namedToUndo([...undone, head('v3', { visit: 'v' })], 'v3')?.id).toBe('v3')
    expect(namedToUndo([...undone, head('v3', { visit: 'v' })], 'v1')).toBeNull()
  })
})
