import { watch, type FSWatcher } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Library } from '#main/library/library'
import { Rounds } from '#main/library/rounds'
import {
  deviceFolders,
  isAsRead,
  journalFiles,
  readJournal,
  unread,
  type JournalFile,
  type JournalPosition
} from '#main/storage/journal-lines'
import { strayFiles } from '#main/storage/stray-files'

/** Milliseconds between two looks; a change that the system tells of is looked at after a moment. */
const every = 10_000
const soon = 300

/**
 * Takes in what other devices write to a library while it is open: a synchroniser brings their files piece by piece and
 * in any order. What is not there in full is tried again once something has changed.
 */
export class DeviceFollower {
  readonly #library: Library
  readonly #watchers = new Map<string, FSWatcher>()
  /** Size and time of change of each file, as it was when it was looked at. */
  readonly #seen = new Map<string, string>()
  #entriesSeen = ''
  #damagesSeen: string
  readonly #rounds = new Rounds(async () => {
    await this.#look()
    return every
  })

  constructor(library: Library) {
    this.#library = library
    this.#damagesSeen = JSON.stringify(library.damages)
    this.#rounds.within(soon)
  }

  /** Looks now. */
  look(): Promise<void> {
    return this.#rounds.now()
  }

  async stop(): Promise<void> {
    const stopped = this.#rounds.stop()
    for (const watcher of this.#watchers.values()) watcher.close()
    await stopped
  }

  async #look(): Promise<void> {
    const { folder } = this.#library
    try {
      const devices = await deviceFolders(folder)
      this.#watch(devices)
      for (const file of await journalFiles(folder)) await this.#readJournal(file)
      this.#library.journals.takeFiles(await strayFiles(folder, devices))
      await this.#retry(devices)
      const damages = JSON.stringify(this.#library.damages)
      if (damages !== this.#damagesSeen) this.#library.damagesChanged()
      this.#damagesSeen = damages
    } catch {
      // The folder is gone, or cannot be read just now: whoever does something is told so, and it is looked at again.
    }
  }

  async #readJournal({ device, file, isCopy }: JournalFile): Promise<void> {
    const { folder, journals } = this.#library
    if (device === this.#library.device && !isCopy) return
    const name = `${device}/${file}`
    const state = await stateOf(join(folder, 'devices', device, file))
    if (this.#seen.get(name) === state) return
    const known = journals.position(device, file)
    const path = `devices/${name}`
    const hadDamage = journals.damages.some((damage) => damage.file === path && damage.line > 0)
    const goesOn = known !== undefined && !hadDamage && (await isAsRead(folder, [known]))
    const start: JournalPosition = goesOn ? known : { ...unread, device, file }
    const { decisions, others, damages, position } = await readJournal(folder, start)
    journals.takeFile(position, damages)
    if (decisions.length > 0 || others.length > 0) await this.#library.takeIn(decisions, others)
    this.#seen.set(name, state)
  }

  /** Digests of which something was missing, once any file that may hold it has changed. */
  async #retry(devices: readonly string[]): Promise<void> {
    const { folder, catalog } = this.#library
    if (catalog.unfinished.length === 0) return
    const states = [String(catalog.unfinished.length)]
    for (const device of devices) {
      const path = join(folder, 'devices', device)
      const names = (await readdir(path)).filter((name) => name.startsWith('entries-'))
      for (const name of names.sort()) states.push(`${name} ${await stateOf(join(path, name))}`)
    }
    const seen = states.join()
    if (seen === this.#entriesSeen) return
    await this.#library.retryUnfinished()
    this.#entriesSeen = seen
  }

  #watch(devices: readonly string[]): void {
    const { folder } = this.#library
    for (const path of [
      join(folder, 'devices'),
      ...devices.map((device) => join(folder, 'devices', device))
    ]) {
      if (this.#rounds.stopped || this.#watchers.has(path)) continue
      try {
        const watcher = watch(path, { persistent: false }, () => {
          this.#rounds.within(soon)
        })
        const end = (): void => {
          watcher.close()
          this.#watchers.delete(path)
        }
        watcher.on('error', end)
        this.#watchers.set(path, watcher)
      } catch {
        // Some file systems tell nothing of changes, and systems have few watchers: looking every while is enough.
      }
    }
  }
}

async function stateOf(path: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(path)
  return `${size} ${mtimeMs} ${ino}`
}
