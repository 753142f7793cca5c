import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OfferedFiles } from '#main/desktop/offered-files'

function place(): { readonly folder: string; readonly offered: OfferedFiles; readonly told: () => number } {
  const folder = mkdtempSync(join(tmpdir(), 'papertray-offered-'))
  mkdirSync(join(folder, 'week', 'deep'), { recursive: true })
  writeFileSync(join(folder, 'day.md'), 'day')
  writeFileSync(join(folder, 'week', 'monday.md'), 'monday!')
  writeFileSync(join(folder, 'week', 'deep', 'x.md'), 'x')
  writeFileSync(join(folder, 'week', '.hidden'), 'no')
  let told = 0
  return { folder, offered: new OfferedFiles(() => told++), told: () => told }
}

const text = (content: unknown): string => new TextDecoder().decode(content as Uint8Array)

test('files are offered under their names, those of a folder with their way through it', async () => {
  const { folder, offered, told } = place()
  await offered.offer([join(folder, 'day.md'), join(folder, 'week')])
  expect(told()).toBe(1)
  const files = offered.take()
  expect(files.map(({ name, size, named }) => ({ name, size, named }))).toEqual([
    { name: 'day.md', size: 3, named: true },
    { name: 'week/deep/x.md', size: 1, named: false },
    { name: 'week/monday.md', size: 7, named: false }
  ])
  expect(offered.take()).toEqual([])
  expect(await Promise.all(files.map(async ({ file }) => text(await offered.read(file))))).toEqual([
    'day',
    'x',
    'monday!'
  ])
})

test('nothing can be read but what was offered, and that once', async () => {
  const { folder, offered } = place()
  await offered.offer([join(folder, 'day.md')])
  const file = offered.take()[0]?.file ?? 0
  expect(text(await offered.read(file))).toBe('day')
  const missing = { key: null, problems: [{ reason: 'fileMissing' }] }
  expect(await offered.read(file)).toMatchObject(missing)
  expect(await offered.read(file + 1)).toMatchObject(missing)
})

test('bytes come in a buffer of their own, so that nothing else crosses with them', async () => {
  const { folder, offered } = place()
  await offered.offer([join(folder, 'day.md')])
  const file = offered.take()[0]?.file ?? 0
  const content = await offered.read(file)
  expect(content).toBeInstanceOf(Uint8Array)
  expect((content as Uint8Array).buffer.byteLength).toBe(3)
})

test('what is not there is told by its name, without its folder', async () => {
  const { folder, offered } = place()
  await offered.offer([join(folder, 'gone.md')])
  const [first] = offered.take()
  expect(first).toMatchObject({ name: 'gone.md', size: 0, named: true })
  const report = await offered.read(first?.file ?? 0)
  expect(report).toMatchObject({ file: 'gone.md', key: null, problems: [{ reason: 'fileMissing' }] })
})

test('what a window took and did not read is offered to the next one', async () => {
  const { folder, offered } = place()
  await offered.offer([join(folder, 'day.md'), join(folder, 'week', 'monday.md')])
  const [first] = offered.take()
  await offered.read(first?.file ?? 0)
  offered.putBack()
  expect(offered.take().map(({ name }) => name)).toEqual(['monday.md'])
})

test('nothing is told where nothing was found', async () => {
  const { folder, offered, told } = place()
  mkdirSync(join(folder, 'empty'))
  await offered.offer([join(folder, 'empty')])
  await offered.offer([])
  expect(told()).toBe(0)
})
