import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { linesOf } from '#main/storage/file-lines'
import { JournalAdapter, RecoveringLow, type Journaled } from '#main/storage/journaled'
import { decodeLine, encodeLine } from '#main/storage/line-codec'
import { LineLog, logFiles, type LinePlace } from '#main/storage/line-log'
import { FaultyDisk } from './faulty-disk.ts'

/** The simplest state there is: names in the order in which they were added. */
export class Names implements Journaled<string> {
  readonly all: string[] = []
  readonly unsaved: string[] = []
  readonly places = new Map<string, LinePlace>()

  add(name: string): void {
    this.all.push(name)
    this.unsaved.push(name)
  }

  saved(name: string, place: LinePlace): void {
    this.places.set(name, place)
  }
}

/** Names as they are on disk. */
export async function readNames(folder: string): Promise<Names> {
  const names = new Names()
  for (const file of await logFiles(folder, 'names')) {
    for (const { bytes, whole } of linesOf(await readFile(join(folder, file)))) {
      const decoded = whole ? decodeLine(bytes) : null
      if (decoded?.ok === true) names.all.push(decoded.record.kind)
    }
  }
  return names
}

export interface NamesOnDisk {
  readonly folder: string
  readonly disk: FaultyDisk
  readonly log: LineLog
  readonly adapter: JournalAdapter<Names, string>
  readonly low: RecoveringLow<Names>
}

export interface NamesOptions {
  readonly load?: () => Promise<Names>
  readonly guard?: () => void
}

/** A database of names over files that can be made to fail. */
export function namesOnDisk(folder: string, options: NamesOptions = {}): NamesOnDisk {
  const { load = () => readNames(folder), guard = () => undefined } = options
  const disk = new FaultyDisk()
  const log = new LineLog({ folder, prefix: 'names', sealAt: 1_000_000, openFile: disk.openFile, guard })
  const encode = (name: string): Buffer => encodeLine({ kind: name })
  const adapter = new JournalAdapter<Names, string>({ load, log, encode, folder })
  return { folder, disk, log, adapter, low: new RecoveringLow(adapter, new Names()) }
}
