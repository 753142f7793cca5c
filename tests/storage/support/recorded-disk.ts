import type * as Real from 'node:fs/promises'

/** One call that changes what is on a disk, or brings it there. */
export interface DiskCall {
  /** As in node:fs/promises; `make` for an open that makes the file. */
  readonly name: string
  /** What it is about; of a rename or a link, the new name. */
  readonly path: string
  /** The old name; of folders that are made, the topmost that was missing. */
  readonly from?: string
  /** Of a file written as a whole: whether that was synced. */
  readonly synced?: boolean
}

type Method = (...values: unknown[]) => Promise<unknown>

const changing: ReadonlySet<string> = new Set([
  ...['rename', 'link', 'unlink', 'rm', 'rmdir', 'mkdir', 'writeFile', 'copyFile', 'symlink', 'truncate']
])
const changingFile: ReadonlySet<string> = new Set([
  ...['write', 'writev', 'writeFile', 'appendFile', 'truncate', 'datasync', 'sync']
])

/** An error as the file system throws it. */
function diskError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: as the test wants it`), { code })
}

/**
 * Stands in the place of node:fs/promises in a test: every call is made, and those that change anything are recorded
 * when they have ended well. It can be let fail, and die: then nothing is done any more, as when a process is killed.
 */
export class RecordedDisk {
  /** In the order in which they ended. */
  calls: DiskCall[] = []
  /** Called before each of those calls; what it throws is thrown in the call's place. */
  before: (call: DiskCall) => void | Promise<void> = () => undefined
  recording = false
  /** False where syncs are recorded and not made, which nobody can see who does not cut the power: that is quick. */
  syncing = true
  #count = 0
  #diesAt = Number.POSITIVE_INFINITY

  /** Begins anew; only calls from now on are recorded. */
  record(): void {
    this.calls = []
    this.before = () => undefined
    this.recording = true
    this.#count = 0
    this.#diesAt = Number.POSITIVE_INFINITY
  }

  stop(): void {
    this.recording = false
  }

  /** Before the call of that number, from 0, everything ends; half of what a write was to write is written. */
  dieAt(number: number): void {
    this.record()
    this.#diesAt = number
  }

  /** Lets each call fail that fits. */
  failWhere(fits: (call: DiskCall) => boolean, code: string): void {
    this.before = (call) => {
      if (fits(call)) throw diskError(code)
    }
  }

  get isDead(): boolean {
    return this.recording && this.#count > this.#diesAt
  }

  /** To be given to `vi.mock`. */
  over(real: typeof Real): typeof Real {
    const wrapped: Record<string, unknown> = { ...real }
    for (const name of changing) {
      const method = Reflect.get(real, name) as Method
      wrapped[name] = (...values: unknown[]) => {
        const renames = name === 'rename' || name === 'link' || name === 'copyFile'
        const [first = '', second = ''] = values.map(String)
        const { flush = false } = (values[2] ?? {}) as { flush?: boolean }
        const call = renames ? { name, path: second, from: first } : { name, path: first }
        return this.#call(name === 'writeFile' ? { ...call, synced: flush } : call, () => method(...values))
      }
    }
    wrapped.open = (path: string, flags: string | number = 'r', mode?: number) =>
      this.#open(real, path, flags, mode)
    return wrapped as typeof Real
  }

  async #open(real: typeof Real, path: string, flags: string | number, mode?: number): Promise<unknown> {
    const creates = typeof flags === 'number' ? (flags & real.constants.O_CREAT) !== 0 : /[wa]/.test(flags)
    const isNew = creates && (await real.stat(path).catch(() => null)) === null
    const opening = (): Promise<Real.FileHandle> => real.open(path, flags, mode)
    const file = isNew
      ? ((await this.#call({ name: 'make', path }, opening)) as Real.FileHandle)
      : await this.#alive(opening)
    return new Proxy(file, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target)
        if (typeof member !== 'function') return member
        const method = (member as Method).bind(target)
        if (!changingFile.has(String(name))) return method
        return (...values: unknown[]) =>
          this.#call(
            { name: String(name), path },
            () => (this.syncing || !String(name).endsWith('sync') ? method(...values) : Promise.resolve()),
            () => half(method, String(name), values)
          )
      }
    })
  }

  async #call(
    call: DiskCall,
    make: () => Promise<unknown>,
    dying?: () => Promise<unknown>
  ): Promise<unknown> {
    if (!this.recording) return make()
    const number = this.#count++
    if (number > this.#diesAt) throw diskError('EDEAD')
    if (number === this.#diesAt) {
      await dying?.()
      throw diskError('EDEAD')
    }
    await this.before(call)
    const result = await make()
    // A folder that was there already is not made.
    const made = call.name === 'mkdir' && typeof result === 'string' ? { from: result } : {}
    this.calls.push({ ...call, ...made })
    return result
  }

  async #alive<T>(make: () => Promise<T>): Promise<T> {
    if (this.isDead) throw diskError('EDEAD')
    return make()
  }
}

/** Of what a write was to write, the first half. */
async function half(method: Method, name: string, values: unknown[]): Promise<void> {
  const [bytes, offset, length, position] = values
  if (name === 'write') await method(bytes, offset, Number(length) >> 1, position)
  else if (name === 'writeFile' || name === 'appendFile') {
    const whole = Buffer.from(bytes as string)
    await method(whole.subarray(0, whole.length >> 1))
  }
}

/** The one of a test file: see {@link RecordedDisk.over}. */
export const disk = new RecordedDisk()
