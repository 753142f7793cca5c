/*
 * What a person does in the page and Electron tells its host once the page has not dealt with it: the right button, and
 * keys that may stand in the menu.
 */

export interface ContextMenuAct {
  readonly kind: 'contextMenu'
  readonly params: Pick<
    Electron.ContextMenuParams,
    'x' | 'y' | 'linkURL' | 'linkText' | 'selectionText' | 'isEditable'
  >
}

export interface KeyAct {
  readonly kind: 'key'
  readonly key: string
  readonly ctrl: boolean
  readonly shift: boolean
  readonly alt: boolean
  readonly meta: boolean
}

interface Place {
  readonly closest: (selector: string) => { readonly href: string; readonly textContent: string } | null
}

interface PointerAct extends Event {
  readonly clientX: number
  readonly clientY: number
}

interface Key extends Event {
  readonly key: string
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

declare const window: EventTarget & {
  readonly getSelection: () => { readonly toString: () => string } | null
}

const fields =
  'input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, [contenteditable=true]'

export function tellUserActs(post: (message: string) => void): void {
  const tell = (event: Event, act: () => ContextMenuAct | KeyAct): void => {
    // Looked at after all of the page's own listeners.
    setTimeout(() => {
      if (!event.defaultPrevented) post(JSON.stringify(act()))
    })
  }
  window.addEventListener('contextmenu', (event) => {
    const place = event.composedPath()[0] as unknown as Place
    tell(event, () => contextMenuAt(event as PointerAct, place))
  })
  window.addEventListener('keydown', (event) => {
    const { key, ctrlKey: ctrl, shiftKey: shift, altKey: alt, metaKey: meta } = event as Key
    tell(event, () => ({ kind: 'key', key, ctrl, shift, alt, meta }))
  })
}

function contextMenuAt({ clientX, clientY }: PointerAct, place: Place): ContextMenuAct {
  const link = place.closest('a[href]')
  return {
    kind: 'contextMenu',
    params: {
      x: clientX,
      y: clientY,
      linkURL: link?.href ?? '',
      linkText: link?.textContent ?? '',
      selectionText: window.getSelection()?.toString() ?? '',
      isEditable: place.closest(fields) !== null
    }
  }
}
