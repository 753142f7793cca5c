import fc from 'fast-check'
import { readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decodeLine, encodeLine } from '#main/storage/line-codec'
import { LineLog, logFiles, type LineLogOptions, type LinePlace } from '#main/storage/line-log'
import { temporaryFolder } from '../support/temporary.ts'
import { FaultyDisk } from './support/faulty-disk.ts'

function line(name: string): Buffer {
  return encodeLine({ kind: name })
}

async function newLog(options: Partial<LineLogOptions> = {}): Promise<{ folder: string; log: LineLog }> {
  const folder = options.folder ?? join(await temporaryFolder(), 'devices', '8b1f')
  return { folder, log: new LineLog({ folder, prefix: 'journal', sealAt: 1000, ...options }) }
}

function bytesOf(folder: string, file = 'journal-000001.jsonl'): Promise<Buffer> {
  return readFile(join(folder, file))
}

async function at(folder: string, { file, offset, length }: LinePlace): Promise<Buffer> {
  return (await bytesOf(folder, file)).subarray(offset, offset + length)
}

test('lines stand where an append answers that they stand', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string({ maxLength: 40 }), { maxLength: 5 }), { maxLength: 12 }),
      async (batches) => {
        const { folder, log } = await newLog({ sealAt: 300 })
        const all: Buffer[] = []
        const places: LinePlace[] = []
        for (const batch of batches) {
          const lines = batch.map(line)
          all.push(...lines)
          places.push(...(await log.append(lines)))
        }
        await log.close()
        expect(await Promise.all(places.map((place) => at(folder, place)))).toEqual(all)
        const files = await logFiles(folder, 'journal')
        const contents = await Promise.all(files.map((file) => bytesOf(folder, file)))
        expect(Buffer.concat(contents)).toEqual(Buffer.concat(all))
      }
    ),
    { numRuns: 25 }
  )
})

test('a log that is opened again goes on in its last file', async () => {
  const { folder, log } = await newLog()
  await log.append([line('first')])
  await log.close()
  const again = await newLog({ folder })
  const [place] = await again.log.append([line('second')])
  expect(place).toEqual({
    file: 'journal-000001.jsonl',
    offset: line('first').length,
    length: line('second').length
  })
  await again.log.close()
  expect(await bytesOf(folder)).toEqual(Buffer.concat([line('first'), line('second')]))
})

test('a file that reached its limit is sealed, and the next number begins', async () => {
  const sealAt = line('a').length * 2
  const { folder, log } = await newLog({ sealAt })
  for (const name of ['a', 'b', 'c']) await log.append([line(name)])
  await log.close()
  expect(await readdir(folder)).toEqual(['journal-000001.jsonl', 'journal-000002.jsonl'])
  expect(await bytesOf(folder)).toEqual(Buffer.concat([line('a'), line('b')]))
  expect(await bytesOf(folder, 'journal-000002.jsonl')).toEqual(line('c'))
})

test('a sealed file stays sealed for whoever opens the log again', async () => {
  const { folder, log } = await newLog({ sealAt: 10 })
  await log.append([line('a')])
  await log.close()
  const again = await newLog({ folder, sealAt: 10 })
  expect(await again.log.append([line('b')])).toMatchObject([{ file: 'journal-000002.jsonl', offset: 0 }])
  await again.log.close()
})

test('after a last file cut at any byte of its last line, writing goes on in the next and the cut one stays', async () => {
  const { folder, log } = await newLog()
  await log.append([line('a'), line('b')])
  await log.close()
  const whole = await bytesOf(folder)
  for (let length = line('a').length + 1; length < whole.length; length++) {
    await writeFile(join(folder, 'journal-000001.jsonl'), whole.subarray(0, length))
    await rm(join(folder, 'journal-000002.jsonl'), { force: true })
    const { log: next } = await newLog({ folder })
    expect(await next.append([line('c')])).toMatchObject([{ file: 'journal-000002.jsonl', offset: 0 }])
    await next.close()
    expect(await bytesOf(folder)).toEqual(whole.subarray(0, length))
    expect(await bytesOf(folder, 'journal-000002.jsonl')).toEqual(line('c'))
  }
})

test('an empty last file is gone on with', async () => {
  const { folder, log } = await newLog()
  await log.append([line('a')])
  await log.close()
  await truncate(join(folder, 'journal-000001.jsonl'))
  const { log: next } = await newLog({ folder })
  expect(await next.append([line('b')])).toMatchObject([{ file: 'journal-000001.jsonl', offset: 0 }])
  await next.close()
})

test('only numbered files of its own name belong to a log, in the order of their numbers', async () => {
  const folder = await temporaryFolder()
  const own = [
    'journal-000002.jsonl',
    'journal-000010.jsonl',
    'journal-999999.jsonl',
    'journal-1000000.jsonl'
  ]
  const others = [
    'journal-1.jsonl',
    'journal-000003.jsonl.bak',
    'entries-000001.jsonl',
    '.journal-000004.jsonl'
  ]
  for (const name of [...own, ...others]) await writeFile(join(folder, name), line(name))
  expect(await logFiles(folder, 'journal')).toEqual(own)
  const { log } = await newLog({ folder })
  expect(await log.append([line('a')])).toMatchObject([{ file: 'journal-1000000.jsonl' }])
  await log.close()
})

test('a folder that is missing holds no files', async () => {
  expect(await logFiles(join(await temporaryFolder(), 'none'), 'journal')).toEqual([])
})

test('lines are synced before an append answers, with one datasync for all of them', async () => {
  const disk = new FaultyDisk()
  const { log } = await newLog({ openFile: disk.openFile })
  await log.append([line('a'), line('b'), line('c')])
  disk.calls.push('answered')
  await log.append([line('d')])
  disk.calls.push('answered')
  expect(disk.calls).toEqual(['write', 'datasync', 'answered', 'write', 'datasync', 'answered'])
  await log.close()
})

test('an append does not answer while its datasync is under way', async () => {
  const disk = new FaultyDisk()
  const { folder, log } = await newLog({ openFile: disk.openFile })
  let finish: () => void = () => undefined
  const syncing = new Promise<void>((begun) => {
    disk.before = (call) => {
      if (call !== 'datasync') return
      begun()
      return new Promise((resolve) => (finish = resolve))
    }
  })
  let answered = false
  const appended = log.append([line('a')]).then(() => (answered = true))
  await syncing
  await stat(folder)
  expect(answered).toBe(false)
  finish()
  await appended
  await log.close()
})

test('writes that the system cuts short are completed', async () => {
  const disk = new FaultyDisk()
  disk.longestWrite = 7
  const { folder, log } = await newLog({ openFile: disk.openFile })
  const lines = [line('a'), line('ü'.repeat(20))]
  await log.append(lines)
  await log.append([line('b')])
  await log.close()
  expect(await bytesOf(folder)).toEqual(Buffer.concat([...lines, line('b')]))
  expect(disk.count('write')).toBe(
    Math.ceil(Buffer.concat(lines).length / 7) + Math.ceil(line('b').length / 7)
  )
})

test('a system that takes no byte at all is an error, not an endless loop', async () => {
  const disk = new FaultyDisk()
  const { folder, log } = await newLog({ openFile: disk.openFile })
  await log.append([line('a')])
  disk.longestWrite = 0
  await expect(log.append([line('b')])).rejects.toMatchObject({ code: 'ENOSPC' })
  expect(await bytesOf(folder)).toEqual(line('a'))
})

test.each(['write', 'datasync'] as const)(
  'after a failed %s the file is cut back byte for byte, and the next append works',
  async (call) => {
    const disk = new FaultyDisk()
    disk.longestWrite = 30
    const { folder, log } = await newLog({ openFile: disk.openFile })
    await log.append([line('a')])
    let writes = 0
    disk.before = (name) => {
      // The second write, so that a part of the lines is in the file by then.
      if (name === call && (call === 'datasync' || ++writes === 2)) {
        disk.before = () => undefined
        throw Object.assign(new Error('as the test wants it'), { code: 'EIO' })
      }
    }
    await expect(log.append([line('refused one'), line('refused two')])).rejects.toMatchObject({
      code: 'EIO'
    })
    expect(await bytesOf(folder)).toEqual(line('a'))
    expect(disk.calls.slice(-3)).toEqual(['truncate', 'datasync', 'close'])
    expect(await log.append([line('b')])).toMatchObject([
      { file: 'journal-000001.jsonl', offset: line('a').length }
    ])
    await log.close()
    expect(await bytesOf(folder)).toEqual(Buffer.concat([line('a'), line('b')]))
  }
)

test('where the first append of a file fails, an empty file is left and gone on with', async () => {
  const disk = new FaultyDisk()
  const { folder, log } = await newLog({ openFile: disk.openFile })
  disk.fail('datasync', 'EIO')
  await expect(log.append([line('a')])).rejects.toMatchObject({ code: 'EIO' })
  expect(await bytesOf(folder)).toHaveLength(0)
  await log.append([line('b')])
  await log.close()
  expect(await bytesOf(folder)).toEqual(line('b'))
})

test.each(['truncate', 'close'] as const)(
  'where the %s after a failed append fails too, the first reason is told',
  async (call) => {
    const disk = new FaultyDisk()
    disk.longestWrite = 30
    const { folder, log } = await newLog({ openFile: disk.openFile })
    await log.append([line('a')])
    let writes = 0
    disk.before = (name) => {
      if (name === 'write' && ++writes === 2) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
      if (name === call) throw Object.assign(new Error('worse'), { code: 'EIO' })
    }
    await expect(log.append([line('refused, and long enough')])).rejects.toMatchObject({ code: 'ENOSPC' })
    disk.before = () => undefined
    // What could not be cut off is a torn line: it stays as it is, and the next file begins.
    const torn = await bytesOf(folder)
    const [place] = await log.append([line('b')])
    expect(place?.file).toBe(call === 'truncate' ? 'journal-000002.jsonl' : 'journal-000001.jsonl')
    expect((await bytesOf(folder)).subarray(0, torn.length)).toEqual(torn)
    await log.close()
  }
)

test('an append that may not be made any more touches nothing', async () => {
  let allowed = true
  const guard = (): void => {
    if (!allowed) throw new Error('not any more')
  }
  const disk = new FaultyDisk()
  const { folder, log } = await newLog({ guard, openFile: disk.openFile })
  await log.append([line('a')])
  allowed = false
  await expect(log.append([line('b')])).rejects.toThrow('not any more')
  expect(disk.calls).toEqual(['write', 'datasync'])
  expect(await bytesOf(folder)).toEqual(line('a'))
  await log.close()
})

test('a file that was taken away is not written to any more: what is acknowledged stands in the folder', async () => {
  const { folder, log } = await newLog()
  await log.append([line('a')])
  await rename(join(folder, 'journal-000001.jsonl'), join(folder, 'taken away'))
  const [place = { file: '', offset: 0, length: 0 }] = await log.append([line('b')])
  expect(await at(folder, place)).toEqual(line('b'))
  expect(await readFile(join(folder, 'taken away'))).toEqual(line('a'))
  await log.close()
})

test('a file that was brought back from a copy is gone on with, not the one it replaced', async () => {
  const { folder, log } = await newLog()
  await log.append([line('a')])
  const path = join(folder, 'journal-000001.jsonl')
  await writeFile(`${path}.copy`, Buffer.concat([line('a'), line('other')]))
  await rename(`${path}.copy`, path)
  await log.append([line('b')])
  await log.close()
  expect(await bytesOf(folder)).toEqual(Buffer.concat([line('a'), line('other'), line('b')]))
})

test('what another program appended is not written over', async () => {
  const { folder, log } = await newLog()
  await log.append([line('a')])
  await writeFile(join(folder, 'journal-000001.jsonl'), line('foreign'), { flag: 'a' })
  await log.append([line('b')])
  await log.close()
  expect(await bytesOf(folder)).toEqual(Buffer.concat([line('a'), line('foreign'), line('b')]))
})

test('whatever fails, what was acknowledged is read back and nothing of what was refused', async () => {
  const fault = fc.constantFrom('', '', 'write', 'datasync', 'write, truncate', 'close again')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fault, fc.integer({ min: 1, max: 3 })), { maxLength: 15 }),
      async (steps) => {
        const disk = new FaultyDisk()
        disk.longestWrite = 25
        const { folder, log } = await newLog({ openFile: disk.openFile, sealAt: 200 })
        const kept: string[] = []
        for (const [step, [how, count]] of steps.entries()) {
          const names = Array.from({ length: count }, (_, index) => `${step}/${index}`)
          disk.before = () => undefined
          if (how === 'close again') await log.close()
          if (how.startsWith('write')) disk.fail('write', 'ENOSPC')
          if (how.endsWith('truncate')) disk.fail('truncate', 'EIO')
          if (how === 'datasync') disk.fail('datasync', 'EIO')
          await log.append(names.map(line)).then(
            () => kept.push(...names),
            () => undefined
          )
        }
        await log.close()
        const found: string[] = []
        for (const file of await logFiles(folder, 'journal')) {
          const rows = (await bytesOf(folder, file)).toString('utf8').split('\n')
          for (const row of rows) {
            const decoded = decodeLine(Buffer.from(row))
            if (decoded.ok) found.push(decoded.record.kind)
          }
        }
        expect(found).toEqual(kept)
      }
    ),
    { numRuns: 25 }
  )
})
