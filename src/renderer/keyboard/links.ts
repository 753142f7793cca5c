import type { App } from '../state/app.svelte'

/** Shows the address of a link that is not encrypted before it is opened. @returns Ends it. */
export function askAboutLinks(app: App): () => void {
  const listener = (event: MouseEvent): void => {
    // The right button opens the menu of the browser.
    if (event.button === 2) return
    const link = event.target instanceof Element ? event.target.closest('a[data-confirm]') : null
    if (!(link instanceof HTMLAnchorElement)) return
    event.preventDefault()
    // A host with a dialog of its own trusts no window with this question.
    if (app.can('openLink')) app.client.background(app.client.request('openLink', { url: link.href }))
    else app.dialogs.open({ kind: 'link', url: link.href })
  }
  addEventListener('click', listener, true)
  addEventListener('auxclick', listener, true)
  return () => {
    removeEventListener('click', listener, true)
    removeEventListener('auxclick', listener, true)
  }
}
