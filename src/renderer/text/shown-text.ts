/** The text of an element as one reads it, formulas included, and where of it the parts stand. */
export class ShownText {
  readonly text: string
  readonly #nodes: { readonly node: Text; readonly from: number }[] = []

  constructor(element: Element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    let text = ''
    let block: Element | null = null
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement } = node
      if (!(node instanceof Text) || parentElement?.closest(unseen) !== null) continue
      const own = parentElement.closest(blocks)
      // No word goes from one paragraph into the next.
      if (own !== block || node.previousSibling instanceof HTMLBRElement) text += '\n'
      block = own
      this.#nodes.push({ node, from: text.length })
      text += node.data
    }
    this.text = text
  }

  /** @param from From where up to which place in {@link text}. */
  range(from: number, to: number): Range {
    const range = document.createRange()
    const first = this.#nodeAt(from)
    const last = this.#nodeAt(to - 1)
    if (first !== undefined && last !== undefined) {
      range.setStart(first.node, Math.min(first.node.length, from - first.from))
      range.setEnd(last.node, Math.min(last.node.length, to - last.from))
    }
    return range
  }

  #nodeAt(place: number): { readonly node: Text; readonly from: number } | undefined {
    let [low, high] = [0, this.#nodes.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#nodes[middle]?.from ?? 0) <= place) low = middle
      else high = middle - 1
    }
    return this.#nodes[low]
  }
}

/** What KaTeX adds for screen readers alone. */
const unseen = '.katex-mathml'
const blocks = 'p, li, pre, td, th, h1, h2, h3, h4, h5, h6'
