import { mount, tick } from 'svelte'
import NoteText from '../../../../src/renderer/text/NoteText.svelte'
import TexText from '../../../../src/renderer/text/TexText.svelte'

interface Texts {
  readonly tex: readonly string[]
  readonly notes: readonly string[]
}

// A page of titles, abstracts and notes, as trusted-types.test.ts asks for them.
const { tex, notes } = (await (await fetch('./texts.json')).json()) as Texts
for (const text of tex) {
  mount(TexText, { target: document.body, props: { text } })
  mount(TexText, { target: document.body, props: { text, links: true, block: true } })
}
for (const text of notes) mount(NoteText, { target: document.body, props: { text } })
await tick()
document.title = 'ready'
