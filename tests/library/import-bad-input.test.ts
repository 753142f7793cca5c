import { expect, test } from 'vitest'
import type { ProblemReason } from '#core/domain/problem'
import { largestFile } from '#core/domain/file-report'
import { readSeeds } from '../support/seeds'
import { fieldList, items, numberedList } from './support/digest-text'
import { filesBelow } from './support/files'
import { listed, newPlace, writing } from './support/places'

test.each<[string, Buffer, ProblemReason]>([
  ['is empty', Buffer.alloc(0), 'fileEmpty'],
  ['holds nothing but blank lines', Buffer.from(' \r\n\t\n\n'), 'fileEmpty'],
  ['is a picture', Buffer.from('89504e470d0a1a0a0000000d4948445200000100', 'hex'), 'fileBinary'],
  ['holds some text that is no digest', Buffer.from('# Shopping\n- milk\n- bread\n'), 'fileUnknown'],
  ['is larger than the limit', Buffer.alloc(largestFile + 1, 'x'), 'fileTooLarge']
])('A file that %s is told apart and leaves no trace', async (_, bytes, reason) => {
  const place = await newPlace()
  await writing(place, async (library) => {
    const before = await filesBelow(place.folder)
    const [report, ...others] = await library.importFile('bad.md', bytes)
    expect(others).toEqual([])
    expect(report).toMatchObject({ file: 'bad.md', key: null, dialect: null, entries: 0 })
    expect(report?.problems.map((problem) => [problem.line, problem.reason])).toEqual([[1, reason]])
    expect(await filesBelow(place.folder)).toEqual(before)
    expect((await library.importFile('good.md', fieldList('2023-12-18', items(1))))[0]?.papers.new).toBe(1)
  })
})

test('A file cut in mid-record brings every whole record and tells where it was cut', async () => {
  const [seed] = await readSeeds()
  const text = seed?.bytes.toString('utf8') ?? ''
  const third = text.indexOf('### ', text.indexOf('### ', text.indexOf('### ') + 4) + 4)
  for (const cut of ['- **DOI**: No', '- **Published**: 2023-1', '- **Authors**:', '- **Summary**: ']) {
    await writing(await newPlace(), async (library) => {
      const at = text.indexOf(cut, third) + cut.length
      const [report] = await library.importFile('cut.md', Buffer.from(text.slice(0, at)))
      expect(report?.entries).toBe(3)
      expect(report?.problems.map(({ reason }) => reason)).toEqual(['cutShort'])
      expect(report?.problems[0]?.line).toBe(text.slice(0, at).split('\n').length)
      const papers = await listed(library)
      expect(papers.slice(0, 2).every(({ abstract }) => (abstract?.length ?? 0) > 500)).toBe(true)
      // What stands last may be any part of what it was.
      expect(papers[2]?.abstract).toBeNull()
      expect(papers[2]?.title).toMatch(/\w{3}/)
    })
  }
})

test('The whole file after a cut one completes the paper that was cut, and keeps its mark', async () => {
  const [seed] = await readSeeds()
  const whole = seed?.bytes ?? Buffer.alloc(0)
  await writing(await newPlace(), async (library) => {
    await library.importFile('cut.md', whole.subarray(0, Math.floor(whole.length * 0.9)))
    const cut = (await listed(library)).at(-1)
    if (cut !== undefined) await library.mark({ starred: true }, [cut.id])
    const [report] = await library.importFile('whole.md', whole)
    expect(report?.papers).toEqual({ new: 0, newerVersion: 0, completed: 1, known: 3, repeated: 0 })
    expect(report?.problems).toEqual([])
    const mended = (await listed(library)).find(({ id }) => id === cut?.id)
    expect(mended).toMatchObject({ starred: true })
    expect(mended?.abstract?.length).toBeGreaterThan(cut?.abstract?.length ?? 0)
  })
})

test('A numbered list cut in an abstract leaves that abstract out', async () => {
  const text = numberedList('Mon, 3 Jan 2022', items(3)).toString('utf8')
  await writing(await newPlace(), async (library) => {
    const at = text.lastIndexOf('Abstract') + 5
    const [report] = await library.importFile('cut.md', Buffer.from(text.slice(0, at)))
    expect(report).toMatchObject({ entries: 3, problems: [{ reason: 'cutShort', line: 7 }] })
    expect((await listed(library)).map(({ abstract }) => abstract !== null)).toEqual([true, true, false])
  })
})

test('Problems stay with their digest', async () => {
  const place = await newPlace()
  const text = `${fieldList('2023-12-18', items(2)).toString('utf8')}### No id\n- **DOI**: None\n`
  await writing(place, (library) => library.importFile('odd.md', Buffer.from(text)))
  await writing(place, (library) => {
    expect(library.digests()[0]?.problems.map(({ line }) => line)).toEqual([
      text.split('\n').indexOf('### No id') + 1
    ])
    return Promise.resolve()
  })
})
