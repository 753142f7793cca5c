import type { ArxivId } from '#core/domain/arxiv-id'
import type { Decision } from '#core/domain/decision'

export const device = '8b1f000000000001'
export const otherDevice = '8b1f000000000002'

/** The nth Decision of a device: it reads the nth paper. */
export function readDecision(n: number, more: Partial<Decision> = {}): Decision {
  return {
    id: `d${n}`,
    stamp: 1_795_248_900_000 + n,
    device,
    origin: 'test',
    how: 'single',
    changes: [{ papers: { [paper(n)]: 1 }, read: true }],
    ...more
  }
}

export function paper(n: number): ArxivId {
  return `2312.${String(n + 1).padStart(5, '0')}` as ArxivId
}
