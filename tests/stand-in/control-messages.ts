import type {} from 'electron'

/*
 * What the stand-in and a test say to each other, each in a line of JSON. Values of the host's and pages' own, which may
 * hold what JSON does not, are packed (clone.ts).
 */

export interface WindowRecord {
  readonly window: number
  /** As the host gave them. */
  readonly options: Electron.BrowserWindowConstructorOptions
}

export interface DialogRecord {
  readonly dialog: 'open' | 'save' | 'message' | 'error'
  /** Of the dialog, to answer one that stays open. */
  readonly id: number
  /** The window it belongs to, if to any. */
  readonly window: number | null
  readonly options: object
}

export interface MenuRecord {
  readonly id: string | null
  readonly label: string
  readonly type: string
  readonly role: string | null
  readonly accelerator: string | null
  readonly enabled: boolean
  readonly visible: boolean
  readonly checked: boolean
  readonly submenu: readonly MenuRecord[] | null
}

/** What the host did, by kind. */
export interface Records {
  /** What windows are shown by: where to attach to it, its process and its files, which end with the host. */
  readonly chromium: { readonly endpoint: string; readonly pid: number; readonly profile: string }
  /** The host's own process, also where npm started it. */
  readonly started: { readonly pid: number; readonly argv: readonly string[] }
  readonly ready: Record<string, never>
  readonly schemes: readonly Electron.CustomScheme[]
  readonly window: WindowRecord
  /** What happened to a window: show, hide, focus, close…, closed. */
  readonly windowEvent: { readonly window: number; readonly event: string }
  readonly bounds: { readonly window: number; readonly bounds: Electron.Rectangle }
  readonly title: { readonly window: number; readonly title: string }
  readonly progress: { readonly window: number; readonly progress: number; readonly mode: string | null }
  readonly overlay: { readonly window: number; readonly image: string | null; readonly description: string }
  readonly backgroundColor: { readonly window: number; readonly color: string }
  readonly menuBar: {
    readonly window: number
    readonly isVisible: boolean | null
    readonly hidesItself: boolean | null
  }
  readonly zoom: { readonly window: number; readonly factor: number }
  readonly devTools: { readonly window: number; readonly isOpened: boolean }
  /** A navigation that a page asked for. */
  readonly navigation: { readonly url: string; readonly isMainFrame: boolean; readonly isAllowed: boolean }
  readonly popup: { readonly url: string; readonly action: 'allow' | 'deny' }
  /** To anything but the application's own origin; none ever leaves the machine. */
  readonly request: { readonly url: string; readonly resourceType: string; readonly isCancelled: boolean }
  /** That a page began; nothing is ever written. */
  readonly download: { readonly url: string; readonly fileName: string; readonly isAllowed: boolean }
  readonly console: { readonly window: number; readonly level: string; readonly text: string }
  readonly pageDialog: { readonly type: string; readonly message: string }
  readonly permission: { readonly permission: string; readonly check: boolean; readonly request: boolean }
  /** A page and what it needs have been loaded. */
  readonly loaded: { readonly window: number; readonly url: string }
  readonly rendererGone: { readonly window: number; readonly reason: string }
  readonly openExternal: { readonly url: string }
  readonly openPath: { readonly path: string }
  readonly showItemInFolder: { readonly path: string }
  readonly badge: { readonly count: number }
  readonly dialog: DialogRecord
  /** How a dialog ended. */
  readonly dialogClosed: { readonly id: number; readonly answer: object }
  readonly recentDocument: { readonly path: string | null }
  readonly menu: { readonly items: readonly MenuRecord[] | null }
  readonly popupMenu: { readonly items: readonly MenuRecord[] }
  readonly clipboard: { readonly text: string }
  readonly theme: { readonly source: string }
  readonly commandLine: { readonly name: string; readonly value: string | null }
  readonly about: Electron.AboutPanelOptionsOptions
  readonly setting: { readonly name: string; readonly value: unknown }
  readonly relaunch: { readonly args: readonly string[] | null; readonly execPath: string | null }
  readonly exit: { readonly code: number }
}

export type Kind = keyof Records

/** A frame of a window: by its address as the host names it, else the main one. */
export interface FrameName {
  readonly window?: number
  readonly url?: string
}

export type DialogAnswer =
  | { readonly canceled: boolean; readonly filePaths: readonly string[] }
  | { readonly response: number; readonly checkboxChecked?: boolean }
  /** Stays open until `closeDialog`, or its signal. */
  | 'hold'

/** What a test may ask for, and what it is answered with. */
export interface Commands {
  readonly answerDialog: { readonly argument: { readonly answer: DialogAnswer }; readonly reply: undefined }
  readonly closeDialog: {
    readonly argument: { readonly id: number; readonly answer: DialogAnswer }
    readonly reply: undefined
  }
  /** A menu item by its labels from the top, or by its id. */
  readonly clickMenu: {
    readonly argument: { readonly path?: readonly string[]; readonly id?: string }
    readonly reply: undefined
  }
  readonly openFile: {
    readonly argument: { readonly path: string }
    readonly reply: { readonly isHandled: boolean }
  }
  readonly activate: { readonly argument: { readonly hasVisibleWindows: boolean }; readonly reply: undefined }
  readonly setDisplays: {
    readonly argument: { readonly displays: readonly Partial<Electron.Display>[] }
    readonly reply: undefined
  }
  readonly setDark: { readonly argument: { readonly isDark: boolean }; readonly reply: undefined }
  readonly power: {
    readonly argument: { readonly event: 'suspend' | 'resume' | 'shutdown' }
    readonly reply: undefined
  }
  /** As the user does it to a window. */
  readonly userWindow: {
    readonly argument: {
      readonly window?: number
      readonly act:
        'close' | 'minimize' | 'restore' | 'maximize' | 'unmaximize' | 'focus' | 'blur' | 'move' | 'resize'
      readonly bounds?: Partial<Electron.Rectangle>
    }
    readonly reply: undefined
  }
  readonly windowState: {
    readonly argument: { readonly window?: number }
    readonly reply: {
      readonly bounds: Electron.Rectangle
      readonly isVisible: boolean
      readonly isFocused: boolean
      readonly isMaximized: boolean
      readonly isMinimized: boolean
      readonly isFullScreen: boolean
    }
  }
  readonly emitUnresponsive: {
    readonly argument: { readonly window?: number; readonly isResponsive: boolean }
    readonly reply: undefined
  }
  readonly crash: { readonly argument: { readonly window?: number }; readonly reply: undefined }
  /** Ctrl and the mouse's wheel, which Electron leaves to the host. */
  readonly zoomWheel: {
    readonly argument: { readonly direction: 'in' | 'out'; readonly window?: number }
    readonly reply: undefined
  }
  readonly reload: { readonly argument: { readonly window?: number }; readonly reply: undefined }
  readonly askPermission: {
    readonly argument: { readonly permission: string; readonly origin: string; readonly window?: number }
    readonly reply: { readonly check: boolean; readonly request: boolean }
  }
  readonly askDevice: {
    readonly argument: { readonly deviceType: 'hid' | 'serial' | 'usb'; readonly origin: string }
    readonly reply: { readonly isGranted: boolean }
  }
  /** Says something on the IPC channel as code that has taken over a frame could. */
  readonly callFrom: {
    readonly argument: { readonly frame: FrameName; readonly channel: string; readonly args: string }
    readonly reply: { readonly value: string } | { readonly failure: string }
  }
  /** Puts a frame into the page, which is loaded anew without its policy, past the host's handlers. */
  readonly addFrame: {
    readonly argument: { readonly url: string; readonly html: string; readonly window?: number }
    readonly reply: undefined
  }
  readonly redirect: {
    readonly argument: { readonly url: string; readonly window?: number }
    readonly reply: { readonly isPrevented: boolean }
  }
  readonly attachWebview: {
    readonly argument: { readonly src: string; readonly window?: number }
    readonly reply: { readonly isPrevented: boolean }
  }
  readonly contextMenu: {
    readonly argument: { readonly params: Partial<Electron.ContextMenuParams>; readonly window?: number }
    readonly reply: undefined
  }
}

export type CommandName = keyof Commands

export type ToStandIn = {
  readonly [N in CommandName]: {
    readonly id: number
    readonly command: N
    readonly argument: Commands[N]['argument']
  }
}[CommandName]

export type FromStandIn =
  | { readonly kind: Kind; readonly record: unknown }
  | { readonly reply: number; readonly value?: unknown; readonly error?: string }
