import { stat } from 'node:fs/promises'
import { basename, dirname, relative, sep } from 'node:path'
import type { OfferedFile } from '#core/contract'
import { unreadable, type FileReport } from '#core/domain/file-report'
import { findFiles } from '#main/library/find-files'
import { readDigestFile } from '#main/library/read-digest-file'

/**
 * Files that the user gave to Papertray outside of its window: named at a start, opened with it, dropped on its icon,
 * chosen in the system's dialog. A window gets numbers for them and never a path, so that it can read nothing else.
 */
export class OfferedFiles {
  /** Those not read yet. */
  readonly #paths = new Map<number, { readonly path: string; readonly offered: OfferedFile }>()
  #untold: OfferedFile[] = []
  #last = 0
  readonly #told: () => void

  /** @param told Called when there are new ones. */
  constructor(told: () => void) {
    this.#told = told
  }

  /** @param paths Of files and folders; what is in folders is found now. */
  async offer(paths: readonly string[]): Promise<void> {
    for (const given of paths) {
      // A folder that cannot be walked is told as what cannot be read.
      const { files } = await findFiles([given]).catch(() => ({ files: [{ path: given, named: true }] }))
      for (const { path, named } of files) {
        const name = named ? basename(path) : relative(dirname(given), path).replaceAll(sep, '/')
        const size = await stat(path).then(
          (stats) => stats.size,
          () => 0
        )
        const offered = { file: ++this.#last, name, size, named }
        this.#paths.set(offered.file, { path, offered })
        this.#untold.push(offered)
      }
    }
    if (this.#untold.length > 0) this.#told()
  }

  /** Those that no window has been told of. */
  take(): readonly OfferedFile[] {
    return this.#untold.splice(0)
  }

  /** Once for each. */
  async read(file: number): Promise<Uint8Array<ArrayBuffer> | FileReport> {
    const known = this.#paths.get(file)
    if (known === undefined) return unreadable('', 'fileMissing')
    this.#paths.delete(file)
    const content = await readDigestFile(known.path)
    if (!(content instanceof Uint8Array)) return { ...content, file: known.offered.name }
    // A buffer of its own: what crosses to the window is the whole buffer that bytes stand in.
    return new Uint8Array(content)
  }

  /** Those not read yet are wanted no more. */
  forget(): void {
    this.#paths.clear()
    this.#untold = []
  }

  /** The window that took some is gone: the next one gets what was not read. */
  putBack(): void {
    this.#untold = [...this.#paths.values()].map(({ offered }) => offered)
  }
}
