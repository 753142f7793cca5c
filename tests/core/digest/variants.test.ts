import { describe, expect, test } from 'vitest'
import type { Entry } from '#core/domain/entry'
import { fieldList, fieldRecord, numberedList, numberedRecord, parseBytes, reasons } from '../support/digests'
import { inWindows1252, misread } from '../support/misread'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')

const originals = {
  'field list': fieldList(
    fieldRecord({ Authors: 'Silvio Guimarães, Xavier Giró-i-Nieto', Comment: 'one line\n  and more' }),
    fieldRecord({
      title: 'Naïve Façade',
      'Arxiv ID': 'http://arxiv.org/abs/2312.10855v2',
      Summary: 'Café – résumé.   Paragraph (https://x.org/é).'
    })
  ),
  'numbered list': numberedList(
    numberedRecord(1, 'Naïve Façade', '2112.15589', 'Café résumé.'),
    numberedRecord(2, 'Plain', '2112.15590', 'At <a href="https://x.org">this https URL</a>')
  )
}

/** What entries say, however their source is written. */
const said = (entries: readonly Entry[]): unknown[] =>
  entries.map(({ id, version, kind, fields }) => ({ id, version, kind, fields }))

/** Changes text where it is not ASCII alone, line by line. */
const byLine = (text: string, change: (line: string) => string): string =>
  text.split('\n').map(change).join('\n')

/** The fields of both originals that hold a character beyond ASCII. */
const repairedFields = { 'field list': 3, 'numbered list': 2 }

const variants: readonly (readonly [name: string, write: (text: string) => Uint8Array, repairs: boolean])[] =
  [
    ['a byte order mark', (text) => utf8(`\ufeff${text}`), false],
    ['CRLF', (text) => utf8(text.replaceAll('\n', '\r\n')), false],
    ['CR', (text) => utf8(text.replaceAll('\n', '\r')), false],
    ['a byte order mark and CRLF', (text) => utf8(`\ufeff${text.replaceAll('\n', '\r\n')}`), false],
    ['UTF-16 little-endian', utf16, false],
    ['UTF-16 big-endian', (text) => utf16(text).swap16(), false],
    ['UTF-16 and CRLF', (text) => utf16(text.replaceAll('\n', '\r\n')), false],
    ['windows-1252 bytes', inWindows1252, false],
    ['NFD', (text) => utf8(text.normalize('NFD')), true],
    [
      'UTF-8 misread as windows-1252',
      (text) => utf8(byLine(text, (line) => misread('windows-1252', line))),
      true
    ],
    ['UTF-8 misread as MacRoman', (text) => utf8(byLine(text, (line) => misread('macintosh', line))), true],
    [
      'UTF-8 misread twice',
      (text) => utf8(byLine(text, (line) => misread('macintosh', misread('windows-1252', line)))),
      true
    ],
    ['no line feeds at its end', (text) => utf8(text.trimEnd()), false],
    ['one blank line between records', (text) => utf8(text.replaceAll(/\n{2,}/g, '\n\n')), false],
    ['no blank line between records', (text) => utf8(text.replaceAll(/\n{2,}/g, '\n')), false],
    ['spaces at the ends of lines', (text) => utf8(text.replaceAll('\n', ' \t \n')), false],
    ['blank lines before it', (text) => utf8(`\n \n\n${text}`), false],
    ['front matter before it', (text) => utf8(`---\ntitle: Papers\ndate: 2023\n---\n\n${text}`), false],
    ['no heading', (text) => utf8(text.slice(text.indexOf('\n') + 1)), false]
  ]

describe.each(Object.entries(originals))('a %s', (name, text) => {
  const original = parseBytes(utf8(text))
  const entries = original[0]?.entries ?? []

  test('is the one that all its variants are compared with', () => {
    expect(original).toHaveLength(1)
    expect(entries).toHaveLength(2)
    expect(original[0]?.problems).toEqual([])
  })

  test.each(variants)('with %s has the same entries and no problem', (variant, write, repairs) => {
    const digests = parseBytes(write(text))
    expect(digests).toHaveLength(1)
    const digest = digests[0]
    expect(digest && said(digest.entries)).toEqual(said(entries))
    expect(digest && reasons(digest)).toEqual([])
    expect(digest?.dialect).toBe(original[0]?.dialect)
    if (variant !== 'no heading') expect(digest?.date).toBe(original[0]?.date)
    const repaired = (digest?.entries ?? []).reduce((sum, each) => sum + each.repaired, 0)
    const before = entries.reduce((sum, each) => sum + each.repaired, 0)
    if (repairs)
      expect(repaired).toBe(repairedFields[name as keyof typeof repairedFields] + (before > 0 ? 1 : 0))
    else expect(repaired).toBe(before)
  })
})
