import { link, open, readFile, unlink } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { dirname, join, basename } from 'node:path'
import type { Adapter } from 'lowdb'
import { removeLeftovers } from '#main/storage/leftovers'
import { replaceFile } from '#main/storage/replace-file'
import { makeFolder, syncFolder } from '#main/storage/sync-folder'

/**
 * A lowdb adapter for a small document that is written as a whole and survives a crash at any moment: a temporary
 * file is synced, renamed over the document, and the folder synced. The generation before stays beside it as
 * `NAME.previous` and is read where the document itself cannot be.
 */
export class DurableJson<T> implements Adapter<T> {
  readonly #path: string
  readonly #isValid: (value: unknown) => value is T

  constructor(path: string, isValid: (value: unknown) => value is T) {
    this.#path = path
    this.#isValid = isValid
  }

  /**
   * @returns null where there is no document yet.
   * @throws SyntaxError where there is one and neither it nor its previous generation can be read.
   */
  async read(): Promise<T | null> {
    const current = await this.#readFrom(this.#path)
    if (current.found && current.value !== null) return current.value
    const previous = await this.#readFrom(`${this.#path}.previous`)
    if (previous.value !== null) return previous.value
    if (current.found) throw new SyntaxError(`${basename(this.#path)} is damaged`)
    return null
  }

  /** Whether the document itself can be read: otherwise {@link read} answers the generation before. */
  async isWhole(): Promise<boolean> {
    return (await this.#readFrom(this.#path)).value !== null
  }

  async write(value: T): Promise<void> {
    const folder = dirname(this.#path)
    await makeFolder(folder)
    await removeLeftovers(this.#path)
    const temporary = join(folder, `.${basename(this.#path)}.${randomBytes(6).toString('hex')}`)
    try {
      await writeSynced(temporary, `${JSON.stringify(value, null, 2)}\n`)
      await this.#keepPrevious()
      await replaceFile(temporary, this.#path)
    } catch (cause) {
      await unlink(temporary).catch(() => undefined)
      throw cause
    }
    await syncFolder(folder)
  }

  async #readFrom(path: string): Promise<{ found: boolean; value: T | null }> {
    let text: string
    try {
      text = await readFile(path, 'utf8')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { found: false, value: null }
      throw cause
    }
    try {
      const value: unknown = JSON.parse(text)
      return { found: true, value: this.#isValid(value) ? value : null }
    } catch {
      return { found: true, value: null }
    }
  }

  /** A damaged document never takes the place of a good previous one. */
  async #keepPrevious(): Promise<void> {
    const { value } = await this.#readFrom(this.#path)
    if (value === null) return
    const previous = `${this.#path}.previous`
    const aside = `${previous}.${randomBytes(6).toString('hex')}`
    try {
      await link(this.#path, aside)
    } catch (cause) {
      // Another writer replaced it in this very moment, and kept what had been there.
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return
      throw cause
    }
    try {
      await replaceFile(aside, previous)
    } catch (cause) {
      await unlink(aside)
      throw cause
    }
    // Renaming onto another name of the same file does nothing and leaves both names.
    await unlink(aside).catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    })
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
