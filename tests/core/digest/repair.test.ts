import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Repair } from '#core/digest/repair/repair'

describe('Repair', () => {
  test('counts nothing where nothing had to be changed', () => {
    const repair = new Repair()
    expect(repair.line('A title with $x_1$')).toBe('A title with $x_1$')
    expect(repair.line('März und Größe')).toBe('März und Größe')
    expect(repair.names(['Silvio Guimarães', ' Erdős'])).toEqual(['Silvio Guimarães', 'Erdős'])
    expect(repair.paragraphs('One.   Two.')).toBe('One.\nTwo.')
    expect(repair.html('plain')).toBe('plain')
    expect(repair.changed).toBe(0)
  })

  test('counts one for every field that it changed, however much there was to change', () => {
    const repair = new Repair()
    expect(repair.line('M√§rz\u0000 und\u007f T√§rz')).toBe('März und Tärz')
    expect(repair.changed).toBe(1)
    expect(repair.names(['M√§rz', 'T√§rz', 'plain'])).toEqual(['März', 'Tärz', 'plain'])
    expect(repair.changed).toBe(2)
    expect(repair.paragraphs('One.   Gir√≥.')).toBe('One.\nGiró.')
    expect(repair.changed).toBe(3)
    expect(repair.html('0&lt;p&lt;1 <br> x')).toBe('0<p<1 x')
    expect(repair.changed).toBe(4)
    repair.line('untouched')
    expect(repair.changed).toBe(4)
  })

  test('counts paragraphs of HTML as one field', () => {
    const repair = new Repair()
    expect(repair.htmlParagraphs(['One  two.', ' ', 'Three.'])).toBe('One two.\nThree.')
    expect(repair.changed).toBe(0)
    expect(repair.htmlParagraphs(['A &lt; B', 'Gir√≥ &amp; C'])).toBe('A < B\nGiró & C')
    expect(repair.changed).toBe(1)
  })

  test('does not count the trimming of spaces as a repair', () => {
    const repair = new Repair()
    expect(repair.line('  a  title   wrapped ')).toBe('a title wrapped')
    expect(repair.names(['  Bin   Lei '])).toEqual(['Bin Lei'])
    expect(repair.changed).toBe(0)
  })

  test('stores text in NFC', () => {
    const repair = new Repair()
    expect(repair.line('Guimara\u0303es')).toBe('Guimarães')
    expect(repair.names(['Erdo\u030bs'])).toEqual(['Erdős'])
    expect(repair.changed).toBe(2)
  })

  test('repairs misread text that was taken apart since, as some file systems and editors do', () => {
    const repair = new Repair()
    expect(repair.line('GuimarÃ£es'.normalize('NFD'))).toBe('Guimarães')
    expect(repair.line('TƒÉiatu'.normalize('NFD'))).toBe('Tăiatu')
    expect(repair.changed).toBe(2)
  })

  test('drops control characters and whatever turns the direction of text', () => {
    const repair = new Repair()
    for (const character of '\u0000\u0008\u000b\u001f\u007f\u0085\u009f\u200b\u2060\ufeff\ufffb')
      expect(repair.line(`a${character}b`), JSON.stringify(character)).toBe('ab')
    for (const character of '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')
      expect(repair.line(`a${character}b`), JSON.stringify(character)).toBe('ab')
    expect(repair.changed).toBe(23)
  })

  test('keeps what joins the letters of scripts that need it', () => {
    const repair = new Repair()
    expect(repair.line('می\u200cخواهم')).toBe('می\u200cخواهم')
    expect(repair.line('👩\u200d🔬')).toBe('👩\u200d🔬')
    expect(repair.changed).toBe(0)
  })

  test('leaves the "and" of a list out of its last name, and empty names out of the list', () => {
    const repair = new Repair()
    expect(repair.names(['A', ' B', ' and C'])).toEqual(['A', 'B', 'C'])
    expect(repair.changed).toBe(1)
    expect(repair.names(['A', '', ' ', 'Andrea'])).toEqual(['A', 'Andrea'])
    expect(repair.changed).toBe(1)
  })

  test('reads three spaces as the end of a paragraph, and no fewer', () => {
    const repair = new Repair()
    expect(repair.paragraphs('  One.    Two  words.   Three.  ')).toBe('One.\nTwo words.\nThree.')
    expect(repair.paragraphs('One. Two.')).toBe('One. Two.')
  })

  test('finds nothing to repair in what it repaired, but text misread more than twice', () => {
    const units = fc.constantFrom(
      'a',
      ' ',
      'é',
      'e\u0301',
      '\u0000',
      '\u202e',
      '\u200b',
      '文',
      '\t',
      '\u00a0'
    )
    fc.assert(
      fc.property(fc.string({ unit: units }), (text) => {
        const line = new Repair().line(text)
        const again = new Repair()
        expect(again.line(line)).toBe(line)
        expect(again.changed).toBe(0)
      })
    )
  })
})
