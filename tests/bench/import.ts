import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { openLibrary } from '#main/library/open-library'
import { watchEventLoop } from './event-loop'
import { laterFile, readDigests, type DigestFile } from './digests'
import { inChild, peakMemory, type Row } from './measure'

/** Imports under way at once, as the command line has them. */
const atOnce = 4

/** Importing many files, against the least that any import must do; then again with every third file changed. */
export async function measureImport(files: readonly DigestFile[]): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'papertray-bench-'))
  try {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')]
    await writeAll(first, files)
    await writeAll(second, files.filter((_, index) => index % 3 === 0).map(laterFile))
    const naive = await inChild('naive-import', first, join(folder, 'naive.jsonl'))
    const home = join(folder, 'home')
    const ours = await inChild('import', first, home)
    const again = await inChild('import', second, home)
    const sqlite = await inChild('sqlite-import', first, join(folder, 'papers.sqlite'))
    const papers = (ours.entries ?? 0).toLocaleString('en')
    const reference = { what: 'parse, JSON, checksum, datasync a file', measured: naive.seconds ?? NaN }
    return [
      seconds(`import ${papers} entries in ${files.length} files`, ours, 6, reference),
      searchable(ours),
      seconds('the same with every third file changed', again, 6, reference),
      {
        what: 'the same parsed as here and stored with SQLite, a transaction for each file',
        measured: sqlite.seconds ?? NaN,
        unit: 's',
        reference: { what: 'Papertray', measured: ours.seconds ?? NaN },
        goal: 'for comparison',
        reached: true
      },
      memory('peak memory of that import', ours),
      memory('and of importing the changed files', again),
      heldRow(Math.max(ours.held ?? NaN, again.held ?? NaN), ours)
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Importing the same files until all their papers are found, alone. */
export async function measureSearchable(files: readonly DigestFile[]): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'papertray-bench-'))
  try {
    await writeAll(join(folder, 'first'), files)
    const ours = await inChild('import', join(folder, 'first'), join(folder, 'home'))
    return [searchable(ours), memory('peak memory of that import', ours), heldRow(ours.held ?? NaN, ours)]
  } finally {
    await rm(folder, { recursive: true })
  }
}

function searchable(result: Readonly<Record<string, number>>): Row {
  const measured = result.searchable ?? NaN
  return {
    what: `import ${(result.entries ?? 0).toLocaleString('en')} entries until all are searchable`,
    measured,
    unit: 's',
    reference: { what: 'until all are stored', measured: result.seconds ?? NaN },
    goal: '≤ 10 s for 69,465 entries',
    reached: measured <= 10
  }
}

function heldRow(held: number, result: Readonly<Record<string, number>>): Row {
  return {
    what: 'longest hold of the event loop, pauses of the garbage collector aside',
    measured: held,
    unit: 'ms',
    reference: { what: 'longest pause of the garbage collector', measured: result.collected ?? NaN },
    goal: '≤ 50 ms',
    reached: held <= 50
  }
}

function seconds(
  what: string,
  result: Readonly<Record<string, number>>,
  goal: number,
  reference: NonNullable<Row['reference']>
): Row {
  const measured = result.seconds ?? NaN
  return {
    what,
    measured,
    unit: 's',
    reference,
    goal: `≤ ${goal} s for 69,465 entries`,
    reached: measured <= goal
  }
}

function memory(what: string, result: Readonly<Record<string, number>>): Row {
  const measured = result.megabytes ?? NaN
  return { what, measured, unit: 'MB', goal: '≤ 600 MB', reached: measured <= 600 }
}

/** Run in a process of its own. */
export async function importInChild(folder: string, home: string): Promise<Record<string, number>> {
  const files = await readDigests(folder)
  const directories = { userData: home, library: join(home, 'library'), cache: join(home, 'cache') }
  const library = await openLibrary({ folder: directories.library, directories }, 'benchmark')
  const holds = watchEventLoop()
  const start = performance.now()
  let entries = 0
  const pending: Promise<void>[] = []
  for (const { name, bytes } of files) {
    if (pending.length >= atOnce) await pending.shift()
    pending.push(
      library.importFile(name, bytes).then((reports) => {
        for (const report of reports) entries += report.entries
      })
    )
  }
  await Promise.all(pending)
  const seconds = (performance.now() - start) / 1000
  const ready = library.search.ready()
  // Then segments are put together still, which slows queries down a little and leaves none out.
  while (library.search.covered !== null) await setTimeout(1)
  const searchable = (performance.now() - start) / 1000
  await ready
  const tidied = (performance.now() - start) / 1000
  const watched = holds()
  await library.close()
  return {
    seconds,
    searchable,
    tidied,
    entries,
    ...watched,
    megabytes: peakMemory()
  }
}

/** The least an import can do: a naive parse, JSON, a checksum, an append and a datasync for each file. */
export async function naiveImportInChild(folder: string, path: string): Promise<Record<string, number>> {
  const files = await readDigests(folder)
  const file = await open(path, 'w')
  const start = performance.now()
  for (const { bytes } of files) {
    const records = bytes.toString('utf8').split('\n### ').slice(1)
    const lines = records.map((text) => {
      const fields = text.split('\n- **').map((field) => field.split('**: '))
      const json = JSON.stringify(fields)
      return `${crc32(json).toString(16)} ${json}\n`
    })
    await file.write(lines.join(''))
    await file.datasync()
  }
  const seconds = (performance.now() - start) / 1000
  await file.close()
  return { seconds }
}

async function writeAll(folder: string, files: readonly DigestFile[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { name, bytes } of files) {
    await writeFile(join(folder, name.replaceAll(/[\\/]/g, '-')), bytes)
  }
}
