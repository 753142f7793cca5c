import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stageDigest } from '#main/storage/staged-import'
import { read } from '../fuzz/check'
import { gz, tar, zip } from '../library/support/archives'
import { fieldList, items, type Item } from '../library/support/digest-text'
import type { KnownDigest, KnownFile, KnownPaper } from './model'

/** Files that can be imported, and what is known of them, in a folder of their own. */
export interface Material {
  readonly folder: string
  readonly files: readonly KnownFile[]
}

const listName = 'files.json'

/** The papers that every bulk of 5,000 is about. */
export const bigFile = 'big.md'

/** The title says the version, so that what is shown tells which Digests it was merged from. */
export function titleOf(id: string, version: number): string {
  return `Title of ${id} in version ${version}`
}

/** Whether a paper's title is one of those. */
export function isMade(id: string): boolean {
  return /^250[1-4]\./.test(id)
}

/** Makes the files: samples, small digests that share papers in several versions, large ones, archives. */
export async function makeMaterial(folder: string, seeds: readonly MadeFile[]): Promise<Material> {
  await mkdir(folder, { recursive: true })
  const days = Array.from({ length: 40 }, (_, day): MadeFile => ({
    name: `${day}.md`,
    bytes: smallDigest(day)
  }))
  const plain: MadeFile[] = [
    ...seeds,
    ...days.slice(0, 24),
    { name: 'two.md', bytes: Buffer.concat([smallDigest(40), smallDigest(41)]) },
    { name: 'middle.md', bytes: fieldList('2024-03-01', withVersion(items(700, '2503'), 1)) },
    { name: 'middle-again.md', bytes: fieldList('2024-03-02', withVersion(items(700, '2503', 300), 2)) },
    { name: bigFile, bytes: fieldList('2024-02-01', withVersion(items(5200, '2502'), 1)) }
  ]
  const archives = [
    { name: 'some.zip', inner: days.slice(24, 29), pack: zipOf },
    { name: 'others.tar.gz', inner: days.slice(29, 35), pack: tarOf },
    // Of a file that may be there already, too.
    { name: 'more.zip', inner: days.slice(20, 40), pack: zipOf }
  ]
  const files: KnownFile[] = []
  for (const { name, bytes } of plain) {
    await writeFile(join(folder, name), bytes)
    files.push({ name, parts: [await digestsIn(name, bytes)] })
  }
  for (const { name, inner, pack } of archives) {
    await writeFile(join(folder, name), pack(inner))
    const parts: (readonly KnownDigest[])[] = []
    for (const { name: within, bytes } of inner) parts.push(await digestsIn(within, bytes))
    files.push({ name, parts })
  }
  await writeFile(join(folder, listName), JSON.stringify(files))
  return { folder, files }
}

export async function readMaterial(folder: string): Promise<Material> {
  const files = JSON.parse(await readFile(join(folder, listName), 'utf8')) as readonly KnownFile[]
  return { folder, files }
}

export interface MadeFile {
  readonly name: string
  readonly bytes: Buffer
}

/** A few papers of many, in a version that is the higher the later the day is. */
function smallDigest(day: number): Buffer {
  const date = `2024-01-${String(1 + (day % 28)).padStart(2, '0')}`
  const some = items(3 + (day % 9), '2501', 1 + (day % 13) * 3)
  return fieldList(date, withVersion(some, 1 + (day % 3)), day < 28 ? 'cs.CV' : 'cs.LG')
}

function withVersion(some: readonly Item[], version: number): Item[] {
  return some.map((item) => ({ ...item, version, title: titleOf(item.id, version) }))
}

function zipOf(files: readonly MadeFile[]): Buffer {
  return zip(files.map(({ name, bytes }) => ({ name, content: bytes })))
}

function tarOf(files: readonly MadeFile[]): Buffer {
  return gz(tar(files.map(({ name, bytes }) => ({ name, content: bytes }))))
}

async function digestsIn(name: string, bytes: Buffer): Promise<KnownDigest[]> {
  const found = new Map<string, KnownDigest>()
  for (const parsed of read(bytes).digests) {
    const file = { name, bytesHash: '', imported: '' }
    const { digest } = await stageDigest(parsed, file, 0, 1)
    const papers = parsed.entries.map(({ id, version }): KnownPaper => ({ id, version }))
    found.set(digest.key, { key: digest.key, papers })
  }
  return [...found.values()]
}
