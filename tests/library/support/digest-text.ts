/** A paper as a digest of a test announces it; whatever is left out gets a plain value. */
export interface Item {
  readonly id: string
  readonly version?: number
  readonly title?: string
  readonly authors?: string
  readonly categories?: string
  readonly published?: string
  readonly updated?: string
  readonly doi?: string
  readonly comment?: string
  readonly journal?: string
  readonly summary?: string
}

/** A digest of the dialect `field-list`. */
export function fieldList(date: string, items: readonly Item[], category = 'cs.CV'): Buffer {
  return Buffer.from(`# Arxiv Papers in ${category} on ${date}\n${items.map(record).join('')}`)
}

/** A digest of the dialect `numbered-list`: it knows no more of a paper than title and abstract. */
export function numberedList(day: string, items: readonly Item[]): Buffer {
  const lines = items.map(({ id, title = `Title of ${id}`, summary = `Abstract of ${id}.` }, index) => {
    const url = `https://arxiv.org/pdf/${id}.pdf`
    return `### ${index + 1}.${title}  [ :arrow_down: ](${url})\n>  ${summary}      \n`
  })
  return Buffer.from(`# ArXiv cs.CV --${day}\n${lines.join('')}`)
}

/** As many items as asked for, of one month. */
export function items(count: number, month = '2312', from = 1): Item[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${month}.${String(from + index).padStart(5, '0')}`
  }))
}

function record({ id, version = 1, ...item }: Item): string {
  const submitted = item.published ?? '2023-12-18 00:05:28+00:00'
  return `### ${item.title ?? `Title of ${id}`}
- **Arxiv ID**: http://arxiv.org/abs/${id}v${version}
- **DOI**: ${item.doi ?? 'None'}
- **Categories**: ${item.categories ?? '**cs.CV**, cs.LG'}
- **Links**: [PDF](http://arxiv.org/pdf/${id}v${version})
- **Published**: ${submitted}
- **Updated**: ${item.updated ?? submitted}
- **Authors**: ${item.authors ?? 'Ada Lovelace, Emmy Noether'}
- **Comment**: ${item.comment ?? 'None'}
- **Journal**: ${item.journal ?? 'None'}
- **Summary**: ${item.summary ?? `Abstract of ${id}.`}



`
}
