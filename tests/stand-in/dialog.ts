import { onCommand, record } from './control'
import type { DialogAnswer, DialogRecord } from './control-messages'
import { strict } from './strict'

type Window = Electron.BaseWindow | undefined

/** What a test has said beforehand. */
const prepared: DialogAnswer[] = []
const open = new Map<number, (answer: DialogAnswer) => void>()
let lastId = 0

const members = ['showOpenDialog', 'showSaveDialog', 'showMessageBox', 'showErrorBox'] as const

const implementation = {
  async showOpenDialog(
    first: Window | Electron.OpenDialogOptions,
    second?: Electron.OpenDialogOptions
  ): Promise<Electron.OpenDialogReturnValue> {
    const [window, options] = sorted(first, second)
    const cancelled = { canceled: true, filePaths: [] }
    const answer = await show('open', window, options, cancelled)
    return typeof answer === 'object' && 'filePaths' in answer
      ? { canceled: answer.canceled, filePaths: [...answer.filePaths] }
      : cancelled
  },

  /** The file that a test chose is the first of its paths. */
  async showSaveDialog(
    first: Window | Electron.SaveDialogOptions,
    second?: Electron.SaveDialogOptions
  ): Promise<Electron.SaveDialogReturnValue> {
    const [window, options] = sorted(first, second)
    const answer = await show('save', window, options, { canceled: true, filePaths: [] })
    const chosen = typeof answer === 'object' && 'filePaths' in answer ? answer : null
    return { canceled: chosen?.canceled ?? true, filePath: chosen?.filePaths[0] ?? '' }
  },

  /** Unless a test says otherwise, as if it were closed: with `cancelId`, or as Electron finds it when it is not given. */
  async showMessageBox(
    first: Window | Electron.MessageBoxOptions,
    second?: Electron.MessageBoxOptions
  ): Promise<Electron.MessageBoxReturnValue> {
    const [window, options] = sorted(first, second)
    const cancelled = { response: cancelOf(options), checkboxChecked: options.checkboxChecked ?? false }
    const { signal, ...told } = options
    const answer = await show('message', window, told, cancelled, signal)
    return typeof answer === 'object' && 'response' in answer ? { ...cancelled, ...answer } : cancelled
  },

  showErrorBox(title: string, content: string): void {
    record('dialog', { dialog: 'error', id: ++lastId, window: null, options: { title, content } })
    // On Linux before `ready`, Electron writes it as well.
    process.stderr.write(`${title}\n${content}\n`)
  }
} satisfies Record<(typeof members)[number], unknown>

export const dialog = strict<Electron.Dialog>(implementation, { name: 'dialog', members })

function sorted<T extends object>(first: Window | T, second: T | undefined): [number | null, T] {
  if (second === undefined) return [null, (first ?? {}) as T]
  return [(first as Window)?.id ?? null, second]
}

async function show(
  kind: DialogRecord['dialog'],
  window: number | null,
  options: object,
  cancelled: DialogAnswer,
  signal?: AbortSignal
): Promise<DialogAnswer> {
  const id = ++lastId
  record('dialog', { dialog: kind, id, window, options })
  const next = prepared.shift() ?? cancelled
  const answer =
    next !== 'hold'
      ? next
      : await new Promise<DialogAnswer>((resolve) => {
          open.set(id, resolve)
          const abort = (): void => {
            resolve(cancelled)
          }
          if (signal?.aborted === true) abort()
          signal?.addEventListener('abort', abort)
        })
  open.delete(id)
  record('dialogClosed', { id, answer: answer === 'hold' ? {} : answer })
  return answer
}

function cancelOf({ cancelId, buttons = [] }: Electron.MessageBoxOptions): number {
  if (cancelId !== undefined) return cancelId
  const found = buttons.findIndex((label) => ['cancel', 'no'].includes(label.replace('&', '').toLowerCase()))
  return Math.max(0, found)
}

onCommand('answerDialog', ({ answer }) => {
  prepared.push(answer)
  return undefined
})
onCommand('closeDialog', ({ id, answer }) => {
  const resolve = open.get(id)
  if (resolve === undefined) throw new Error(`no open dialog ${id}`)
  resolve(answer)
  return undefined
})
