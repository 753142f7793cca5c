import { open } from 'node:fs/promises'
import type { AppendFile } from '#main/storage/line-log'

export type DiskCall = 'write' | 'datasync' | 'truncate' | 'close'

const watched: ReadonlySet<string> = new Set<DiskCall>(['write', 'datasync', 'truncate', 'close'])

/** An error as the file system throws it. */
export function diskError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: as the test wants it`), { code })
}

/** Real files whose calls are recorded and can be made to fail, to wait or to write less than they are asked to. */
export class FaultyDisk {
  /** What was called, each when it had ended well; a failed call with `!` after it. */
  readonly calls: string[] = []
  /** Called before each call; what it throws is thrown in the call's place. */
  before: (call: DiskCall) => void | Promise<void> = () => undefined
  /** Called after each call. */
  after: (call: DiskCall) => void = () => undefined
  /** Most bytes that one write brings to the file. */
  longestWrite = Number.POSITIVE_INFINITY

  /** Lets the next calls of that name fail, as often as there are codes. */
  fail(call: DiskCall, ...codes: string[]): void {
    const before = this.before
    this.before = (name) => {
      const code = name === call ? codes.shift() : undefined
      if (code !== undefined) throw diskError(code)
      return before(name)
    }
  }

  count(call: DiskCall): number {
    return this.calls.filter((each) => each === call).length
  }

  readonly openFile = async (path: string): Promise<AppendFile> => {
    await (await open(path, 'a')).close()
    return new Proxy(await open(path, 'r+'), {
      get: (file, name) => {
        const member: unknown = Reflect.get(file, name, file)
        if (typeof member !== 'function') return member
        const method = member as (...values: unknown[]) => Promise<unknown>
        if (!watched.has(String(name))) return method.bind(file)
        return (...values: unknown[]) =>
          this.#call(name as DiskCall, (...given) => method.apply(file, given), values)
      }
    })
  }

  async #call(
    call: DiskCall,
    method: (...values: unknown[]) => Promise<unknown>,
    values: unknown[]
  ): Promise<unknown> {
    try {
      await this.before(call)
    } catch (cause) {
      this.calls.push(`${call}!`)
      // A handle is given back even where that fails.
      if (call === 'close') await method()
      throw cause
    }
    const [bytes, offset, length, position] = values as [Buffer, number, number, number]
    const result =
      call === 'write'
        ? await method(bytes, offset, Math.min(length, this.longestWrite), position)
        : await method(...values)
    this.calls.push(call)
    this.after(call)
    return result
  }
}
