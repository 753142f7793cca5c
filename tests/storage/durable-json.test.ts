import { copyFile, link, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { expect, test } from 'vitest'
import { DurableJson } from '#main/storage/durable-json'
import { temporaryFolder } from '../support/temporary.ts'

interface Page {
  readonly title: string
}

function isPage(value: unknown): value is Page {
  return typeof value === 'object' && value !== null && 'title' in value && typeof value.title === 'string'
}

interface Document {
  readonly folder: string
  readonly path: string
  readonly adapter: DurableJson<Page>
}

async function newDocument(...titles: string[]): Promise<Document> {
  const folder = await temporaryFolder()
  const path = join(folder, 'page.json')
  const adapter = new DurableJson(path, isPage)
  for (const title of titles) await adapter.write({ title })
  return { folder, path, adapter }
}

test('a document is read as it was written, and lowdb takes the adapter', async () => {
  const { adapter } = await newDocument('one')
  const low = new Low<Page>(adapter, { title: 'default' })
  await low.read()
  expect(low.data).toEqual({ title: 'one' })
  await low.update((page) => Object.assign(page, { title: 'Größe 解' }))
  expect(await adapter.read()).toEqual({ title: 'Größe 解' })
})

test('where there is no document yet, there is none', async () => {
  const { adapter, folder } = await newDocument()
  expect(await adapter.read()).toBeNull()
  expect(await new DurableJson(join(folder, 'no', 'folder.json'), isPage).read()).toBeNull()
})

test('folders above a document are made with it', async () => {
  const { folder } = await newDocument()
  const adapter = new DurableJson(join(folder, 'a', 'b', 'page.json'), isPage)
  await adapter.write({ title: 'deep' })
  expect(await adapter.read()).toEqual({ title: 'deep' })
})

test('the generation before stays beside a document, and nothing else does', async () => {
  const { folder, path } = await newDocument('one', 'two', 'three')
  expect((await readdir(folder)).sort()).toEqual(['page.json', 'page.json.previous'])
  expect(JSON.parse(await readFile(`${path}.previous`, 'utf8'))).toEqual({ title: 'two' })
})

test('of a document cut at any byte the generation before is read', async () => {
  const { path, adapter } = await newDocument('one', 'two')
  const whole = await readFile(path)
  for (let length = whole.length - 1; length >= 0; length--) {
    await truncate(path, length)
    // Without its line feed it is still whole.
    expect(await adapter.read()).toEqual({ title: length === whole.length - 1 ? 'two' : 'one' })
  }
})

test('of a document cut at any byte that had no generation before, reading says so', async () => {
  const { path, adapter } = await newDocument('one')
  const whole = await readFile(path)
  for (let length = whole.length - 2; length >= 0; length--) {
    await truncate(path, length)
    await expect(adapter.read()).rejects.toThrow(SyntaxError)
  }
})

test('a document with a flipped bit is never read as something that is none', async () => {
  const { path, adapter } = await newDocument('one', 'two')
  const whole = await readFile(path)
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const damaged = Buffer.from(whole)
    damaged.writeUInt8(damaged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    await writeFile(path, damaged)
    expect(isPage(await adapter.read())).toBe(true)
  }
})

test('JSON that is another document is damage too', async () => {
  const { path, adapter } = await newDocument('one', 'two')
  for (const text of ['null', '[]', '"title"', '{"title":5}', '{}']) {
    await writeFile(path, text)
    expect(await adapter.read()).toEqual({ title: 'one' })
  }
  await rm(`${path}.previous`)
  await expect(adapter.read()).rejects.toThrow(SyntaxError)
})

test('a lost document is read from the generation before', async () => {
  const { path, adapter } = await newDocument('one', 'two')
  await rm(path)
  expect(await adapter.read()).toEqual({ title: 'one' })
})

test('a damaged document never takes the place of a good generation before', async () => {
  const { path, adapter } = await newDocument('one', 'two')
  await truncate(path, 5)
  await adapter.write({ title: 'three' })
  expect(await adapter.read()).toEqual({ title: 'three' })
  expect(JSON.parse(await readFile(`${path}.previous`, 'utf8'))).toEqual({ title: 'one' })
})

const previous = '.previous.0123456789ab'

/** The files as a crash leaves them after each step of writing `three` over `two`, whose generation before is `one`. */
const crashes: readonly (readonly [
  step: string,
  make: (path: string, temporary: string) => Promise<void>
])[] = [
  ['the temporary file was made', (_, temporary) => writeFile(temporary, '')],
  ['a part of it was written', (_, temporary) => writeFile(temporary, '{"tit')],
  ['all of it was written', (_, temporary) => writeFile(temporary, '{"title":"three"}')],
  [
    'the document had got a second name',
    async (path, temporary) => {
      await writeFile(temporary, '{"title":"three"}')
      await link(path, `${path}${previous}`)
    }
  ],
  [
    'the generation before was replaced',
    async (path, temporary) => {
      await writeFile(temporary, '{"title":"three"}')
      await rm(`${path}.previous`)
      await link(path, `${path}.previous`)
    }
  ],
  [
    'a second name was left beside the generation before',
    async (path, temporary) => {
      await writeFile(temporary, '{"title":"three"}')
      await rm(`${path}.previous`)
      await link(path, `${path}.previous`)
      await link(path, `${path}${previous}`)
    }
  ]
]

test.each(crashes)(
  'after a crash when %s the document is the old one and can be written',
  async (_, make) => {
    const { folder, path, adapter } = await newDocument('one', 'two')
    await make(path, join(folder, '.page.json.0123456789ab'))
    expect(await adapter.read()).toEqual({ title: 'two' })
    await adapter.write({ title: 'four' })
    expect(await adapter.read()).toEqual({ title: 'four' })
    expect(JSON.parse(await readFile(`${path}.previous`, 'utf8'))).toEqual({ title: 'two' })
  }
)

test('after a crash when the new document had its name, it is read, and the old one stands beside it', async () => {
  const { path, adapter } = await newDocument('one', 'two')
  await copyFile(path, `${path}.previous`)
  await writeFile(path, '{"title":"three"}')
  expect(await adapter.read()).toEqual({ title: 'three' })
  await truncate(path, 3)
  expect(await adapter.read()).toEqual({ title: 'two' })
})

test('of several writers at once one wins, and the document is always a whole one', async () => {
  const { folder, path, adapter } = await newDocument('start')
  const titles = Array.from({ length: 300 }, (_, n) => `${n} `.repeat(20))
  let writing = true
  const reading = (async () => {
    while (writing) expect(isPage(await adapter.read())).toBe(true)
  })()
  const writes = titles.map((title) => new DurableJson(path, isPage).write({ title }))
  await Promise.allSettled(writes)
  writing = false
  await Promise.all([reading, ...writes])
  expect(titles).toContain((await adapter.read())?.title)
  expect(isPage(JSON.parse(await readFile(`${path}.previous`, 'utf8')))).toBe(true)
  expect((await readdir(folder)).sort()).toEqual(['page.json', 'page.json.previous'])
})

test('a write that fails leaves no temporary file behind', async () => {
  const { folder, path, adapter } = await newDocument()
  await mkdir(path)
  await expect(adapter.write({ title: 'one' })).rejects.toMatchObject({ code: 'EISDIR' })
  expect(await readdir(folder)).toEqual(['page.json'])
})
