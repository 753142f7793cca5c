import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Api, OpenedView, Row, View } from '#core/contract'
import type { Named, Rule } from '#core/domain/rule'
import { restore } from '#main/library/backup/restore'
import { backUp } from '#main/library/backup/back-up'
import { checkLibrary } from '#main/library/check-library'
import { DeviceFollower } from '#main/library/device-follower'
import { encodeLine } from '#main/storage/line-codec'
import { contentsOfBackup, newestBackup } from '../backup/support/backups'
import { fieldList } from './support/digest-text'
import { anotherDevice, id, newPlace, withoutCache, writing } from './support/places'
import { eventsOf, idsOf, importSession, serving, told, window } from './support/service'

const [a, b, c, d] = ['2312.00001', '2312.00002', '2312.00003', '2312.00004'].map(id)
const day = fieldList('2023-12-18', [
  { id: '2312.00001', title: 'A survey of surveys', authors: 'Ada Lovelace' },
  { id: '2312.00002', title: 'Diffusion', authors: 'Emmy Noether' },
  { id: '2312.00003', title: 'A survey of diffusion', authors: 'Ada Lovelace' },
  { id: '2312.00004', title: 'Nothing of it', authors: 'Carl Gauss' }
])

const survey: Omit<Rule, 'id'> = { does: 'mute', matches: 'keyword', text: 'survey', colour: null }
const diffusion: Omit<Rule, 'id'> = {
  does: 'highlight',
  matches: 'keyword',
  text: 'diffusion',
  colour: 'teal'
}
const gauss: Omit<Rule, 'id'> = { does: 'mute', matches: 'author', text: 'Gauss', colour: null }

function inbox(api: Api, view: View = { kind: 'inbox' }): Promise<OpenedView> {
  return api.openView({ view, query: '' })
}

async function rowOf(api: Api, paper: string | undefined): Promise<Row | undefined> {
  const opened = await inbox(api, { kind: 'all' })
  const rows = await api.rows({ generation: opened.generation, rows: opened.order })
  return rows.find((row) => row.id === paper)
}

test('Muted papers end the lists one goes through, are told by rule, and are dropped from none', async () => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [day])
    expect((await inbox(api)).muted).toBe(null)
    await api.setRule({ id: 'r1', rule: survey })
    await api.setRule({ id: 'r2', rule: diffusion })
    await api.setRule({ id: 'r3', rule: gauss })
    const opened = await inbox(api)
    // What is highlighted is not muted.
    expect(await idsOf(api, opened)).toEqual([b, c, a, d])
    expect(opened).toMatchObject({
      muted: { from: 2, by: [{ papers: 1 }, { papers: 1 }] },
      groups: ['2023-12-18', '']
    })
    expect([...opened.breaks]).toEqual([0, 2])
    expect((await rowOf(api, c))?.rules).toEqual(['r1', 'r2'])
    expect((await rowOf(api, d))?.rules).toEqual(['r3'])
    expect((await inbox(api, { kind: 'all' })).muted).toBe(null)
    expect((await inbox(api, { kind: 'category', category: 'cs.CV' })).muted).toMatchObject({ from: 2 })
    expect((await api.openView({ view: { kind: 'inbox' }, query: 'gauss' })).muted).toBe(null)
    expect((await api.counts(undefined)).views.inbox).toBe(4)
    // Whoever says something about a paper wants to see it.
    await api.decide({ window, papers: { ids: [a ?? id('')] }, wish: { starred: true } })
    await api.decide({ window, papers: { ids: [d ?? id('')] }, wish: { addTags: ['x'] } })
    expect((await inbox(api)).muted).toBe(null)
    await api.setRule({ id: 'r1', rule: null })
    expect((await rowOf(api, c))?.rules).toEqual(['r2'])
  })
})

test('Rules look again at a paper whose title is another one by now', async () => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [day])
    await api.setRule({ id: 'r1', rule: gauss })
    await api.setRule({ id: 'r2', rule: diffusion })
    expect((await rowOf(api, d))?.rules).toEqual(['r1'])
    const later = { id: '2312.00004', version: 2, title: 'Diffusion after all', authors: 'Emmy Noether' }
    await importSession(api, [fieldList('2023-12-20', [{ ...later, updated: '2023-12-20 00:05:28+00:00' }])])
    expect((await rowOf(api, d))?.rules).toEqual(['r2'])
  })
})

test('Rules and macros are there after a restart, with and without the cache, and every window is told', async () => {
  const place = await newPlace()
  let named: Named | null = null
  await serving(place, async (api, service) => {
    const events = eventsOf(service)
    await api.setRule({ id: 'r1', rule: survey })
    await api.setRule({ id: 'r1', rule: { ...survey, text: 'review' } })
    await api.setMacro({ name: '\\E', tex: '\\mathbb{E}' })
    await api.setMacro({ name: '\\X', tex: 'x' })
    await api.setMacro({ name: '\\X', tex: null })
    named = await api.named(undefined)
    expect(named).toEqual({
      rules: [{ ...survey, text: 'review', id: 'r1' }],
      macros: [{ name: '\\E', tex: '\\mathbb{E}' }],
      savedSearches: []
    })
    await expect.poll(() => told(events, 'namedChanged').at(-1)).toEqual(named)
  })
  for (const again of [place, await withoutCache(place)])
    await serving(again, async (api) => {
      expect(await api.named(undefined)).toEqual(named)
      expect((await api.openLibrary(undefined)).named).toEqual(named)
    })
})

test('What holds already is not written once more', async () => {
  const place = await newPlace()
  await serving(place, async (api, { library }) => {
    await api.setRule({ id: 'r1', rule: survey })
    const file = join(library.deviceFolder, 'journal-000001.jsonl')
    const before = await readFile(file)
    await api.setRule({ id: 'r1', rule: survey })
    await api.setMacro({ name: '\\E', tex: null })
    expect(await readFile(file)).toEqual(before)
  })
})

test('Rules of another device come in while the library is open, and the later change holds', async () => {
  const place = await newPlace()
  await serving(place, async (api, { library }) => {
    await importSession(api, [day])
    await api.setRule({ id: 'r1', rule: survey })
    const other = await anotherDevice(place)
    await writing(other, async (theirs) => {
      await theirs.setNamed('rule', 'r1', gauss)
      await theirs.see([a ?? id('')], [b ?? id('')])
    })
    const follower = new DeviceFollower(library)
    await follower.look()
    await follower.stop()
    expect((await api.named(undefined)).rules).toEqual([{ ...gauss, id: 'r1' }])
    expect((await inbox(api)).muted).toMatchObject({ from: 3 })
    expect((await api.paper({ id: a ?? id('') })).seen).toBe('abstract')
    expect((await api.paper({ id: b ?? id('') })).seen).toBe('row')
  })
})

test('A rule that cannot be believed is set aside, one of a later release is kept', async () => {
  const place = await newPlace()
  const device = await writing(place, async (library) => {
    await library.setNamed('rule', 'r1', survey)
    return library.device
  })
  const file = join(place.folder, 'devices', device, 'journal-000001.jsonl')
  const later = { kind: 'named', type: 'mood', name: 'x', stamp: 5, device, value: { deep: [1] } }
  await appendFile(file, encodeLine(later))
  await appendFile(file, encodeLine({ ...later, name: 7 } as never))
  const damages = [{ file: `devices/${device}/journal-000001.jsonl`, line: 3, reason: 'shape' }]
  expect((await checkLibrary(place)).damages).toEqual(damages)
  await serving(place, async (api) => {
    expect((await api.named(undefined)).rules).toHaveLength(1)
  })
})

test.each(['lost', 'damaged'])(
  'A restore brings back rules and what was seen of a journal that is %s',
  async (how) => {
    const place = await newPlace()
    const file = await writing(place, async (library) => {
      await library.importFile('day.md', day)
      await library.setNamed('rule', 'r1', survey)
      await library.see([a ?? id('')], [])
      await backUp(library, 'asked')
      return join(library.deviceFolder, 'journal-000001.jsonl')
    })
    if (how === 'lost') await rm(file)
    else {
      const bytes = await readFile(file)
      await writeFile(
        file,
        Buffer.concat([
          bytes.subarray(0, bytes.indexOf('"named"')),
          Buffer.from('x'),
          bytes.subarray(bytes.indexOf('"named"') + 1)
        ])
      )
    }
    await writing(await withoutCache(place), async (library) => {
      expect(library.marks.named.all.rules).toEqual([])
      await restore(library, await contentsOfBackup(await newestBackup(library.folder)), {
        keep: true
      })
      expect(library.marks.named.all.rules).toEqual([{ ...survey, id: 'r1' }])
      expect(library.marks.seen(a ?? id(''))).toBe('abstract')
    })
    await writing(place, async (library) => {
      expect(library.marks.named.all.rules).toHaveLength(1)
      await Promise.resolve()
    })
  }
)
