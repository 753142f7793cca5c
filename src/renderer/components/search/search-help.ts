import { fields, type FieldName } from '#core/search/query/field-names'

/** Queries that can be tried, and what they find. */
export interface HelpLine {
  readonly queries: readonly string[]
  readonly says: string
}

export interface HelpSection {
  readonly title: string
  readonly lines: readonly HelpLine[]
}

const examples: Readonly<Record<FieldName, readonly string[]>> = {
  title: ['title:segmentation', 'title:"neural radiance"'],
  authors: ['author:"Yann LeCun"', 'by:hinton'],
  abstract: ['abstract:benchmark'],
  category: ['cat:cs.LG', 'cat:cs', 'cat:cs.CV,cs.LG'],
  tag: ['tag:"to read"'],
  note: ['note:compare'],
  is: ['is:starred', 'is:unread', 'is:updated'],
  date: ['date:2023-12', 'date:2023-12-18..2024-01-05', 'date:7d'],
  year: ['year:2023', 'year:2020..2022', 'year:>2019'],
  has: ['has:code', 'has:doi', 'has:comment'],
  comment: ['comment:accepted', 'journal:nature'],
  digest: ['digest:2023-12-18'],
  id: ['id:2312']
}

/** The whole grammar, on one page. */
export const searchHelp: readonly HelpSection[] = [
  {
    title: 'Words',
    lines: [
      {
        queries: ['diffusion segmentation'],
        says: 'Every word has to occur: in title, authors, abstract, comment, tags or note.'
      },
      { queries: ['"optimal transport"'], says: 'These words next to each other, as they are written.' },
      {
        queries: ['segment*'],
        says: 'Words that begin so. The last word that you type is looked for like this.'
      },
      { queries: ['diffusion -survey', 'diffusion NOT survey'], says: 'Not those that have the word.' },
      {
        queries: ['gan OR diffusion', 'gan | diffusion'],
        says: 'The one or the other: OR joins its two neighbours.'
      },
      {
        queries: ['(gan OR diffusion) -(video OR audio)'],
        says: 'Brackets hold together what belongs together.'
      }
    ]
  },
  {
    title: 'Fields',
    lines: fields.map(({ name, words, says }) => ({
      queries: examples[name],
      says: `${says.charAt(0).toUpperCase()}${says.slice(1)}.${
        words.length > 1
          ? ` Also ${words
              .slice(1)
              .map((word) => `${word}:`)
              .join(', ')}`
          : ''
      }`
    }))
  },
  {
    title: 'With fields',
    lines: [
      {
        queries: ['-cat:cs.CV diffusion', '-is:read year:2023'],
        says: 'A minus leaves out what a field finds.'
      },
      { queries: ['title:(gan OR diffusion)'], says: 'A field is about all that is in its brackets.' },
      {
        queries: ['date:..2020', 'date:>2023-06', 'date:today', 'date:2w'],
        says: 'Dates have a beginning, an end or both; 7d, 2w, 3m and 1y are so long until today.'
      }
    ]
  },
  {
    title: 'As it is written',
    lines: [
      { queries: ['alpha', 'α', '$\\alpha$'], says: 'The same, as are l1, $\\ell_1$ and $\\ell^1$.' },
      {
        queries: ['erdos', 'Erdős', 'Erd\\H{o}s'],
        says: 'The same: accents and capitals make no difference.'
      },
      {
        queries: ['gpt-4', 'x-ray'],
        says: 'Also gpt4 and xray. A word finds its plural, and the plural finds it.'
      }
    ]
  },
  {
    title: 'Ids and slips',
    lines: [
      {
        queries: ['2312.10854', 'https://arxiv.org/abs/2312.10854'],
        says: 'An arXiv id or address goes to its paper.'
      },
      {
        queries: ['difusion'],
        says: 'Where nothing is found, words that are nearly the same are offered.'
      },
      {
        queries: ['title:"neural'],
        says: 'Nothing is wrong: what is not complete yet is explained below the field, and read as it is probably meant.'
      }
    ]
  }
]
