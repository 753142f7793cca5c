import { digestDay, type Digest } from '#core/domain/digest'
import { commonOptions, readArguments, readLocated, type Command } from '#main/cli/command'
import { print, printText, UsageError } from '#main/cli/io'
import { problemJson } from '#main/cli/problem-json'

/** Enough of a key to tell the digests of any library apart. */
const shortKey = 12

export const digests: Command = {
  name: 'digests',
  usage: '[--library DIR] [--json]',
  summary: 'Lists the digests in the library, in the order of their import.',
  help: ['', '  --json         One JSON object a digest and line.'],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, { ...commonOptions, json: { type: 'boolean' } })
    if (positionals.length > 0) throw new UsageError('“digests” takes no further words.')
    const library = await readLocated(values.library, io)
    if (typeof library === 'number') return library
    try {
      for (const digest of library.digests()) {
        await (values.json === true ? print(io, jsonLine(digest)) : printText(io, tableLine(digest)))
      }
      return 0
    } finally {
      await library.close()
    }
  }
}

function jsonLine(digest: Digest): string {
  const { key, category, date, dialect, source, imported, entries, papers, repaired, problems } = digest
  const told = problems.map(problemJson)
  const json = { key, category, date, dialect, source, imported, entries, papers, repaired, problems: told }
  return JSON.stringify(json)
}

function tableLine(digest: Digest): string {
  const { key, category, dialect, source, entries } = digest
  const about = [digestDay(digest), (category ?? '–').padEnd(10), dialect.padEnd(15)].join('  ')
  return `${key.slice(0, shortKey)}  ${about}  ${String(entries).padStart(5)} entries  ${source}`
}
