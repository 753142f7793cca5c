import { parseArxivId, type ArxivId } from '#core/domain/arxiv-id'
import type { Wish } from '#core/domain/decide'
import { normaliseTag } from '#core/domain/tag'
import { failureText } from '#core/messages'
import type { Library } from '#main/library/library'
import { commonOptions, openLocated, readArguments, type Command } from '#main/cli/command'
import { complain, OutputGone, print, UsageError, type ExitCode, type Io } from '#main/cli/io'
import { counted } from '#core/words/counted'

const options = {
  ...commonOptions,
  read: { type: 'boolean' },
  unread: { type: 'boolean' },
  star: { type: 'boolean' },
  unstar: { type: 'boolean' },
  tag: { type: 'string', multiple: true },
  untag: { type: 'string', multiple: true },
  note: { type: 'string' }
} as const

type Values = ReturnType<typeof readArguments<typeof options>>['values']

export const mark: Command = {
  name: 'mark',
  usage: '[--library DIR] [--read|--unread] [--star|--unstar] [--tag T]… [--untag T]… [--note TEXT] ID…',
  summary: 'Marks papers: read, starred, tags, note.',
  help: [
    '',
    '  ID…            arXiv ids or addresses; all of them are one act for undo.',
    '                 “-” reads ids from standard input, one a line, and prints “ok ID” for each',
    '                 once it is safe on disk.',
    '  --note TEXT    Sets the note; an empty text takes it away.',
    '  --library DIR  The library; without it the one of the application.'
  ],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, options)
    const wish = wishOf(values)
    if (positionals.length === 0) throw new UsageError('Name a paper to mark.')
    if (positionals.includes('-') && positionals.length > 1) throw new UsageError('“-” stands alone.')
    const library = await openLocated(values.library, io, { create: false })
    try {
      if (positionals[0] === '-') return await markFromInput(library, wish, io)
      const { found, unknown } = recognise(positionals, library, io)
      if (found.length === 0) return 1
      const ids = [...new Set(found.map(({ id }) => id))]
      const { papers } = await library.mark(wish, ids)
      await print(io, `${papers} of ${counted(ids.length, 'paper')} changed.`)
      return unknown ? 1 : 0
    } finally {
      await library.close()
    }
  }
}

function wishOf(values: Values): Wish {
  if (values.read === true && values.unread === true)
    throw new UsageError('--read and --unread exclude each other.')
  if (values.star === true && values.unstar === true)
    throw new UsageError('--star and --unstar exclude each other.')
  const addTags = tagsOf(values.tag)
  const removeTags = tagsOf(values.untag)
  if (addTags.some((tag) => removeTags.includes(tag)))
    throw new UsageError('A tag cannot be both added and removed.')
  const wish: Wish = {
    ...(values.read === true ? { read: true } : values.unread === true ? { read: false } : {}),
    ...(values.star === true ? { starred: true } : values.unstar === true ? { starred: false } : {}),
    ...(addTags.length > 0 ? { addTags } : {}),
    ...(removeTags.length > 0 ? { removeTags } : {}),
    ...(values.note === undefined ? {} : { note: values.note.normalize('NFC') })
  }
  if (Object.keys(wish).length === 0) throw new UsageError('Say what to mark: --read, --star, --tag, --note…')
  return wish
}

function tagsOf(tags: readonly string[] = []): string[] {
  return tags.map((text) => {
    const tag = normaliseTag(text)
    if (tag === null) throw new UsageError(failureText('invalidTag', { tag: text }))
    return tag
  })
}

interface Recognised {
  /** As the caller wrote it. */
  readonly given: string
  readonly id: ArxivId
}

/** The papers that the library holds among some ids; the others are reported. */
function recognise(
  ids: readonly string[],
  library: Library,
  io: Io
): { found: Recognised[]; unknown: boolean } {
  const found: Recognised[] = []
  for (const given of ids) {
    const parsed = parseArxivId(given)
    if (parsed !== null && library.catalog.find(parsed.id) >= 0) found.push({ given, id: parsed.id })
    else complain(io, failureText('unknownPaper', { id: given }))
  }
  return { found, unknown: found.length < ids.length }
}

/** Marks in batches: all the ids that have arrived while the batch before was being written. */
async function markFromInput(library: Library, wish: Wish, io: Io): Promise<ExitCode> {
  let unknown = false
  try {
    for await (const batch of batches(io.in)) {
      const recognised = recognise(batch, library, io)
      unknown ||= recognised.unknown
      const ids = recognised.found.map(({ id }) => id)
      await library.mark(wish, ids)
      for (const { given } of recognised.found) await print(io, `ok ${given}`)
    }
  } catch (cause) {
    if (!(cause instanceof OutputGone)) throw cause
    complain(io, 'Nobody reads the output any more, so the ids that came later were not marked.')
    return 1
  }
  return unknown ? 1 : 0
}

/** The lines of a stream that are not blank, as many at a time as have arrived. */
async function* batches(input: NodeJS.ReadableStream): AsyncGenerator<string[]> {
  let unfinished = ''
  input.setEncoding('utf8')
  for await (const chunk of input) {
    const lines = (unfinished + String(chunk)).split('\n')
    unfinished = lines.pop() ?? ''
    const batch = lines.map((line) => line.trim()).filter(Boolean)
    if (batch.length > 0) yield batch
  }
  if (unfinished.trim() !== '') yield [unfinished.trim()]
}
