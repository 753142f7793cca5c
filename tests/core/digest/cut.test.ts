import { describe, expect, test } from 'vitest'
import type { Entry, EntryFields } from '#core/domain/entry'
import { fieldNames } from '#core/domain/paper'
import { fieldList, fieldRecord, numberedList, numberedRecord, parseBytes } from '../support/digests'

const whole = {
  'field list': fieldList(
    fieldRecord({
      Categories: '**cs.CV**, 68T05,\n  68T07',
      Comment: 'Ten pages,\n  code at\n  https://x.org/abc',
      Journal: 'Journal of Exämples',
      Summary: 'First sentence (short). Second — at https://x.org/longer; ends'
    }),
    fieldRecord({
      title: 'Größe $x$: a title',
      'Arxiv ID': 'http://arxiv.org/abs/2312.10855v12',
      DOI: '10.1000/first\n  10.1000/second',
      Links: '[PDF](http://arxiv.org/pdf/2312.10855v12), [Code](https://github.com/a/b)',
      Comment: '5 pages',
      Summary: 'Naïve text with $a$ formula. More text here'
    })
  ),
  'numbered list': numberedList(
    numberedRecord(
      1,
      'First (of two)',
      '2112.15589',
      'One sentence. And <a href="https://x.org/abc">this https URL</a> then'
    ),
    numberedRecord(
      2,
      'Größe',
      '2112.15590',
      'Naïve &lt; text with <a href="https://x.org/abc">this https URL</a> more'
    )
  )
}

/** Text that a writer may well have ended with: so a cut there cannot be told from a whole file. */
const endsSentence = /(?:[.!?…:)\]}"'”’$*]|https?:\/\/\S{1,200}|<\/a>)$/

interface Cut {
  readonly at: number
  /** The last line that is left; empty where the cut is right behind a line feed. */
  readonly lastLine: string
  readonly entries: readonly Entry[]
  readonly reasons: readonly string[]
}

/** The file cut behind each of its bytes. */
function cuts(text: string): Cut[] {
  const bytes = new TextEncoder().encode(text)
  return Array.from({ length: bytes.length }, (_, at) => {
    const cut = bytes.subarray(0, at)
    const digests = parseBytes(cut)
    return {
      at,
      lastLine: new TextDecoder().decode(cut).split('\n').at(-1) ?? '',
      entries: digests.flatMap((digest) => digest.entries),
      reasons: digests.flatMap((digest) => digest.problems.map(({ reason }) => reason))
    }
  })
}

describe.each(Object.entries(whole))('a %s that is cut anywhere', (_, text) => {
  const entries = parseBytes(new TextEncoder().encode(text)).flatMap((digest) => digest.entries)
  const bytes = new TextEncoder().encode(text)
  /** Where each record ends: behind its last line feed. */
  const ends = entries.map(({ lines: [, last] }) => {
    const kept = text.split('\n').slice(0, last).join('\n')
    return new TextEncoder().encode(kept).length + 1
  })
  const all = cuts(text)

  test('has two records when it is whole', () => {
    expect(entries).toHaveLength(2)
    expect(all).toHaveLength(bytes.length)
  })

  test('never invents a record, nor changes the id or version of one', () => {
    for (const { at, entries: left } of all) {
      expect(left.length, `cut at ${at}`).toBeLessThanOrEqual(entries.length)
      left.forEach(({ id, version, lines }, index) => {
        expect([id, version, lines[0]], `cut at ${at}`).toEqual([
          entries[index]?.id,
          entries[index]?.version,
          entries[index]?.lines[0]
        ])
      })
    }
  })

  test('keeps the records before the cut as they are', () => {
    for (const { at, entries: left } of all) {
      const before = ends.filter((end) => end <= at).length
      expect(left.slice(0, before), `cut at ${at}`).toEqual(entries.slice(0, before))
    }
  })

  test('never keeps a part of a field, but of a last one where the part ends as a sentence or an address does', () => {
    for (const { at, entries: left, lastLine } of all) {
      left.forEach(({ fields }, index) => {
        for (const name of fieldNames) {
          const kept = fields[name]
          if (kept === undefined) continue
          const expected: EntryFields[typeof name] = entries[index]?.fields[name]
          if (JSON.stringify(kept) === JSON.stringify(expected)) continue
          expect([name, index], `cut at ${at}: ${JSON.stringify(kept)}`).toEqual([
            'abstract',
            left.length - 1
          ])
          expect(lastLine.trimEnd(), `cut at ${at}`).toMatch(endsSentence)
        }
      })
    }
  })

  test('is reported wherever the cut falls within a record, but where it leaves a whole sentence', () => {
    const heading = text.indexOf('\n')
    for (const { at, reasons, lastLine } of all) {
      const start = ends.findLast((end) => end <= at) ?? heading
      // Between two records nothing is missing.
      if (at <= heading + 1 || bytes.subarray(start, at).every((byte) => byte === 0x0a || byte === 0x20))
        continue
      const last = /^(?:- \*\*Summary\*\*: |>)/.test(lastLine) && endsSentence.test(lastLine.trimEnd())
      if (!last)
        expect(reasons, `cut at ${at}: ${lastLine}`).toContain(
          lastLine === '' || reasons.includes('cutShort') ? 'cutShort' : 'strayText'
        )
    }
  })
})

describe('a field list that is cut behind a line', () => {
  const record = fieldRecord({ Comment: 'one line' }).split('\n')
  const cutBehind = (key: string, tail = '\n'): Entry | undefined => {
    const count = record.findIndex((line) => line.startsWith(`- **${key}**`)) + 1
    const text = `# Arxiv Papers in cs.CV on 2023-12-18\n${record.slice(0, count).join('\n')}${tail}`
    return parseBytes(new TextEncoder().encode(text))[0]?.entries[0]
  }

  test('leaves out a field that may have gone on in the next line', () => {
    expect(Object.keys(cutBehind('Comment')?.fields ?? {})).not.toContain('comment')
    expect(Object.keys(cutBehind('DOI')?.fields ?? {})).not.toContain('doi')
  })

  test('keeps it where blank lines show that it ended', () => {
    expect(cutBehind('Comment', '\n\n\n\n')?.fields.comment).toBe('one line')
  })

  test('keeps a field that never goes on in the next line', () => {
    expect(cutBehind('Authors')?.fields.authors).toEqual(['Ada Example', 'Bo Sample'])
    expect(cutBehind('Arxiv ID')).toMatchObject({ id: '2312.10854', version: 1 })
  })

  test('leaves out such a field where the line itself may be cut', () => {
    expect(Object.keys(cutBehind('Authors', '')?.fields ?? {})).not.toContain('authors')
    expect(cutBehind('Arxiv ID', '')).toBeUndefined()
  })
})

describe('a numbered list without a line feed at its end', () => {
  const abstractOf = (abstract: string): string | null | undefined => {
    const text = numberedList(numberedRecord(1, 'T', '2112.15589', abstract)).trimEnd()
    return parseBytes(new TextEncoder().encode(text))[0]?.entries[0]?.fields.abstract
  }

  test.each([
    'Text <a',
    'Text <a class="link-external"',
    'Text <a href="https://x.org">this (or that)',
    'Text'
  ])('lacks an abstract that ends with %j', (abstract) => {
    expect(abstractOf(abstract)).toBeUndefined()
  })

  test.each([
    ['Text.', 'Text.'],
    ['<a href="https://x.org">this https URL</a>', 'https://x.org'],
    ['At <a href="https://x.org">this https URL</a> (soon)', 'At https://x.org (soon)']
  ])('keeps an abstract that ends with %j', (abstract, kept) => {
    expect(abstractOf(abstract)).toBe(kept)
  })
})
