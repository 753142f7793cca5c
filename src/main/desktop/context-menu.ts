import { clipboard, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron'
import { externalAddress } from '#main/desktop/external-address'
import { openOutside } from '#main/desktop/external-links'
import type { Log } from '#main/desktop/log'

/** What the right button offers: what one can do with a text, a field or a link. */
export function offerContextMenu(window: BrowserWindow, log: Log): void {
  const copy = (text: string): void => {
    clipboard.writeText(text).catch((cause: unknown) => {
      // Another program may hold it.
      log.error('The clipboard could not be written', cause)
    })
  }
  window.webContents.on('context-menu', (_event, { isEditable, selectionText, linkURL }) => {
    const template: MenuItemConstructorOptions[] = []
    const address = externalAddress(linkURL)
    if (address !== null)
      template.push(
        {
          label: 'Open in the browser',
          click: () => {
            void openOutside(address, log)
          }
        },
        {
          label: 'Copy address',
          click: () => {
            copy(address)
          }
        }
      )
    if (isEditable)
      template.push(
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' }
      )
    else if (selectionText.trim() !== '') template.push({ role: 'copy' })
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window })
  })
}
