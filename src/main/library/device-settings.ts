import { join } from 'node:path'
import { Low } from 'lowdb'
import * as v from 'valibot'
import { requests, type Argument, type DeviceSettings } from '#core/contract'
import { DurableJson } from '#main/storage/durable-json'

/** What stands in device.json: the settings, and whatever later releases write besides. */
interface DeviceDocument {
  readonly kind: 'device'
  readonly [field: string]: unknown
}

/** What stands in device.json besides: the place of the desktop's window, where lists were left, what is watched. */
export type HostField = 'window' | 'places' | 'watchFolder'

/** Saves within so many milliseconds are written together. */
const writtenAfter = 500

const schema = requests.saveDeviceSettings

/**
 * What belongs to this device: held in memory, and written a moment after it was saved, for a pane that is dragged saves
 * many times. Nothing of it is worth an error: what cannot be read begins anew, what cannot be written is tried again
 * with the next save and when the library is closed.
 */
export class DeviceSettingsFile {
  readonly #low: Low<DeviceDocument>
  #timer: NodeJS.Timeout | null = null
  #writing: Promise<void> = Promise.resolve()
  #unwritten = false

  private constructor(low: Low<DeviceDocument>) {
    this.#low = low
  }

  /** @param folder The device's, in the library. */
  static async open(folder: string): Promise<DeviceSettingsFile> {
    const adapter = new DurableJson(join(folder, 'device.json'), isDeviceDocument)
    const low = new Low<DeviceDocument>(adapter, { kind: 'device' })
    await low.read().catch(() => undefined)
    return new DeviceSettingsFile(low)
  }

  /** A field of a later release's making that this one does not understand is as if it were not there. */
  get settings(): DeviceSettings {
    const { data } = this.#low
    const known = Object.entries(schema.entries).filter(([name, field]) => v.is(field, data[name]))
    return Object.fromEntries(known.map(([name]) => [name, data[name]]))
  }

  /** Where lists were left, by what windows call them. */
  get places(): Argument<'keepPlaces'>['places'] {
    const kept = v.safeParse(requests.keepPlaces, { places: this.#low.data.places })
    return kept.success ? kept.output.places : {}
  }

  /** Fields that are left out stay as they are. @returns Whether anything is different now. */
  save(changed: DeviceSettings): boolean {
    const before = JSON.stringify(this.settings)
    this.#low.data = { ...this.#low.data, ...changed }
    if (JSON.stringify(this.settings) === before && !this.#unwritten) return false
    this.#writeSoon()
    return JSON.stringify(this.settings) !== before
  }

  /** What is kept besides, under a name of its own: it is no setting, and no other window is told of it. */
  kept(name: HostField): unknown {
    return this.#low.data[name]
  }

  /** @param value JSON. */
  keep(name: HostField, value: unknown): void {
    this.#low.data = { ...this.#low.data, [name]: value }
    this.#writeSoon()
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    await this.#write()
  }

  #writeSoon(): void {
    this.#unwritten = true
    this.#timer ??= setTimeout(() => {
      void this.#write()
    }, writtenAfter)
  }

  #write(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#writing = this.#writing.then(async () => {
      if (!this.#unwritten) return
      this.#unwritten = false
      await this.#low.write().catch(() => (this.#unwritten = true))
    })
    return this.#writing
  }
}

function isDeviceDocument(value: unknown): value is DeviceDocument {
  return typeof value === 'object' && value !== null && (value as Partial<DeviceDocument>).kind === 'device'
}
