/* The page's title, which Electron gives its window. Chromium's debugger does not tell when it changes. */

export interface TitleTold {
  readonly kind: 'title'
  readonly title: string
}

declare const document: EventTarget & { readonly title: string; readonly head: object }
declare const MutationObserver: new (listener: () => void) => {
  readonly observe: (node: object, options: object) => void
}

export function tellTitle(post: (message: string) => void): void {
  let told = ''
  const tell = (): void => {
    if (document.title === told) return
    told = document.title
    post(JSON.stringify({ kind: 'title', title: told } satisfies TitleTold))
  }
  document.addEventListener('DOMContentLoaded', () => {
    tell()
    new MutationObserver(tell).observe(document.head, { childList: true, subtree: true, characterData: true })
  })
}
