/**
 * `npm run bench -- [--digests DIR] [--large] [--ui]`: the figures of quality.md with their references from the same
 * run, as a table and as bench/results.json. `--digests` takes real digests instead of made ones, `--large` adds 300,000
 * papers, `--ui` the window in a real Chromium (four minutes for each size).
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measureDialects } from './dialects'
import { makeDigests, readDigests } from './digests'
import { importInChild, measureImport, naiveImportInChild } from './import'
import { measureInterface } from './interface'
import { backupInChild, followInChild, historyInChild } from './keeping'
import { decideInChild, listInChild, openInChild, undoInChild } from './library'
import type { Row } from './measure'
import { measureParsing } from './parse'
import { oneFileInChild } from './peers'
import { rebuildInChild } from './rebuild'
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
  'sqlite-import': sqliteImportInChild
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
    options: { digests: { type: 'string' }, large: { type: 'boolean' }, ui: { type: 'boolean' } }
  })
  const files =
    values.digests === undefined
      ? await makeDigests(seeds, 69_465)
      : await readDigests(resolve(values.digests))
  const rows: Row[] = []
  const show = (more: readonly Row[]): void => {
    rows.push(...more)
    for (const row of more) process.stdout.write(`${line(row)}\n`)
  }
  process.stdout.write('what | measured | reference | ratio | goal\n')
  show(await measureParsing(files))
  show(await measureDialects(join(root, 'tests', 'fixtures', 'dialects')))
  show(await measureImport(files))
  const sizes = [100_000, ...(values.large === true ? [300_000] : [])]
  for (const papers of [1000, ...sizes]) show(await measureSize(seeds, papers))
  if (values.ui === true) {
    const models = values.digests === undefined ? seeds : resolve(values.digests)
    await measureInterface(root, models, sizes, show)
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
    join(root, 'bench', 'results.json'),
    `${JSON.stringify({ machine, input, rows }, null, 2)}\n`
  )
  const missed = rows.filter(({ reached }) => !reached).length
  process.stdout.write(`${rows.length - missed} of ${rows.length} goals reached.\n`)
}

function line({ what, measured, unit, reference, goal, reached }: Row): string {
  const ratio =
    reference === undefined || reference.measured === 0
      ? ''
      : `${(measured / reference.measured).toPrecision(2)} ×`
  const beside = reference === undefined ? '' : `${reference.what}: ${format(reference.measured)} ${unit}`
  return [what, `${format(measured)} ${unit}`, beside, ratio, goal, reached ? 'reached' : 'MISSED'].join(
    ' | '
  )
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
