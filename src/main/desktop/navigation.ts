import type { WebContents } from 'electron'
import { externalAddress } from '#main/desktop/external-address'
import { openOutside } from '#main/desktop/external-links'
import type { Log } from '#main/desktop/log'

/**
 * Keeps a page where it is: it goes nowhere, opens nothing and embeds nothing. Links to the web are handed to the
 * system's browser.
 */
export function keepInPlace(contents: WebContents, log: Log): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    const address = externalAddress(url)
    if (address === null) log.warn('A link that is no plain https was not opened')
    else void openOutside(address, log)
    return { action: 'deny' }
  })
}
