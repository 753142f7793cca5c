import { Low } from 'lowdb'
import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Failure } from '#core/failure'
import { temporaryFolder } from '../support/temporary.ts'
import { Names, namesOnDisk, readNames, type NamesOnDisk } from './support/names.ts'

async function newNames(): Promise<NamesOnDisk> {
  return namesOnDisk(join(await temporaryFolder(), 'names'))
}

function add(low: Low<Names>, name: string): Promise<void> {
  return low.update((names) => {
    names.add(name)
  })
}

async function onDisk({ folder }: NamesOnDisk): Promise<string[]> {
  return (await readNames(folder)).all
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `n${index}`)
}

/** What became of each: null, or the code of its refusal. */
function codes(results: readonly PromiseSettledResult<void>[]): (string | null)[] {
  return results.map((result) => (result.status === 'fulfilled' ? null : (result.reason as Failure).code))
}

test('an update is on disk when it answers', async () => {
  const names = await newNames()
  await add(names.low, 'a')
  expect(await onDisk(names)).toEqual(['a'])
  expect(names.low.data.unsaved).toEqual([])
  await names.log.close()
})

test('a thousand updates at once cost a handful of datasyncs and are all on disk afterwards', async () => {
  const names = await newNames()
  const expected = numbered(1000)
  await Promise.all(expected.map((name) => add(names.low, name)))
  expect(names.disk.count('datasync')).toBeLessThanOrEqual(3)
  expect(await onDisk(names)).toEqual(expected)
  expect(names.low.data.all).toEqual(expected)
  await names.log.close()
})

test('updates that are made while an append is under way share the next one', async () => {
  const names = await newNames()
  const later: Promise<void>[] = []
  names.disk.before = (call) => {
    if (call === 'datasync' && later.length === 0)
      later.push(...['b', 'c', 'd'].map((name) => add(names.low, name)))
  }
  await add(names.low, 'a')
  expect(names.disk.count('datasync')).toBe(1)
  await Promise.all(later)
  expect(names.disk.count('datasync')).toBe(2)
  expect(await onDisk(names)).toEqual(['a', 'b', 'c', 'd'])
  await names.log.close()
})

test('whoever holds a state is told where its records stand', async () => {
  const names = await newNames()
  await Promise.all(['a', 'b', 'c'].map((name) => add(names.low, name)))
  const bytes = await readFile(join(names.folder, 'names-000001.jsonl'))
  for (const name of ['a', 'b', 'c']) {
    const { offset, length } = names.low.data.places.get(name) ?? { offset: 0, length: 0 }
    expect(JSON.parse(bytes.toString('utf8', offset, offset + length))).toMatchObject({ kind: name })
  }
  await names.log.close()
})

test('a write with nothing to write does nothing', async () => {
  const names = await newNames()
  await names.low.write()
  expect(names.disk.calls).toEqual([])
})

test('two appends are never under way at once, whoever writes again first', async () => {
  const names = await newNames()
  const low = new Low<Names>(names.adapter, new Names())
  let under = 0
  let most = 0
  names.disk.before = (call) => {
    if (call === 'write') most = Math.max(most, ++under)
  }
  names.disk.after = (call) => {
    if (call === 'datasync') under--
  }
  const expected: string[] = []
  const write = (name: string): Promise<void> => {
    expected.push(name)
    low.data.add(name)
    return names.adapter.write(low.data)
  }
  // Some wait for one turn of the microtask queue more than others before they write again.
  const writers = numbered(12).map(async (name, turns) => {
    for (let round = 0; round < 20; round++) {
      await write(`${name}/${round}`)
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    }
  })
  await Promise.all(writers)
  expect(most).toBe(1)
  expect(await onDisk(names)).toEqual(expected)
  await names.log.close()
})

test.each([
  ['ENOSPC', 'diskFull'],
  ['EROFS', 'folderReadOnly'],
  ['EIO', 'writeFailed']
])('after %s every waiting caller is refused with %s, and the next update works', async (code, failure) => {
  const names = await newNames()
  await add(names.low, 'kept')
  let more: Promise<PromiseSettledResult<void>[]> = Promise.resolve([])
  names.disk.before = (call) => {
    if (call !== 'datasync') return
    names.disk.before = () => undefined
    more = Promise.allSettled(['c', 'd'].map((name) => add(names.low, name)))
    throw Object.assign(new Error('as the test wants it'), { code })
  }
  const first = await Promise.allSettled(['a', 'b'].map((name) => add(names.low, name)))
  expect(codes([...first, ...(await more)])).toEqual([failure, failure, failure, failure])
  expect(names.low.data.all).toEqual(['kept'])
  expect(await onDisk(names)).toEqual(['kept'])
  await add(names.low, 'next')
  expect(names.low.data.all).toEqual(['kept', 'next'])
  expect(await onDisk(names)).toEqual(['kept', 'next'])
  await names.log.close()
})

test('an append that may not be made is refused with its own reason, and nothing of it holds', async () => {
  const lost = { now: false }
  const guard = (): void => {
    if (lost.now) throw new Failure('libraryLost')
  }
  const names = namesOnDisk(join(await temporaryFolder(), 'names'), { guard })
  await add(names.low, 'kept')
  lost.now = true
  const results = await Promise.allSettled(numbered(5).map((name) => add(names.low, name)))
  expect(codes(results)).toEqual(numbered(5).map(() => 'libraryLost'))
  expect(names.low.data.all).toEqual(['kept'])
  expect(await onDisk(names)).toEqual(['kept'])
  await names.log.close()
})

test('where a part of a refused append cannot be cut off, memory holds what is on disk', async () => {
  const names = await newNames()
  await add(names.low, 'kept')
  names.disk.fail('datasync', 'EIO')
  names.disk.fail('truncate', 'EIO')
  await expect(add(names.low, 'refused')).rejects.toMatchObject({ code: 'writeFailed' })
  expect(names.low.data.all).toEqual(await onDisk(names))
  await add(names.low, 'next')
  expect(names.low.data.all).toEqual(await onDisk(names))
  expect(names.low.data.all.at(-1)).toBe('next')
  await names.log.close()
})

test('where reading again fails too, nothing is written before it has succeeded', async () => {
  const folder = join(await temporaryFolder(), 'names')
  const reading = { works: true }
  const names = namesOnDisk(folder, {
    load: () => (reading.works ? readNames(folder) : Promise.reject(new Error('not readable')))
  })
  await names.low.read()
  await add(names.low, 'kept')
  reading.works = false
  names.disk.fail('datasync', 'ENOSPC')
  const first = await Promise.allSettled(['a', 'b'].map((name) => add(names.low, name)))
  expect(codes(first)).toEqual(['diskFull', 'diskFull'])
  const more = await Promise.allSettled(['c', 'd'].map((name) => add(names.low, name)))
  expect(codes(more)).toEqual(['libraryReadOnly', 'libraryReadOnly'])
  expect(await onDisk(names)).toEqual(['kept'])
  reading.works = true
  await add(names.low, 'e')
  expect(names.low.data.all).toEqual(['kept', 'e'])
  expect(await onDisk(names)).toEqual(['kept', 'e'])
  await names.log.close()
})

test('updates that arrive while it reads again wait for that and are made on what was read', async () => {
  const folder = join(await temporaryFolder(), 'names')
  const during: Promise<void>[] = []
  const names = namesOnDisk(folder, {
    load: async () => {
      await Promise.resolve()
      during.push(add(names.low, 'during'))
      return readNames(folder)
    }
  })
  await add(names.low, 'kept')
  names.disk.fail('write', 'ENOSPC')
  await expect(add(names.low, 'refused')).rejects.toMatchObject({ code: 'diskFull' })
  expect(during).toHaveLength(1)
  await Promise.all(during)
  expect(names.low.data.all).toEqual(['kept', 'during'])
  expect(await onDisk(names)).toEqual(['kept', 'during'])
  await names.log.close()
})

test('where the state stays the same when it is read again, no refused record is written later', async () => {
  // As the Catalog does: what was not acknowledged never showed in it.
  const same = new Names()
  const names = namesOnDisk(join(await temporaryFolder(), 'names'), { load: () => Promise.resolve(same) })
  await names.low.read()
  names.disk.before = (call) => {
    if (call !== 'write') return
    names.disk.before = () => undefined
    later.push(add(names.low, 'waiting'))
    throw Object.assign(new Error('as the test wants it'), { code: 'EIO' })
  }
  const later: Promise<void>[] = []
  const first = add(names.low, 'first')
  // One more caller in each of the moments between the failure and the end of reading again.
  const stragglers = numbered(12).map(async (name, turns) => {
    await first.catch(() => undefined)
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    await add(names.low, name)
  })
  await expect(first).rejects.toMatchObject({ code: 'writeFailed' })
  const results = codes(await Promise.allSettled([...later, ...stragglers]))
  const acknowledged = ['waiting', ...numbered(12)].filter((_, index) => results[index] === null)
  expect(results[0]).toBe('writeFailed')
  await add(names.low, 'next')
  expect((await onDisk(names)).sort()).toEqual([...acknowledged, 'next'].sort())
  await names.log.close()
})

test('a straggler is refused as well, and its record is not written with the next update', async () => {
  const same = new Names()
  const names = namesOnDisk(join(await temporaryFolder(), 'names'), { load: () => Promise.resolve(same) })
  const { adapter, disk } = names
  disk.fail('write', 'EIO')
  same.add('first')
  await expect(adapter.write(same)).rejects.toMatchObject({ code: 'writeFailed' })
  same.add('straggler')
  await expect(adapter.write(same)).rejects.toMatchObject({ code: 'writeFailed' })
  await adapter.read()
  same.add('next')
  await adapter.write(same)
  expect(await onDisk(names)).toEqual(['next'])
  await names.log.close()
})

test('a waiting write takes all that came before it starts', async () => {
  const names = await newNames()
  names.low.data.add('a')
  const first = names.adapter.write(names.low.data)
  names.low.data.add('b')
  const second = names.adapter.write(names.low.data)
  names.low.data.add('c')
  await Promise.all([first, second])
  expect(await onDisk(names)).toEqual(['a', 'b', 'c'])
  await names.log.close()
})

test('a folder that vanishes and comes back is told, and then written to again', async () => {
  const folder = join(await temporaryFolder(), 'names')
  const names = namesOnDisk(folder)
  await add(names.low, 'kept')
  await names.log.close()
  // In its place stands a file, so that no folder can be made there.
  await rename(folder, `${folder} away`)
  await rename(join(`${folder} away`, 'names-000001.jsonl'), folder)
  const reading = add(names.low, 'refused')
  await expect(reading).rejects.toMatchObject({ code: 'folderGone', details: { folder } })
  await rm(folder)
  await rename(`${folder} away`, folder)
})
