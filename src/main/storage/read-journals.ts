import type { Damage } from '#main/storage/damage'
import type { LoadedJournals } from '#main/storage/journal'
import type { JournalPosition } from '#main/storage/journal-lines'

/** How far the journals of a library have been read, and what of them could not be. */
export class ReadJournals {
  #positions: readonly JournalPosition[] = []
  #damages: readonly Damage[] = []

  get damages(): readonly Damage[] {
    return this.#damages
  }

  /** All of them, as they were read. */
  take({ positions, damages }: Pick<LoadedJournals, 'positions' | 'damages'>): void {
    this.#positions = positions
    this.#damages = damages
  }

  /** How far one file was read; undefined where nothing of it was. */
  position(device: string, file: string): JournalPosition | undefined {
    return this.#positions.find((each) => each.device === device && each.file === file)
  }

  /** One of them, as it was read further or again. @param damages All that are known of it. */
  takeFile(position: JournalPosition, damages: readonly Damage[]): void {
    const isOther = (each: JournalPosition): boolean =>
      each.device !== position.device || each.file !== position.file
    this.#positions = [...this.#positions.filter(isOther), position]
    const path = `devices/${position.device}/${position.file}`
    this.#damages = [...this.#damages.filter(({ file, line }) => file !== path || line === 0), ...damages]
  }

  /** What is true of files as wholes, in place of what was before. */
  takeFiles(damages: readonly Damage[]): void {
    this.#damages = [...this.#damages.filter(({ line }) => line > 0), ...damages]
  }
}
