/** What a library must hold after some acts: told by rules of its own, without the product's code. */

export interface KnownPaper {
  readonly id: string
  /** Null where the digest does not tell it. */
  readonly version: number | null
}

export interface KnownDigest {
  readonly key: string
  readonly papers: readonly KnownPaper[]
}

/** A file that can be imported: of an archive, the files in it one by one. */
export interface KnownFile {
  readonly name: string
  readonly parts: readonly (readonly KnownDigest[])[]
}

export interface Wish {
  readonly read?: boolean
  readonly starred?: boolean
  readonly addTags?: readonly string[]
  readonly removeTags?: readonly string[]
}

export type Act =
  | { readonly kind: 'import'; readonly file: string; readonly read?: boolean }
  | { readonly kind: 'mark'; readonly ids: readonly string[]; readonly wish: Wish }
  /** One visit to a note's editor: what was saved meanwhile. An empty text takes the note away. */
  | { readonly kind: 'note'; readonly id: string; readonly texts: readonly string[] }
  | { readonly kind: 'remove'; readonly key: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }

type Value = boolean | number | string
type Changed = readonly [name: string, before: Value, after: Value]

/** What undo takes back as one. */
interface Done {
  readonly act: number
  readonly changes: Changed[]
  undone: boolean
}

export interface ModelState {
  readonly values: readonly (readonly [string, Value])[]
  readonly decisions: number
  readonly acts: number
  readonly done: readonly Done[]
  readonly redo: readonly number[]
}

export const emptyModel: ModelState = { values: [], decisions: 0, acts: 0, done: [], redo: [] }

/** Marks as both the model and the library tell them. */
export interface Told {
  readonly read: boolean
  readonly starred: boolean
  readonly tags: readonly string[]
  readonly note: string
}

export class Model {
  readonly #files: ReadonlyMap<string, KnownFile>
  readonly #digests: ReadonlyMap<string, KnownDigest>
  readonly #values: Map<string, Value>
  readonly #done: Done[]
  #redo: number[]
  #decisions: number
  #acts: number
  #versions: Map<string, number> | null = null

  constructor(files: readonly KnownFile[], state: ModelState = emptyModel) {
    this.#files = new Map(files.map((file) => [file.name, file]))
    this.#digests = new Map(files.flatMap(({ parts }) => parts.flat()).map((digest) => [digest.key, digest]))
    this.#values = new Map(state.values)
    this.#done = state.done.map((each) => ({ ...each, changes: [...each.changes] }))
    this.#redo = [...state.redo]
    this.#decisions = state.decisions
    this.#acts = state.acts
  }

  state(): ModelState {
    return {
      values: [...this.#values],
      decisions: this.#decisions,
      acts: this.#acts,
      done: this.#done.map((each) => ({ ...each, changes: [...each.changes] })),
      redo: [...this.#redo]
    }
  }

  get decisions(): number {
    return this.#decisions
  }

  get canUndo(): boolean {
    return this.#done.some(({ undone }) => !undone)
  }

  get canRedo(): boolean {
    return this.#redo.length > 0
  }

  /** Keys of the digests in the library. */
  get present(): string[] {
    return [...this.#values].flatMap(([name, value]) =>
      name.startsWith('digest ') && value === true ? [name.slice(7)] : []
    )
  }

  /** The papers in the library, with the highest version known; 0 where none is. */
  get papers(): ReadonlyMap<string, number> {
    if (this.#versions !== null) return this.#versions
    const versions = new Map<string, number>()
    for (const key of this.present) {
      for (const { id, version } of this.#digests.get(key)?.papers ?? [])
        versions.set(id, Math.max(versions.get(id) ?? 0, version ?? 0))
    }
    return (this.#versions = versions)
  }

  /** What was marked, papers that are away included. */
  marks(): Map<string, Told> {
    const told = new Map<string, { read: boolean; starred: boolean; tags: string[]; note: string }>()
    for (const [name, value] of this.#values) {
      const [what = '', id = '', tag = ''] = name.split(' ')
      if (value === false || value === '' || what === 'digest' || what === 'version') continue
      const mark = told.get(id) ?? { read: false, starred: false, tags: [], note: '' }
      told.set(id, mark)
      if (what === 'read') mark.read = true
      else if (what === 'starred') mark.starred = true
      else if (what === 'tag') mark.tags.push(tag)
      else mark.note = String(value)
    }
    for (const { tags } of told.values()) tags.sort()
    return told
  }

  /** Forgets what undo could reach: nobody knows in which order acts at once came to the disk. */
  wall(): void {
    this.#done.length = 0
    this.#redo = []
  }

  /** How many Decisions an act may take: each of them is wholly there or wholly not. */
  steps(act: Act): number {
    if (act.kind === 'import') return this.#files.get(act.file)?.parts.length ?? 0
    return act.kind === 'note' ? act.texts.length : 1
  }

  /** @param steps So many of its Decisions came to the disk. */
  apply(act: Act, steps = this.steps(act)): void {
    const number = this.#acts++
    if (act.kind === 'undo') this.#undo()
    else if (act.kind === 'redo') this.#redoLast()
    else for (let step = 0; step < steps; step++) this.#decide(number, this.#changesOf(act, step))
  }

  #changesOf(act: Exclude<Act, { kind: 'undo' | 'redo' }>, step: number): Changed[] {
    switch (act.kind) {
      case 'import':
        return this.#imported(this.#files.get(act.file)?.parts[step] ?? [], act.read === true)
      case 'mark':
        return act.ids.flatMap((id) => this.#marked(id, act.wish, this.papers.get(id) ?? 0))
      case 'note': {
        const set = this.#set(`note ${act.id}`, act.texts[step] ?? '', '')
        return [...set, ...this.#seen(act.id, this.papers.get(act.id) ?? 0, set.length > 0)]
      }
      case 'remove':
        return this.#set(`digest ${act.key}`, false, false)
    }
  }

  #imported(digests: readonly KnownDigest[], read: boolean): Changed[] {
    const missing = digests.filter(({ key }) => this.#values.get(`digest ${key}`) !== true)
    const fresh = new Map<string, number>()
    for (const { papers } of missing) {
      for (const { id, version } of papers) if (!this.papers.has(id)) fresh.set(id, version ?? 0)
    }
    const filed = read ? [...fresh].flatMap(([id, version]) => this.#marked(id, { read }, version)) : []
    return [...missing.flatMap(({ key }) => this.#set(`digest ${key}`, true, false)), ...filed]
  }

  #marked(id: string, { read, starred, addTags = [], removeTags = [] }: Wish, version: number): Changed[] {
    const changes = [
      ...(read === undefined ? [] : this.#set(`read ${id}`, read, false)),
      ...(starred === undefined ? [] : this.#set(`starred ${id}`, starred, false)),
      ...addTags.flatMap((tag) => this.#set(`tag ${id} ${tag}`, true, false)),
      ...removeTags.flatMap((tag) => this.#set(`tag ${id} ${tag}`, false, false))
    ]
    return [...changes, ...this.#seen(id, version, changes.length > 0)]
  }

  /** Whoever decides on a paper has seen its version; of one decided on before, a higher one is a change by itself. */
  #seen(id: string, version: number, changed: boolean): Changed[] {
    const before = Number(this.#values.get(`version ${id}`) ?? 0)
    return version > before && (changed || before > 0) ? [[`version ${id}`, before, version]] : []
  }

  #set(name: string, after: Value, unset: Value): Changed[] {
    const before = this.#values.get(name) ?? unset
    return before === after ? [] : [[name, before, after]]
  }

  #decide(act: number, changes: readonly Changed[]): void {
    if (changes.length === 0) return
    this.#decisions++
    this.#redo = []
    const last = this.#done.at(-1)
    if (last?.act === act) last.changes.push(...changes)
    else this.#done.push({ act, changes: [...changes], undone: false })
    for (const [name, , after] of changes) this.#put(name, after)
  }

  #undo(): void {
    const at = this.#done.findLastIndex(({ undone }) => !undone)
    const done = this.#done[at]
    if (done === undefined) return
    this.#decisions++
    done.undone = true
    this.#redo.push(at)
    for (const [name, before, after] of [...done.changes].reverse())
      if (this.#values.get(name) === after) this.#put(name, before)
  }

  #redoLast(): void {
    const done = this.#done[this.#redo.pop() ?? -1]
    if (done === undefined) return
    this.#decisions++
    done.undone = false
    for (const [name, before, after] of done.changes)
      if ((this.#values.get(name) ?? before) === before) this.#put(name, after)
  }

  #put(name: string, value: Value): void {
    this.#values.set(name, value)
    if (name.startsWith('digest ')) this.#versions = null
  }
}
