import { mount, unmount } from 'svelte'
import type { Named } from '#core/domain/rule'
import type { App } from '../../state/app.svelte'
import RuleBar from './RuleBar.svelte'
import { RuleBarState, type BarSubject } from './rule-bar.svelte'

/** Words that are worth a rule, in UTF-16 code units. */
const longestSelection = 100

/**
 * Offers to highlight or mute an author or a category under the pointer, and words that are selected in the reader; and
 * folds what is muted as soon as a rule says so.
 * @returns Ends it.
 */
export function followRules(app: App): () => void {
  const bar = new RuleBarState()
  const shown = mount(RuleBar, { target: document.body, props: { app, bar } })
  let mutes = mutesIn(app.named)

  const over = ({ target, pointerType }: PointerEvent): void => {
    const element =
      target instanceof Element ? target.closest<HTMLElement>('[data-author], [data-category]') : null
    if (pointerType === 'touch' || selectedWords() !== null) return
    if (element !== null) bar.restOn(() => subjectOf(element))
    else if (target instanceof Element && target.closest('.bar') === null && bar.subject !== null) bar.leave()
    else if (bar.subject === null) bar.close()
  }
  // While one drags, the selection is not what one wants yet.
  const up = (): void => {
    setTimeout(() => {
      const words = selectedWords()
      if (words !== null) bar.show(words)
    })
  }
  const down = ({ target }: PointerEvent): void => {
    if (!(target instanceof Element) || target.closest('[role=toolbar]') === null) bar.close()
  }
  const close = (): void => {
    if (bar.subject !== null) bar.close()
  }
  document.addEventListener('pointerover', over)
  document.addEventListener('pointerup', up)
  document.addEventListener('pointerdown', down)
  document.addEventListener('keydown', close)
  document.addEventListener('scroll', close, true)
  const unfollow = app.client.on('namedChanged', (named) => {
    const now = mutesIn(named)
    if (now === mutes) return
    mutes = now
    app.client.background(app.list.refresh())
  })
  return () => {
    document.removeEventListener('pointerover', over)
    document.removeEventListener('pointerup', up)
    document.removeEventListener('pointerdown', down)
    document.removeEventListener('keydown', close)
    document.removeEventListener('scroll', close, true)
    unfollow()
    void unmount(shown)
  }
}

function mutesIn({ rules }: Pick<Named, 'rules'>): string {
  return JSON.stringify(rules.filter(({ does }) => does === 'mute'))
}

function subjectOf(element: HTMLElement): BarSubject {
  const { author, category } = element.dataset
  const rect = element.getBoundingClientRect()
  return author === undefined
    ? { matches: 'category', text: category ?? '', rect }
    : { matches: 'author', text: author, rect }
}

/** What is selected in the text of a paper; null where nothing is that could be a rule. */
function selectedWords(): BarSubject | null {
  const selection = getSelection()
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  const within = range.commonAncestorContainer
  const element = within instanceof Element ? within : within.parentElement
  const read = element?.closest('article h1, article .abstract') ?? null
  if (read === null) return null
  const text = selection.toString().replace(/\s+/g, ' ').trim()
  if (text === '' || text.length > longestSelection) return null
  return { matches: 'keyword', text, rect: range.getBoundingClientRect() }
}
