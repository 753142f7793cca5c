import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { currentFormat, findLibrary, findOrCreateLibrary } from '#main/storage/library-folder'
import { temporaryFolder } from '../support/temporary.ts'

async function contents(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const))
  )
}

test('in an empty or missing folder there is no library, and looking makes none', async () => {
  const folder = await temporaryFolder()
  expect(await findLibrary(folder)).toBeNull()
  expect(await findLibrary(join(folder, 'missing'))).toBeNull()
  expect(await readdir(folder)).toEqual([])
})

test.each(['.', 'new/deep'])(
  'a library is made in an empty or missing folder and found again: %s',
  async (below) => {
    const folder = join(await temporaryFolder(), below)
    const made = await findOrCreateLibrary(folder)
    expect(made).toEqual({
      kind: 'library',
      format: currentFormat,
      id: expect.stringMatching(/^[\da-f]{32}$/) as string
    })
    expect(await findLibrary(folder)).toEqual(made)
    expect(await findOrCreateLibrary(folder)).toEqual(made)
    expect((await readdir(folder)).sort()).toEqual(['library.json', 'library.json.previous'])
  }
)

test('two libraries have different ids', async () => {
  const [first, second] = [await temporaryFolder(), await temporaryFolder()]
  expect((await findOrCreateLibrary(first)).id).not.toBe((await findOrCreateLibrary(second)).id)
})

test('hidden files do not keep a library from being made', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, '.DS_Store'), 'x')
  await mkdir(join(folder, '.stfolder'))
  expect(await findLibrary(folder)).toBeNull()
  expect((await findOrCreateLibrary(folder)).format).toBe(currentFormat)
})

test('a folder with other files is not made a library and stays as it is', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'thesis.tex'), 'x')
  expect(await findLibrary(folder)).toBeNull()
  await expect(findOrCreateLibrary(folder)).rejects.toMatchObject({
    code: 'notALibrary',
    details: { folder }
  })
  expect(await contents(folder)).toEqual({ 'thesis.tex': 'x' })
})

test('a path that is a file is no library', async () => {
  const path = join(await temporaryFolder(), 'file')
  await writeFile(path, 'x')
  await expect(findLibrary(path)).rejects.toMatchObject({ code: 'notALibrary', details: { folder: path } })
  await expect(findOrCreateLibrary(path)).rejects.toMatchObject({ code: 'notALibrary' })
  expect(await readFile(path, 'utf8')).toBe('x')
})

test.each([
  { format: currentFormat + 1, id: '0123456789abcdef'.repeat(2) },
  { format: 999, id: '0123456789abcdef'.repeat(2), more: ['fields'] },
  { format: currentFormat + 1, id: 'written in another way' },
  { format: currentFormat + 1 }
])('a newer format is refused and stays byte for byte: %j', async (document) => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'library.json'), JSON.stringify({ kind: 'library', ...document }))
  const older = { kind: 'library', format: currentFormat, id: '0123456789abcdef'.repeat(2) }
  await writeFile(join(folder, 'library.json.previous'), JSON.stringify(older))
  const before = await contents(folder)
  const refusal = { code: 'libraryNewer', details: { format: document.format, known: currentFormat } }
  await expect(findLibrary(folder)).rejects.toMatchObject(refusal)
  await expect(findOrCreateLibrary(folder)).rejects.toMatchObject(refusal)
  expect(await contents(folder)).toEqual(before)
})

test('a lost document beside journals is told, and never made anew with another id', async () => {
  const folder = await temporaryFolder()
  await findOrCreateLibrary(folder)
  await mkdir(join(folder, 'devices'))
  await rm(join(folder, 'library.json'))
  expect(await findLibrary(folder)).not.toBeNull()
  await rm(join(folder, 'library.json.previous'))
  const damaged = { code: 'libraryDamaged', details: { file: 'library.json' } }
  await expect(findLibrary(folder)).rejects.toMatchObject(damaged)
  await expect(findOrCreateLibrary(folder)).rejects.toMatchObject(damaged)
  expect(await readdir(folder)).toEqual(['devices'])
})

test('a damaged document is told, or read from the generation before', async () => {
  const folder = await temporaryFolder()
  const made = await findOrCreateLibrary(folder)
  const path = join(folder, 'library.json')
  const text = await readFile(path)
  await truncate(path, 10)
  await truncate(`${path}.previous`, 10)
  const damaged = { code: 'libraryDamaged', details: { file: 'library.json' } }
  await expect(findLibrary(folder)).rejects.toMatchObject(damaged)
  await expect(findOrCreateLibrary(folder)).rejects.toMatchObject(damaged)
  await writeFile(`${path}.previous`, text)
  expect(await findLibrary(folder)).toEqual(made)
})
