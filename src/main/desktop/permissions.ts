import type { Session } from 'electron'
import { appOrigin, isAppAddress } from '#main/desktop/app-origin'

/** Writing to the clipboard after a key or a click. */
const allowed = 'clipboard-sanitized-write'

/** The page may copy text. It may not see, hear, locate, notify or connect to anything. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) => {
    answer(permission === allowed && isMainFrame && isAppAddress(requestingUrl))
  })
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === allowed && origin.replace(/\/$/, '') === appOrigin
  )
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => {
    event.preventDefault()
  })
}

/** What the Content Security Policy forbids, forbidden once more: whatever a page does, nothing leaves the machine. */
export function blockNetwork(session: Session): void {
  // Its dictionaries would be fetched as soon as there is a session.
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !isAppAddress(url) && !/^(data|blob|devtools):/.test(url) })
  })
}
