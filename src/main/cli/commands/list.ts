import { andOthers, hasOthers, namedAuthors } from '#core/domain/authors'
import { abstractUrl, pdfUrl } from '#core/domain/arxiv-id'
import { isUpdated } from '#core/domain/decided-versions'
import type { Marks } from '#core/domain/marks'
import type { Link, Paper } from '#core/domain/paper'
import { viewNames, type ViewName } from '#core/domain/view'
import { issueText } from '#core/search/query/issues'
import { plainTex } from '#core/text/plain-tex'
import type { RowSummary } from '#main/library/library-reader'
import type { LibrarySnapshot } from '#main/library/open-library'
import { commonOptions, readArguments, readLocated, type Command } from '#main/cli/command'
import { complain, print, printText, UsageError, type Io } from '#main/cli/io'
import { counted } from '#core/words/counted'

/** Papers that are read and printed at a time. */
const page = 500

export const list: Command = {
  name: 'list',
  usage: `[--library DIR] [--view ${viewNames.join('|')}] [--query WORDS] [--json]`,
  summary: 'Lists the papers of a view, newest announced first.',
  help: [
    '',
    '  --view VIEW    inbox (what is not read; the default), updated (a new version since you',
    '                 decided), starred, notes, read or all.',
    '  --query QUERY  Only papers that it finds, as in the window: words (all must occur), "phrases",',
    '                 -not, OR, brackets, and fields: title: author: abstract: comment: cat: tag: note:',
    '                 id: digest: date:2023-12..2024-01 year: is:starred has:code and others.',
    '  --json         One JSON object a paper and line; what is unknown is null.',
    '  --library DIR  The library; without it the one of the application.'
  ],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, {
      ...commonOptions,
      view: { type: 'string', default: 'inbox' },
      query: { type: 'string', default: '' },
      json: { type: 'boolean' }
    })
    const { view } = values
    if (!isView(view)) throw new UsageError(`There is no view “${view}”.`)
    if (positionals.length > 0) throw new UsageError('Give words to look for with --query.')
    const library = await readLocated(values.library, io)
    if (typeof library === 'number') return library
    try {
      const rows = values.query === '' ? library.rows(view) : await found(library, view, values.query, io)
      if (values.json === true) {
        for (let from = 0; from < rows.length; from += page) {
          const papers = await library.papers(rows.slice(from, from + page))
          for (const paper of papers) await print(io, JSON.stringify(jsonPaper(paper, library.marks)))
        }
      } else {
        for (const row of rows) await printText(io, tableLine(library.summary(row), io))
        complain(io, `${counted(rows.length, 'paper')}.`)
      }
      return 0
    } finally {
      await library.close()
    }
  }
}

/** What a query finds; what of it could not be understood is told. */
async function found(library: LibrarySnapshot, view: ViewName, text: string, io: Io): Promise<number[]> {
  const { rows, query } = await library.find(view, text)
  for (const issue of query.issues) complain(io, issueText(issue))
  return rows
}

function isView(name: string): name is ViewName {
  return (viewNames as readonly string[]).includes(name)
}

/** The documented shape of a paper for scripts. */
function jsonPaper(paper: Paper, marks: Marks): unknown {
  const { id, version, title, authors, primaryCategory, categories, classes, published, updated } = paper
  const { announced, doi, journal, comment, abstract } = paper
  return {
    ...{ id, version, title, authors, primaryCategory, categories, classes, published, updated },
    ...{ announced, doi, journal, comment, abstract },
    links: linksOf(paper),
    digests: paper.appearances.map(({ category, date, dialect, kind }) => ({
      category,
      date,
      dialect,
      kind
    })),
    ...marks.mark(id),
    newVersion: isUpdated(version, marks.decidedVersion(id))
  }
}

function linksOf({ id, version, doi, links }: Paper): Link[] {
  const dois = (doi ?? '').split(' ').filter(Boolean)
  return [
    { kind: 'abstract', url: abstractUrl(id, version) },
    { kind: 'pdf', url: pdfUrl(id, version) },
    ...dois.map((each): Link => ({ kind: 'doi', url: `https://doi.org/${encodeURI(each)}` })),
    ...(links ?? [])
  ]
}

function tableLine(summary: RowSummary, io: Io): string {
  const { id, announced, title, authors, read, starred, noted, updated } = summary
  const state = `${read ? ' ' : '•'}${starred ? '★' : ' '}${noted ? '✎' : ' '}${updated ? '↑' : ' '}`
  const width = Math.max(40, (io.out.columns ?? 120) - 60)
  const first = authors?.[0] ?? ''
  const others = namedAuthors(authors ?? []).length - 1
  const more = `${others > 0 ? ` +${others}` : ''}${hasOthers(authors ?? []) ? ` ${andOthers}` : ''}`
  return `${state} ${id.padEnd(17)} ${announced}  ${clip(plainTex(title), width).padEnd(width)}  ${clip(first, 20)}${more}`
}

function clip(text: string, width: number): string {
  const characters = Array.from(text)
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`
}
