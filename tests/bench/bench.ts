/**
 * `npm run bench -- [--digests DIR] [--large] [--ui]`: the figures of quality.md with their references from the same
 * run, as a table and as bench/results.json. `--digests` takes real digests instead of made ones, `--large` adds 300,000
 * papers, `--ui` the window in a real Chromium (four minutes for each size).
 * `npm run bench -- --search [--digests DIR] [--papers N]`: the search alone, at 10,000, 100,000 and 300,000 papers or one
 * of these, as bench/search.json; with `--quick` only which key presses take longest, at any size.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measureDialects } from './dialects'
import { makeDigests, readDigests, type DigestFile } from './digests'
import { importInChild, measureImport, measureSearchable, naiveImportInChild } from './import'
import { measureInterface } from './interface'
import { backupInChild, followInChild, historyInChild } from './keeping'
import { decideInChild, listInChild, openInChild, undoInChild } from './library'
import type { Row } from './measure'
import { measureParsing } from './parse'
import { oneFileInChild } from './peers'
import { rebuildInChild } from './rebuild'
import {
  buildInChild,
  changeInChild,
  memoryInChild,
  remakeInChild,
  restoreInChild,
  typeInChild
} from './search/papertray'
import { flexsearchInChild, fullTextInChild, minisearchInChild } from './search/peers'
import { measureQuickly } from './search/quick'
import { measureSearch } from './search/search'
import { writeTextsInChild } from './search/texts'
import { measureSize } from './sizes'
import { makeSqliteInChild, sqliteImportInChild, sqliteInChild } from './sqlite'

/** The bundled tool stands in out/tools. */
const root = join(import.meta.dirname, '..', '..')
const seeds = join(root, 'seeds')

const children: Readonly<Record<string, (...args: string[]) => Promise<Record<string, number>>>> = {
  import: importInChild,
  'naive-import': naiveImportInChild,
  open: openInChild,
  list: listInChild,
  decide: decideInChild,
  rebuild: rebuildInChild,
  backup: backupInChild,
  history: historyInChild,
  follow: followInChild,
  undo: undoInChild,
  'one-file': oneFileInChild,
  'make-sqlite': makeSqliteInChild,
  sqlite: sqliteInChild,
  'sqlite-import': sqliteImportInChild,
  'search-texts': writeTextsInChild,
  'search-type': typeInChild,
  'search-build': buildInChild,
  'search-restore': restoreInChild,
  'search-memory': memoryInChild,
  'search-remake': remakeInChild,
  'search-change': changeInChild,
  minisearch: minisearchInChild,
  flexsearch: flexsearchInChild,
  'full-text': fullTextInChild
}

const [flag, child = '', ...rest] = process.argv.slice(2)
if (flag === '--child') {
  const result = await children[child]?.(...rest)
  process.stdout.write(JSON.stringify(result))
} else {
  await bench()
}

async function bench(): Promise<void> {
  const { values } = parseArgs({
    options: {
      digests: { type: 'string' },
      large: { type: 'boolean' },
      ui: { type: 'boolean' },
      search: { type: 'boolean' },
      quick: { type: 'boolean' },
      papers: { type: 'string' }
    }
  })
  const files =
    values.digests === undefined
      ? await makeDigests(seeds, 69_465)
      : await readDigests(resolve(values.digests))
  if (values.search === true && values.quick === true)
    return measureQuickly(files, Number(values.papers ?? 100_000))
  const rows: Row[] = []
  const show = (more: readonly Row[]): void => {
    rows.push(...more)
    for (const row of more) process.stdout.write(`${line(row)}\n`)
  }
  process.stdout.write('what | measured | reference | ratio | goal\n')
  if (values.search === true) {
    show(await measureSearchable(files))
    const all = [10_000, 100_000, 300_000]
    await measureSearch(files, values.papers === undefined ? all : [Number(values.papers)], show)
  } else {
    await measureAll(files, values, show)
  }
  await mkdir(join(root, 'bench'), { recursive: true })
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memory: totalmem()
  }
  const input = values.digests === undefined ? 'made from seeds' : 'real digests'
  await writeFile(
    join(root, 'bench', values.search === true ? 'search.json' : 'results.json'),
    `${JSON.stringify({ machine, input, rows }, null, 2)}\n`
  )
  const missed = rows.filter(({ reached }) => !reached).length
  process.stdout.write(`${rows.length - missed} of ${rows.length} goals reached.\n`)
}

interface Wanted {
  readonly digests?: string
  readonly large?: boolean
  readonly ui?: boolean
}

async function measureAll(
  files: readonly DigestFile[],
  { digests, large = false, ui = false }: Wanted,
  show: (rows: readonly Row[]) => void
): Promise<void> {
  show(await measureParsing(files))
  show(await measureDialects(join(root, 'tests', 'fixtures', 'dialects')))
  show(await measureImport(files))
  const sizes = [100_000, ...(large ? [300_000] : [])]
  for (const papers of [1000, ...sizes]) show(await measureSize(seeds, papers))
  await measureSearch(files, [10_000, ...sizes], show)
  if (!ui) return
  await measureInterface(root, digests === undefined ? seeds : resolve(digests), sizes, show)
}

function line({ what, measured, unit, reference, goal, reached }: Row): string {
  const ratio =
    reference === undefined || reference.measured === 0 ? '' : `${format(measured / reference.measured, 2)} ×`
  const beside = reference === undefined ? '' : `${reference.what}: ${format(reference.measured)} ${unit}`
  return [what, `${format(measured)} ${unit}`, beside, ratio, goal, reached ? 'reached' : 'MISSED'].join(
    ' | '
  )
}

function format(value: number, digits = 3): string {
  return value >= 10 ** (digits - 1) ? value.toFixed(0) : value.toPrecision(digits)
}
