import { realpath, stat } from 'node:fs/promises'
import { failureText } from '#core/messages'
import type { ProblemReason } from '#core/domain/problem'
import type { UnreadFile, WatchedFolder, WatchedImport, WatchState } from '#core/domain/watched-folder'
import type { ImportSessions } from '#main/library/import-sessions'
import type { Library } from '#main/library/library'
import { Rounds } from '#main/library/rounds'
import { candidatesIn, isGone, type Candidate } from '#main/library/watch-folder/candidates'
import { FolderHint } from '#main/library/watch-folder/folder-hint'
import { importBatch, nameBelow } from '#main/library/watch-folder/import-batch'
import { Settling } from '#main/library/watch-folder/settling'
import type { WatchMemory } from '#main/library/watch-folder/watch-memory'
import { writeFailure } from '#main/storage/write-failure'

/** Unread files that are named. */
const mostNamed = 50

/** In milliseconds. */
export interface WatchPauses {
  /** Between two looks at the folder. */
  readonly every: number
  /** From what the system tells of a change until the folder is looked at. */
  readonly soon: number
  /** For which a file must stay as it is to count as complete. */
  readonly settled: number
  /** After the library took nothing in. */
  readonly failed: number
}

export const usualPauses: WatchPauses = { every: 10_000, soon: 300, settled: 2000, failed: 60_000 }

/** A look takes at most this part of the time: large folders, and those far away, are looked at less often. */
const share = 20

export interface FolderWatchParts {
  readonly library: Library
  readonly sessions: ImportSessions
  readonly memory: WatchMemory
  readonly pauses: WatchPauses
  /** Told whenever {@link FolderWatch.status} is another one. */
  readonly changed: () => void
  readonly imported: (imported: WatchedImport) => void
}

/**
 * Imports what comes into one folder. What the system tells of changes is only a hint: the folder is looked at every
 * while. Nothing in it is moved, changed or deleted.
 */
export class FolderWatch {
  readonly folder: string
  readonly #parts: FolderWatchParts
  readonly #rounds = new Rounds(() => this.#look())
  readonly #hint: FolderHint
  readonly #settling: Settling
  readonly #stop = new AbortController()
  #state: WatchState = 'watching'
  #reason: string | null = null
  #importing: WatchedFolder['importing'] = null
  /** Files that cannot be read just now: they are tried again with every look. */
  #failing = new Map<string, ProblemReason>()
  #unread: readonly UnreadFile[] = []

  constructor(folder: string, parts: FolderWatchParts) {
    this.folder = folder
    this.#parts = parts
    this.#settling = new Settling(parts.pauses.settled)
    this.#hint = new FolderHint(folder, () => {
      this.#rounds.within(parts.pauses.soon)
    })
  }

  get status(): WatchedFolder {
    return {
      folder: this.folder,
      state: this.#state,
      reason: this.#reason,
      importing: this.#importing,
      last: this.#parts.memory.last,
      unread: this.#unread.slice(0, mostNamed),
      unreadCount: this.#unread.length
    }
  }

  /** Looks now, and again and again from then on. */
  look(): Promise<void> {
    return this.#rounds.now()
  }

  /** Ends it. A file that is being imported is left out whole: it is read when the folder is watched again. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#hint.stop()
    await Promise.all([this.#rounds.stop(), this.#parts.sessions.close()])
  }

  async #look(): Promise<number> {
    const { memory, pauses } = this.#parts
    const start = performance.now()
    try {
      const { folder, found } = await this.#find()
      if (found.tooMany) {
        this.#is('tooMany')
        return pauses.every
      }
      const fresh = found.files.filter((file) => !memory.knows(file))
      const { complete, waiting } = this.#settling.look(fresh, performance.now())
      const looked = performance.now() - start
      this.#failing = new Map()
      if (complete.length > 0) await this.#import(folder, complete)
      this.#tellUnread(folder, found.files, found.closed)
      this.#is('watching')
      memory.trim(found.files)
      return waiting ? pauses.settled : Math.max(pauses.every, looked * share)
    } catch (cause) {
      return this.#failed(cause)
    } finally {
      await memory.write()
    }
  }

  /** @throws NotLookedInto */
  async #find(): Promise<{ folder: string; found: Awaited<ReturnType<typeof candidatesIn>> }> {
    try {
      const folder = await realpath(this.folder)
      const { dev, ino } = await stat(folder)
      // Before it is looked into: what comes meanwhile is told of.
      this.#hint.follow(`${dev} ${ino}`)
      const own = await realpath(this.#parts.library.folder).catch(() => this.#parts.library.folder)
      return { folder, found: await candidatesIn(folder, own) }
    } catch (cause) {
      throw new NotLookedInto(isGone(cause))
    }
  }

  async #import(folder: string, files: readonly Candidate[]): Promise<void> {
    const { library, sessions, memory, imported } = this.#parts
    const batch = {
      library,
      sessions,
      memory,
      folder,
      files,
      stop: this.#stop.signal,
      progress: (done: number) => {
        this.#importing = { done, of: files.length }
        this.#parts.changed()
      },
      unreadable: ({ path }: Candidate, reason: ProblemReason) => {
        this.#failing.set(path, reason)
      }
    }
    try {
      await importBatch(batch, (told) => {
        memory.takeLast(told)
        imported(told)
      })
    } finally {
      this.#importing = null
      this.#parts.changed()
    }
  }

  #tellUnread(folder: string, files: readonly Candidate[], closed: readonly string[]): void {
    const { memory, changed } = this.#parts
    const unread = files.flatMap((file): UnreadFile[] => {
      const reason = this.#failing.get(file.path) ?? (memory.knows(file) ? memory.problemOf(file) : null)
      return reason === null ? [] : [{ file: nameBelow(folder, file.path), reason }]
    })
    for (const path of closed) unread.push({ file: nameBelow(folder, path), reason: 'fileUnreadable' })
    const isOther = JSON.stringify(unread) !== JSON.stringify(this.#unread)
    this.#unread = unread
    if (isOther) changed()
  }

  /** @returns Milliseconds until it is tried again. */
  #failed(cause: unknown): number {
    const { pauses, library } = this.#parts
    if (cause instanceof NotLookedInto) {
      this.#is(cause.isGone ? 'missing' : 'unreadable')
      // Another folder may come back in its place.
      this.#hint.stop()
      return pauses.every
    }
    const failure = writeFailure(cause, library.folder)
    // It was stopped.
    if (failure.code !== 'cancelled') this.#is('failing', failureText(failure.code, failure.details))
    return pauses.failed
  }

  #is(state: WatchState, reason: string | null = null): void {
    if (state === this.#state && reason === this.#reason) return
    this.#state = state
    this.#reason = reason
    this.#parts.changed()
  }
}

/** The folder is not there, or may not be looked into. */
class NotLookedInto extends Error {
  override readonly name = 'NotLookedInto'
  readonly isGone: boolean

  constructor(isGone: boolean) {
    super()
    this.isGone = isGone
  }
}
