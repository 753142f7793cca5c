import {
  dialog,
  type BrowserWindow,
  type MessageBoxOptions,
  type OpenDialogOptions,
  type SaveDialogOptions
} from 'electron'

let open = 0

/** True while a dialog of ours is open: what the menu says is then meant for that, or for nothing. */
export function isAsking(): boolean {
  return open > 0
}

export interface Question extends Pick<MessageBoxOptions, 'type' | 'message' | 'detail' | 'signal'> {
  readonly buttons: readonly string[]
  /** Of the button that Escape presses. */
  readonly cancelId: number
}

/** Asks in a dialog of the system. @returns The chosen button's place; a window that goes away cancels. */
export async function ask(window: BrowserWindow | null, question: Question): Promise<number> {
  const options = { ...question, buttons: [...question.buttons], defaultId: 0, noLink: true }
  return whileOpen(async () => {
    const { response } = await (window === null
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(window, options))
    return response
  }, question.cancelId)
}

/** Has files or folders chosen. @returns Their paths; none where it was cancelled, or where something is asked already. */
export async function askForFiles(window: BrowserWindow, options: OpenDialogOptions): Promise<string[]> {
  if (isAsking()) return []
  return whileOpen(async () => (await dialog.showOpenDialog(window, options)).filePaths, [])
}

/** Has a place for a file chosen, and asks whether one that is there is to be replaced. @returns Its path; null where it was cancelled. */
export async function askWhere(window: BrowserWindow, options: SaveDialogOptions): Promise<string | null> {
  if (isAsking()) return null
  return whileOpen(async () => {
    const { canceled, filePath } = await dialog.showSaveDialog(window, options)
    return canceled || filePath === '' ? null : filePath
  }, null)
}

async function whileOpen<T>(show: () => Promise<T>, cancelled: T): Promise<T> {
  open++
  try {
    return await show()
  } catch {
    // Its window is gone.
    return cancelled
  } finally {
    open--
  }
}
