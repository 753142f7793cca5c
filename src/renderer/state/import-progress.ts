import type { ImportRun } from './import-run.svelte'

/** How far an import has come, 0 to 1, by bytes: files differ in size a thousandfold. */
export function progressOf({ bytes, doneBytes, within }: ImportRun): number {
  return bytes === 0 ? 0 : Math.max(doneBytes, within?.bytes ?? 0) / bytes
}
