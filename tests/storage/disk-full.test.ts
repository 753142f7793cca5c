import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { JournalAdapter, RecoveringLow } from '#main/storage/journaled'
import { encodeLine } from '#main/storage/line-codec'
import { LineLog, type LineLogOptions } from '#main/storage/line-log'
import { diskError, FaultyDisk } from './support/faulty-disk.ts'
import { Names, readNames } from './support/names.ts'
import { smallDisk } from './support/small-disk.ts'

const diskSize = 64 * 1024

/** Files that take pieces of 1 KiB until so many bytes are written. */
function fullAfter(size: number): NonNullable<LineLogOptions['openFile']> {
  const disk = new FaultyDisk()
  disk.longestWrite = 1024
  let writes = 0
  disk.before = (call) => {
    if (call === 'write' && ++writes > size / 1024) throw diskError('ENOSPC')
  }
  return disk.openFile
}

test('on a full disk updates are refused as such, what was acknowledged stays, and smaller ones work again', async () => {
  const { folder, isSmall } = await smallDisk(diskSize)
  const options = { folder, prefix: 'names', sealAt: 1_000_000 }
  const log = new LineLog(isSmall ? options : { ...options, openFile: fullAfter(diskSize) })
  const encode = (name: string): Buffer => encodeLine({ kind: name })
  const low = new RecoveringLow(
    new JournalAdapter<Names, string>({ load: () => readNames(folder), log, encode, folder }),
    new Names()
  )
  const kept: string[] = []
  const add = (name: string): Promise<void> =>
    low.update((names) => {
      names.add(name)
    })
  for (let count = 0; count < 10; count++) {
    kept.push(`${count}${'x'.repeat(5000)}`)
    await add(kept.at(-1) ?? '')
  }
  const before = await readFile(join(folder, 'names-000001.jsonl'))
  await expect(add('y'.repeat(100_000))).rejects.toMatchObject({ code: 'diskFull' })
  expect(await readFile(join(folder, 'names-000001.jsonl'))).toEqual(before)
  expect(low.data.all).toEqual(kept)
  if (isSmall) {
    await add('small')
    kept.push('small')
  } else {
    await expect(add('small')).rejects.toMatchObject({ code: 'diskFull' })
  }
  expect((await readNames(folder)).all).toEqual(kept)
  expect(low.data.all).toEqual(kept)
  await log.close()
})
