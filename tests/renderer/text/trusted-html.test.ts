import { describe, expect, test } from 'vitest'
import { checkHtml } from '../../../src/renderer/text/trusted-html'

describe('checkHtml', () => {
  test.each([
    ['plain text'],
    ['<span class="a" style="height:1em">x</span>'],
    ['<a href="https://x.org/?a=b&amp;c" target="_blank">x</a>'],
    ['a &lt;script&gt; onclick=x <br>'],
    ['<path d="M0 0"/>']
  ])('lets %j through', (html) => {
    expect(checkHtml(html)).toBe(html)
  })

  test.each([
    ['<script>x</script>'],
    ['<img src="x">'],
    ['<iframe></iframe>'],
    ['<style>x</style>'],
    ['<b onclick="x">x</b>'],
    ['<span onclick="x">x</span>'],
    ['<span onclick=x>x</span>'],
    ['<span id="app">x</span>'],
    ['<a href="javascript:alert(1)">x</a>'],
    ['<a href=" javascript:alert(1)">x</a>'],
    ['<a href>x</a>'],
    ['<a href="//x.org">x</a>'],
    ['<span style="background:url(//x.org)">x</span>'],
    ['<span style="position:fixed">x</span>'],
    ["<span class='x'>x</span>"],
    ['<SCRIPT>x</SCRIPT>'],
    ['<!-- x -->'],
    ['<![CDATA[x]]>'],
    ['a < b'],
    ['<span'],
    ['<span class="<script>">']
  ])('refuses %j', (html) => {
    expect(() => checkHtml(html)).toThrow(TypeError)
  })
})
