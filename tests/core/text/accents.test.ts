import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeAccents } from '#core/text/accents'
import { quickest } from '../../support/quickest'

describe('decodeAccents', () => {
  test.each([
    ['Erd\\H{o}s, Poincar\\\'e, M\\"uller', 'Erdős, Poincaré, Müller'],
    ['\\`a \\\'{e} \\^i \\~n \\=o \\.z \\"{u}', 'à é î ñ ō ż ü'],
    ['\\c c \\c{c} \\v{s} \\v s \\k{a} \\u{g} \\r{a} \\d{h} \\b{k}', 'ç ç š š ą ğ å ḥ ḵ'],
    ['Petrl\\\'{\\i}k, na\\"\\i ve', 'Petrlík, naïve'],
    ['M{\\aa}ns', 'M{å}ns'],
    ["\\O{}re, \\o re, Stra\\ss e, \\L{}\\'od\\'z", 'Øre, øre, Straße, Łódź'],
    ['\\AE \\ae \\OE \\oe \\TH \\th \\DH \\dh \\DJ \\dj \\NG \\ng', 'Æ æ Œ œ Þ þ Ð ð Đ đ Ŋ ŋ'],
    ["\\'{ e }", 'é'],
    ["Petrl\\' ik, M\\\" uller, Erd\\H  os, \\v {s}, \\' {e}", 'Petrlík, Müller, Erdős, š, é'],
    ["{\\'}e, {\\v}s, {\\H}{o}, \\'{}e, \\\"{}{}", 'é, š, ő, é, \\"{}{}'],
    ['\\u\\i, \\u\\i x, \\v\\j', 'ĭ, ĭx, ǰ'],
    ["Nguy\\~{\\^e}n, Nguy\\^{\\~e}n, \\d{\\^{o}}, \\'\\^e", 'Nguyễn, Nguyẽ̂n, ộ, ế'],
    ['$\\theta \\ell \\log \\div \\begin{x}$', '$\\theta \\ell \\log \\div \\begin{x}$'],
    ["\\'\\alpha \\\"{} \\'", "\\'\\alpha \\\"{} \\'"],
    ['no accents', 'no accents']
  ])('reads %j as %j', (tex, text) => {
    expect(decodeAccents(tex)).toBe(text)
  })

  test('reads every accented letter of Latin that TeX can write', () => {
    const accents: readonly (readonly [command: string, mark: string])[] = [
      ['`', '\u0300'],
      ["'", '\u0301'],
      ['=', '\u0304'],
      ['.', '\u0307'],
      ['H', '\u030b'],
      ['c', '\u0327'],
      ['k', '\u0328'],
      ['r', '\u030a'],
      ['u', '\u0306'],
      ['^', '\u0302'],
      ['~', '\u0303'],
      ['"', '\u0308'],
      ['v', '\u030c']
    ]
    const letters = fc.stringMatching(/^[A-Za-z]$/)
    fc.assert(
      fc.property(fc.constantFrom(...accents), letters, ([command, mark], letter) => {
        expect(decodeAccents(`x\\${command}{${letter}}y`)).toBe(`x${(letter + mark).normalize('NFC')}y`)
      })
    )
  })

  test('changes no text without a backslash', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\\')),
        (text) => {
          expect(decodeAccents(text)).toBe(text)
        }
      )
    )
  })

  test('takes no longer than the text for floods of commands and spaces', () => {
    const time = quickest(4000, () => {
      for (const piece of ['\\', "\\'", '\\o ', '\\v{', "\\'{", '\\o{}']) decodeAccents(piece.repeat(100_000))
      for (const start of ["\\'", '\\o', '\\v', "\\'{"]) decodeAccents(start + ' '.repeat(300_000))
    })
    expect(time).toBeLessThanOrEqual(4000)
  })
})
