import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeEntities, plainFromHtml, splitParagraphs } from '#core/digest/repair/html'
import { quickest } from '../../support/quickest'

describe('decodeEntities', () => {
  test.each([
    ['&lt;p&gt; &amp; &quot;q&quot; &apos;a&apos;', `<p> & "q" 'a'`],
    ['$TV^p (0&lt;p&lt;1)$', '$TV^p (0<p<1)$'],
    ['&#39;&#x27;&#X3b1;&#128512;', `''α😀`],
    ['&amp;lt;', '&lt;'],
    ['&nbsp;&ndash;&mdash;&hellip;', ' –—…'],
    ['&eacute; &unknown; C&W AT&T; &;', '&eacute; &unknown; C&W AT&T; &;'],
    ['&#0; &#xD800; &#1114112; &#99999999;', '&#0; &#xD800; &#1114112; &#99999999;'],
    ['&constructor; &valueOf;', '&constructor; &valueOf;'],
    ['&lt', '&lt']
  ])('reads %j as %j', (html, text) => {
    expect(decodeEntities(html)).toBe(text)
  })

  test('gives back any text that was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
        expect(decodeEntities(escaped)).toBe(text)
      })
    )
  })
})

describe('plainFromHtml', () => {
  test.each([
    [
      'at <a class="link-external link-https" href="https://github.com/a/b" rel="external noopener nofollow">this https URL</a>.',
      'at https://github.com/a/b.'
    ],
    ['<a href="http://x.org/?a=1&amp;b=2">this http URL</a>', 'http://x.org/?a=1&b=2'],
    ['<a href="ftp://x.org">This FTP URL</a>', 'ftp://x.org'],
    ['<a href="https://x.org"></a>', 'https://x.org'],
    [
      'see <a href="https://x.org">our page</a> and <a href="https://y.org">this https URL</a>',
      'see our page and https://y.org'
    ],
    ['one<br>two<BR/>three<br />four', 'one two three four'],
    ['$a&lt;b$ and $c&gt;d$ &amp;', '$a<b$ and $c>d$ &'],
    ['a < b and <SEG> stay', 'a < b and <SEG> stay'],
    ['&lt;a href="x"&gt;this https URL&lt;/a&gt;', '<a href="x">this https URL</a>'],
    ['<a href="x">one <b>two</b></a>', '<a href="x">one <b>two</b></a>'],
    ['<a name="x">label</a>', '<a name="x">label</a>'],
    ['<a href="https://x.org"', '<a href="https://x.org"'],
    ['<a href="x"<a href="https://y.org">this https URL</a>', '<a href="x"https://y.org'],
    ['<abbr href="x">y</abbr>', '<abbr href="x">y</abbr>']
  ])('turns %j into %j', (html, text) => {
    expect(plainFromHtml(html)).toBe(text)
  })

  test('changes no text without markup or references', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !/[<&]/.test(text)),
        (text) => {
          expect(plainFromHtml(text)).toBe(text)
        }
      )
    )
  })

  test('never throws, whatever the markup', () => {
    const pieces = fc.constantFrom(
      '<a ',
      'href="',
      '"',
      '>',
      '</a>',
      '<br',
      ' ',
      '/',
      '&lt;',
      '&',
      '#x41;',
      'x',
      '<'
    )
    fc.assert(
      fc.property(fc.array(pieces), (list) => {
        expect(plainFromHtml(list.join('')).length).toBeLessThanOrEqual(list.join('').length)
      })
    )
  })

  test('takes no longer than the text for markup without end', () => {
    const time = quickest(4000, () => {
      for (const piece of ['<a href="', '<a ', '<', '<br ', '&', '&#', '&lt', '<a href="x">', 'href="'])
        plainFromHtml(piece.repeat(100_000))
      plainFromHtml(`<br${' '.repeat(500_000)}`)
      plainFromHtml(`<a ${'x'.repeat(500_000)}`)
    })
    expect(time).toBeLessThanOrEqual(4000)
  })
})

describe('splitParagraphs', () => {
  test.each([
    ['one<p>two</p> <P class="x">three</P>', ['one', 'two', ' ', 'three', '']],
    ['<p>one<p/>two', ['', 'one', 'two']],
    ['no paragraphs', ['no paragraphs']],
    ['<pre>x</pre> a<p', ['<pre>x</pre> a<p']]
  ])('takes %j apart', (html, paragraphs) => {
    expect(splitParagraphs(html)).toEqual(paragraphs)
  })

  test('takes no longer than the text for tags without end', () => {
    const time = quickest(4000, () => {
      for (const piece of ['<p', '<p ', '</p', '<p>', '<p x=', ' '])
        splitParagraphs(`<p ${piece.repeat(100_000)}`)
    })
    expect(time).toBeLessThanOrEqual(4000)
  })
})
