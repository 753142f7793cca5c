/** What was started: set once, before the application's own code runs. */
export interface Runtime {
  /** The executable that the application believes it is run by. */
  readonly executable: string
  readonly appFolder: string
  readonly name: string
  readonly version: string
  readonly isPackaged: boolean
  /** Path of a Chromium. */
  readonly findChromium: () => string | undefined
}

let current: Runtime | undefined

export function setRuntime(runtime: Runtime): void {
  current = runtime
}

export function runtime(): Runtime {
  if (current === undefined)
    throw new Error('the stand-in for Electron was not started by tests/stand-in/runtime')
  return current
}
