/** What the application's end needs of a window. */
export interface OpenWindow {
  readonly id: number
  /** Asks the host, then the page, whether it may go. */
  readonly close: () => void
  readonly destroy: () => void
}

/** The windows that are open, in the order they were made. */
export const openWindows = new Set<OpenWindow>()
