/** `node many-child.mjs HOME ORIGIN`: imports many papers into a new library, and tells what is found of them. */
import { commandLine, openLibrary } from '#main/library/open-library'
import { builtThread, SegmentThread } from '#main/library/search/segment-thread'
import { directories } from '#main/storage/directories'
import { fieldList, items, type Item } from '../../support/digest-text'

const [home = '', origin = ''] = process.argv.slice(2)
const places = directories({ PAPERTRAY_HOME: home })
const many = 2500

// Counted, since what is found is the same without it.
let away = 0
// eslint-disable-next-line @typescript-eslint/unbound-method
const { add } = SegmentThread.prototype
SegmentThread.prototype.add = function (this: SegmentThread, ...given) {
  away++
  add.call(this, ...given)
}

const papers = (version: number): Item[] =>
  items(many).map((item, at) => ({
    ...item,
    version,
    summary: `Hay version${version} straw${100 + (at % 100)}.`
  }))
const library = await openLibrary({ folder: places.library, directories: places }, origin)
if (origin !== commandLine) await library.search.ready()
await library.importFile('first.md', fieldList('2023-12-18', papers(1)))
// A few of them come once more while the others may be under way.
await library.importFile('second.md', fieldList('2023-12-19', papers(2).slice(0, 10)))
const found = { hay: 0, version1: 0, version2: 0, straw107: 0 }
if (origin !== commandLine) {
  await library.search.ready()
  for (const word of ['hay', 'version1', 'version2', 'straw107'] as const)
    found[word] = (await library.find('all', word)).rows.length
}
await library.close()
process.stdout.write(JSON.stringify({ thread: builtThread() !== null, away, found }))
