// @vitest-environment jsdom
import { flushSync, mount, unmount, type ComponentProps } from 'svelte'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import NoteText from '../../../src/renderer/text/NoteText.svelte'
import TexText from '../../../src/renderer/text/TexText.svelte'
import { loadMath } from '../../../src/renderer/text/math-engine.svelte'
import { loadNotes } from '../../../src/renderer/text/note-engine.svelte'
import { attacks, strangers } from './support'

let mounted: Record<string, unknown>[] = []

afterEach(async () => {
  for (const component of mounted) await unmount(component)
  mounted = []
  document.body.replaceChildren()
})

function show(props: ComponentProps<typeof TexText>): HTMLElement {
  mounted.push(mount(TexText, { target: document.body, props }))
  flushSync()
  return document.body
}

function showNote(props: ComponentProps<typeof NoteText>): HTMLElement {
  mounted.push(mount(NoteText, { target: document.body, props }))
  flushSync()
  return document.body
}

// Before anything else in this file asks for KaTeX.
test('a formula has its plain reading until KaTeX has come', async () => {
  const shown = show({ text: 'An $\\ell_1$-norm' })
  expect(shown.textContent).toBe('An ℓ1-norm')
  expect(shown.querySelector('.katex')).toBeNull()
  await loadMath()
  flushSync()
  expect(shown.querySelector('.katex math')).not.toBeNull()
})

test('a note is shown as it is written until markdown-it has come', async () => {
  const shown = showNote({ text: '**b** <i>' })
  expect(shown.textContent).toBe('**b** <i>')
  await loadNotes()
  flushSync()
  expect(shown.querySelector('strong')?.textContent).toBe('b')
  expect(shown.querySelector('i')).toBeNull()
})

describe('TexText', () => {
  beforeAll(loadMath)

  test('adds no space between pieces', () => {
    expect(show({ text: 'Genera\\textbf{T}ion: \\emph{a}\\texttt{b}, \\textsc{c}.' }).textContent).toBe(
      'GeneraTion: ab, c.'
    )
    expect(document.querySelector('strong')?.textContent).toBe('T')
  })

  test('shows links in full, and those that are not safe with their address', () => {
    const [safe, open] = show({
      text: 'at https://x.org/a and http://y.org/b.',
      links: true
    }).querySelectorAll('a')
    expect(safe?.outerHTML).toContain('href="https://x.org/a"')
    expect(safe?.target).toBe('_blank')
    expect(safe?.rel).toBe('noopener noreferrer')
    expect(safe?.textContent).toBe('https://x.org/a')
    expect(safe?.hasAttribute('data-confirm')).toBe(false)
    expect(open?.dataset.confirm).toBe('http://y.org/b')
    expect(document.body.textContent).toBe('at https://x.org/a and http://y.org/b.')
  })

  test('leaves out the middle of a very long address', () => {
    const url = `https://x.org/${'a'.repeat(200)}/end`
    const link = show({ text: url, links: true }).querySelector('a')
    expect(link?.textContent).toMatch(/^https:\/\/x\.org\/a+…a+\/end$/)
    expect(link?.textContent.length).toBeLessThan(80)
    expect(link?.title).toBe(url)
  })

  test('makes no link in a title', () => {
    expect(show({ text: 'https://x.org \\url{https://y.org}' }).querySelector('a')).toBeNull()
  })

  test('parts paragraphs in a block, and nowhere else', () => {
    expect(show({ text: 'one\ntwo', block: true }).querySelectorAll('p')).toHaveLength(2)
    document.body.replaceChildren()
    expect(show({ text: 'one\ntwo' }).querySelector('p')).toBeNull()
  })

  test('displays formulas in a block only', () => {
    expect(show({ text: '$$x$$' }).querySelector('.katex-display')).toBeNull()
    expect(show({ text: '$$x$$', block: true }).querySelector('.katex-display')).not.toBeNull()
  })

  test('shows a formula that cannot be read as it is written, among all the rest', () => {
    const shown = show({ text: 'before $\\nope$ between $x$ after' })
    const failed = shown.querySelector('.failed')
    expect(failed?.textContent).toBe('$\\nope$')
    expect(failed?.getAttribute('title')).toMatch(/Undefined control sequence/)
    expect(shown.querySelectorAll('.katex')).toHaveLength(1)
    expect(shown.textContent).toMatch(/^before \$\\nope\$ between .*x.* after$/)
  })

  test('follows its text, as a recycled row does, and keeps what stays the same', () => {
    const props = $state({ text: 'A $x^2$ title' })
    const shown = show(props)
    const formula = shown.querySelector('.katex')
    props.text = 'B $x^2$ title'
    flushSync()
    expect(shown.querySelector('.katex')).toBe(formula)
    props.text = 'No formula'
    flushSync()
    expect(shown.textContent).toBe('No formula')
    props.text = '$\\nope$'
    flushSync()
    expect(shown.textContent).toBe('$\\nope$')
    props.text = '$y$'
    flushSync()
    expect(shown.querySelector('.katex annotation')?.textContent).toBe('y')
    props.text = ''
    flushSync()
    expect(shown.textContent).toBe('')
  })

  test('lets no foreign element or attribute through', () => {
    for (const text of attacks) {
      show({ text })
      show({ text, links: true, block: true })
    }
    expect(strangers(document.body)).toEqual([])
  })
})

describe('NoteText', () => {
  beforeAll(async () => {
    await Promise.all([loadMath(), loadNotes()])
  })

  test('follows its text, through an empty one', () => {
    const props = $state({ text: '# Title' })
    const shown = showNote(props)
    expect(shown.querySelector('h3')?.textContent).toBe('Title')
    props.text = ''
    flushSync()
    expect(shown.textContent).toBe('')
    props.text = '- $x$'
    flushSync()
    expect(shown.querySelector('li .katex')).not.toBeNull()
  })

  test('lets no foreign element or attribute through', () => {
    for (const text of attacks) showNote({ text })
    expect(strangers(document.body)).toEqual([])
  })
})
