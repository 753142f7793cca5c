import { parseArxivId, type ArxivId } from '#core/domain/arxiv-id'
import { normaliseTag } from '#core/domain/tag'
import { failureText } from '#core/messages'
import type { CommandWish, WritableLibrary } from '#main/handover/writable-library'
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
      const { papers, known, unknown } = await markAll(positionals, library, wish, io)
      if (known.length === 0) return 1
      const distinct = new Set(known.map(({ id }) => id))
      await print(io, `${papers} of ${counted(distinct.size, 'paper')} changed.`)
      return unknown ? 1 : 0
    } finally {
      await library.close()
    }
  }
}

function wishOf(values: Values): CommandWish {
  if (values.read === true && values.unread === true)
    throw new UsageError('--read and --unread exclude each other.')
  if (values.star === true && values.unstar === true)
    throw new UsageError('--star and --unstar exclude each other.')
  const addTags = tagsOf(values.tag)
  const removeTags = tagsOf(values.untag)
  if (addTags.some((tag) => removeTags.includes(tag)))
    throw new UsageError('A tag cannot be both added and removed.')
  const wish: CommandWish = {
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

interface MarkedAll {
  /** How many changed. */
  readonly papers: number
  /** What the library holds; the others have been reported. */
  readonly known: readonly Recognised[]
  readonly unknown: boolean
}

/** Marks the papers that the library holds among some ids, and reports the others. */
async function markAll(
  given: readonly string[],
  library: WritableLibrary,
  wish: CommandWish,
  io: Io
): Promise<MarkedAll> {
  const parsed = given.map((each) => ({ given: each, id: parseArxivId(each)?.id ?? null }))
  const ids = new Set(parsed.flatMap(({ id }) => id ?? []))
  const { papers, unknown } = await library.mark(wish, [...ids])
  const missing = new Set(unknown)
  const known: Recognised[] = []
  for (const { given, id } of parsed) {
    if (id !== null && !missing.has(id)) known.push({ given, id })
    else complain(io, failureText('unknownPaper', { id: given }))
  }
  return { papers, known, unknown: known.length < given.length }
}

/** Marks in batches: all the ids that have arrived while the batch before was being written. */
async function markFromInput(library: WritableLibrary, wish: CommandWish, io: Io): Promise<ExitCode> {
  let unknown = false
  try {
    for await (const batch of batches(io.in)) {
      const marked = await markAll(batch, library, wish, io)
      unknown ||= marked.unknown
      for (const { given } of marked.known) await print(io, `ok ${given}`)
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
