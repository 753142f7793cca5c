import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { JournalAdapter, RecoveringLow } from '#main/storage/journaled'
import { encodeLine } from '#main/storage/line-codec'
import { LineLog, type LineLogOptions } from '#main/storage/line-log'
import { temporaryFolder } from '../support/temporary.ts'
import { diskError, FaultyDisk } from './support/faulty-disk.ts'
import { Names, readNames } from './support/names.ts'

const run = promisify(execFile)
const diskSize = 64 * 1024

/**
 * A folder that holds 64 KiB: a real file system of that size where this process may mount one, else files that take
 * no more than that.
 */
async function smallDisk(): Promise<Pick<LineLogOptions, 'folder' | 'openFile'>> {
  const folder = join(await temporaryFolder(), 'disk')
  await mkdir(folder)
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${diskSize}`, 'tmpfs', folder])
  } catch {
    return { folder, openFile: fullAfter(diskSize) }
  }
  onTestFinished(async () => {
    await run('umount', ['--lazy', folder])
  })
  return { folder }
}

/** Takes pieces of 1 KiB until so many bytes are written. */
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
  const { folder, openFile } = await smallDisk()
  const options = { folder, prefix: 'names', sealAt: 1_000_000 }
  const log = new LineLog(openFile === undefined ? options : { ...options, openFile })
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
  if (openFile === undefined) {
    await add('small')
    kept.push('small')
  } else {
    await expect(add('small')).rejects.toMatchObject({ code: 'diskFull' })
  }
  expect((await readNames(folder)).all).toEqual(kept)
  expect(low.data.all).toEqual(kept)
  await log.close()
})
