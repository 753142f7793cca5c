import { largestFile, unreadable, type FileReport } from '#core/domain/file-report'
import type { Toasts } from './toasts.svelte'

/** A file to be imported: its bytes are read only when its turn has come. */
export interface DigestFile {
  /** With the folders that were dropped or chosen with it. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** False for files found in a folder: there, what is no digest is merely left out. */
  readonly named: boolean
  /** Or the report of why they cannot be had. */
  readonly bytes: () => Promise<Uint8Array<ArrayBuffer> | FileReport>
}

/** One thing that was dropped. */
export interface Dropped {
  readonly entry: FileSystemEntry | null
  readonly file: File | null
}

/** Every file of a drop, folders walked through. Where there is none, it says why. */
export async function takeDropped(toasts: Toasts, dropped: readonly Dropped[]): Promise<DigestFile[]> {
  try {
    const files = await droppedFiles(dropped)
    if (files.length === 0) toasts.error('The folder holds no files: drop one that holds digests.')
    return files
  } catch {
    toasts.error('What was dropped could not be read: check that it is still there, and drop it again.')
    return []
  }
}

/** Every file of a drop, folders walked through. */
export async function droppedFiles(dropped: readonly Dropped[]): Promise<DigestFile[]> {
  const found: DigestFile[] = []
  for (const { entry, file } of dropped) {
    if (entry?.isDirectory === true) await walk(entry as FileSystemDirectoryEntry, found)
    else if (file !== null) found.push(digestFile(file, file.name, true))
  }
  return found
}

/** Files of a file input; those of a folder carry their path in it. */
export function chosenFiles(files: readonly File[]): DigestFile[] {
  const chosen = files
    .map((file) => {
      const { webkitRelativePath: path } = file
      return digestFile(file, path === '' ? file.name : path, path === '')
    })
    .filter(({ name }) => !isHidden(name))
  return chosen.sort(byName)
}

/** What text that was pasted is called. */
export const pastedName = 'Pasted text'

/** Text that was pasted, as a file. */
export function pastedFile(text: string): DigestFile {
  const bytes = new TextEncoder().encode(text)
  return { name: pastedName, size: bytes.length, named: true, bytes: () => Promise.resolve(bytes) }
}

export function digestFile(file: File, name: string, named: boolean): DigestFile {
  return {
    name,
    size: file.size,
    named,
    bytes: async () =>
      file.size > largestFile && !(await isArchive(file))
        ? unreadable(name, 'fileTooLarge')
        : new Uint8Array(await file.arrayBuffer())
  }
}

/** By its beginning alone: what is too large is not read for that. */
async function isArchive(file: File): Promise<boolean> {
  const { archiveKind, tarBlock } = await import('#core/archive-kind')
  return archiveKind(new Uint8Array(await file.slice(0, tarBlock).arrayBuffer())) !== null
}

async function walk(folder: FileSystemDirectoryEntry, found: DigestFile[]): Promise<void> {
  const entries = await entriesOf(folder)
  for (const entry of entries.sort(byName)) {
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory) await walk(entry as FileSystemDirectoryEntry, found)
    else {
      const file = await new Promise<File>((resolve, reject) => {
        ;(entry as FileSystemFileEntry).file(resolve, reject)
      })
      found.push(digestFile(file, entry.fullPath.replace(/^\//, ''), false))
    }
  }
}

/** A folder's reader gives at most a hundred entries a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const entries: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject)
    })
    if (some.length === 0) return entries
    entries.push(...some)
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

function isHidden(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('.'))
}
