import { application } from './application'
import type { Protocol } from './cdp'
import { onCommand, record } from './control'
import { hostOrigin, pageOrigin } from './translate'

/*
 * What pages may do. Chromium asks nobody while a page runs under the debugger, so the host's two handlers are asked for
 * each permission when a page is about to load, and what they say is set in Chromium for the application's origin: the
 * page's own calls then succeed or fail accordingly. Without handlers everything is granted, as in Electron.
 */

type Check = Parameters<Electron.Session['setPermissionCheckHandler']>[0]
type Ask = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type Device = Parameters<Electron.Session['setDevicePermissionHandler']>[0]
type Permission = Parameters<NonNullable<Check>>[1]

export const permissionHandlers: { check: Check; ask: Ask; device: Device } = {
  check: null,
  ask: null,
  device: null
}

/** Electron's name → Chromium's. */
const set: Readonly<Partial<Record<Permission, readonly Protocol.Browser.PermissionDescriptor[]>>> = {
  geolocation: [{ name: 'geolocation' }],
  notifications: [{ name: 'notifications' }],
  media: [{ name: 'camera' }, { name: 'microphone' }],
  midi: [{ name: 'midi' }],
  midiSysex: [{ name: 'midi', sysex: true }],
  'clipboard-read': [{ name: 'clipboard-read' }],
  'clipboard-sanitized-write': [{ name: 'clipboard-write' }],
  'idle-detection': [{ name: 'idle-detection' }],
  'window-management': [{ name: 'window-management' }],
  'local-fonts': [{ name: 'local-fonts' }]
}

const permissions = Object.keys(set) as Permission[]

/** Asks both handlers of the host. */
async function ask(
  contents: Electron.WebContents,
  permission: Permission,
  origin: string
): Promise<{ check: boolean; request: boolean }> {
  const requestingUrl = `${origin}/`
  const details = { isMainFrame: true, requestingUrl, securityOrigin: requestingUrl }
  const check = permissionHandlers.check?.(contents, permission, origin, details) ?? true
  const { ask: asked } = permissionHandlers
  const request =
    asked === null ||
    (await new Promise<boolean>((resolve) => {
      asked(contents, permission, resolve, details)
    }))
  return { check, request }
}

/** Sets in Chromium what the host says. */
export async function setPermissions(contents: Electron.WebContents): Promise<void> {
  const { connection } = await application.chromium()
  for (const permission of permissions) {
    const { check, request } = await ask(contents, permission, hostOrigin)
    const setting = check && request ? 'granted' : 'denied'
    for (const descriptor of set[permission] ?? []) {
      // A Chromium that does not know one of them has nothing to deny.
      connection.browser.tell('Browser.setPermission', {
        permission: descriptor,
        setting,
        origin: pageOrigin
      })
    }
    record('permission', { permission, check, request })
  }
}

export function followPermissionCommands(contentsOf: (window?: number) => Electron.WebContents): void {
  onCommand('askPermission', ({ permission, origin, window }) =>
    ask(contentsOf(window), permission as Permission, origin)
  )
  onCommand('askDevice', ({ deviceType, origin }) => {
    // Without a handler devices are refused.
    const details = { deviceType, origin, device: {} }
    return { isGranted: permissionHandlers.device?.(details as never) ?? false }
  })
}
