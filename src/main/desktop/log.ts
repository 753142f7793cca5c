import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Bytes of a file, and how many files are kept: half a megabyte tells of months. */
const longest = 256 * 1024
const olderFiles = 2

/**
 * What happened, for a report of a fault. It holds no text of papers, notes, tags or searches, and no names of files.
 * Lines are few, so each is written at once: the last one before a crash is the one that matters.
 */
export class Log {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  info(sentence: string): void {
    this.#write('info', sentence)
  }

  warn(sentence: string): void {
    this.#write('warn', sentence)
  }

  /** An error's message may quote anything: its name, code and place are enough. */
  error(sentence: string, cause: unknown): void {
    this.#write('error', `${sentence}: ${placeOf(cause)}`)
  }

  /** The last lines of the newest file. */
  async tail(lines: number): Promise<string[]> {
    const text = await readFile(this.path, 'utf8').catch(() => '')
    return text.trimEnd().split('\n').slice(-lines)
  }

  #write(level: string, sentence: string): void {
    try {
      this.#rotate()
      appendFileSync(this.path, `${new Date().toISOString()} ${level} ${sentence.replace(/\s+/g, ' ')}\n`)
    } catch {
      // A full disk is told where it matters. Without a log everything else still works.
    }
  }

  #rotate(): void {
    const size = statSync(this.path, { throwIfNoEntry: false })?.size
    if (size === undefined) mkdirSync(dirname(this.path), { recursive: true })
    if (size === undefined || size < longest) return
    const names = [
      this.path,
      ...Array.from({ length: olderFiles }, (_, index) => `${this.path}.${index + 1}`)
    ]
    for (let index = olderFiles; index > 0; index--) {
      const [from = '', to = ''] = [names[index - 1], names[index]]
      if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, to)
    }
  }
}

function placeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause
  const { code } = cause as NodeJS.ErrnoException
  const { message, stack = '' } = cause
  const frames = stack
    .slice(Math.max(0, stack.indexOf(message)) + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    // Folders name the user.
    .map((line) => line.trim().replace(/\(?(?:file:\/\/)?[^\s()]*[\\/]([^\\/\s]+)\)?$/, '$1'))
  return [cause.name, code, ...frames.slice(0, 6)].filter((part) => part !== undefined).join(' ')
}
