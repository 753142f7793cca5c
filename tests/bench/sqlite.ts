import { rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type * as Sqlite from 'node-sqlite3-wasm'
import { readLibrary } from '#main/library/open-library'
import { read } from '../fuzz/check'
import { readDigests } from './digests'
import { locationOf } from './library'
import { median, timed } from './measure'

/**
 * SQLite as an application would use it that keeps papers and marks in tables: compiled to WebAssembly over real files,
 * since nothing native can be had everywhere. It has no WAL there; the rollback journal is truncated, not deleted, and
 * everything is synced (`synchronous=FULL`). Natively, a decision in WAL takes a tenth of that.
 */
export function opened(path: string): Sqlite.Database {
  // Required, so that it finds its .wasm beside itself and is loaded by nobody else.
  const sqlite = createRequire(import.meta.url)('node-sqlite3-wasm') as typeof Sqlite
  const database = new sqlite.Database(path)
  database.exec('PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL')
  return database
}

const tables = `
  CREATE TABLE IF NOT EXISTS papers (id TEXT PRIMARY KEY, version INTEGER, title TEXT, authors TEXT, categories TEXT,
    announced TEXT, abstract TEXT, read INTEGER DEFAULT 0, starred INTEGER DEFAULT 0);
  CREATE TABLE IF NOT EXISTS entries (paper TEXT, digest TEXT, json TEXT);
  CREATE INDEX IF NOT EXISTS inbox ON papers (read, announced);`

const insert = `INSERT INTO papers (id, version, title, authors, categories, announced, abstract)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, title = excluded.title
  WHERE excluded.version > version`

/** Copies the papers of a library into tables; run in a process of its own. */
export async function makeSqliteInChild(home: string, path: string): Promise<Record<string, number>> {
  const library = await readLibrary(locationOf(home))
  if (library === null) throw new Error('the benchmark’s library is missing')
  const rows = library.rows('all')
  const papers = await library.papers(rows)
  const database = opened(path)
  database.exec(tables)
  const statement = database.prepare(insert)
  database.exec('BEGIN')
  papers.forEach((paper, index) => {
    const { id, version, title, authors, categories, abstract } = paper
    const { announced } = library.summary(rows[index] ?? 0)
    const lists = [JSON.stringify(authors), JSON.stringify(categories)] as const
    statement.run([id, version, title, ...lists, announced, abstract])
  })
  database.exec('COMMIT')
  statement.finalize()
  database.close()
  await library.close()
  return { papers: papers.length }
}

/** Opening with all rows a list shows, decisions one by one and many at once, and taking back a bulk. Milliseconds. */
export async function sqliteInChild(path: string, bulk: string): Promise<Record<string, number>> {
  let database = opened(path)
  database.close()
  let rows: readonly unknown[] = []
  const opening = await timed(() => {
    database = opened(path)
    rows = database.all(`SELECT id, version, title, authors, categories, announced, read, starred FROM papers
      ORDER BY announced DESC`)
  })
  const ids = (rows as { readonly id: string }[]).map(({ id }) => id)
  const star = database.prepare('UPDATE papers SET starred = 1 - starred WHERE id = ?')
  const times: number[] = []
  for (const id of ids.slice(0, 100)) times.push(await timed(() => star.run(id)))
  // As favourable as can be: an application that knows that they belong together.
  const burst = await timed(() => {
    database.exec('BEGIN')
    for (const id of ids.slice(0, 1000)) star.run(id)
    database.exec('COMMIT')
  })
  const some = ids.slice(0, Number(bulk))
  const readAs = database.prepare('UPDATE papers SET read = ? WHERE id = ?')
  const readAll = (value: number): void => {
    database.exec('BEGIN')
    for (const id of some) readAs.run([value, id])
    database.exec('COMMIT')
  }
  readAll(1)
  const undo = await timed(() => {
    readAll(0)
  })
  for (const statement of [star, readAs]) statement.finalize()
  database.close()
  return { opening, decision: median(times), burst, undo, rows: ids.length }
}

/** Parsed as we do it, stored in tables with a transaction for each file. */
export async function sqliteImportInChild(folder: string, path: string): Promise<Record<string, number>> {
  const files = await readDigests(folder)
  await rm(path, { force: true })
  const database = opened(path)
  database.exec(tables)
  const start = performance.now()
  const [paper, stored] = [insert, 'INSERT INTO entries VALUES (?, ?, ?)'].map((sql) => database.prepare(sql))
  let entries = 0
  for (const { name, bytes } of files) {
    database.exec('BEGIN')
    for (const { date, entries: all } of read(bytes).digests) {
      for (const { id, version, fields } of all) {
        const { title = null, authors = null, categories = null, abstract = null } = fields
        const lists = [JSON.stringify(authors), JSON.stringify(categories)] as const
        paper?.run([id, version, title, ...lists, date, abstract])
        stored?.run([id, name, JSON.stringify(fields)])
        entries++
      }
    }
    database.exec('COMMIT')
  }
  const seconds = (performance.now() - start) / 1000
  paper?.finalize()
  stored?.finalize()
  database.close()
  return { seconds, entries }
}
