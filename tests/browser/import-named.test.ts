import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Reply } from '#core/contract'
import { importNamed, RequestRefused, type Ask } from '#main/browser/import-named'
import { unreadable } from '#core/domain/file-report'
import { newUser } from '../cli/support/command-line'

/** A library that notes what it is asked, and how many files it has been given at once. */
function noting(importFile: () => Reply = () => ({ ok: true, value: [unreadable('x', 'fileEmpty')] })) {
  const asked: string[] = []
  let [now, most] = [0, 0]
  const ask: Ask = async (name) => {
    asked.push(name)
    if (name !== 'importFile') return { ok: true, value: { session: 's' } }
    most = Math.max(most, ++now)
    await sleep(5)
    now--
    return importFile()
  }
  return { ask, asked, most: () => most }
}

async function folderOf(files: number): Promise<string> {
  const user = await newUser()
  for (let index = 0; index < files; index++) await user.file(`many/${index}.md`, 'x')
  return join(user.cwd, 'many')
}

test('files come in as one session that is finished, two at once', async () => {
  const { ask, asked, most } = noting()
  await importNamed([await folderOf(6)], ask, new AbortController().signal)
  expect(asked).toEqual(['beginImport', ...Array.from({ length: 6 }, () => 'importFile'), 'finishImport'])
  expect(most()).toBe(2)
})

test('an import that is stopped is cancelled after the files under way', async () => {
  const stop = new AbortController()
  const { ask, asked } = noting(() => {
    stop.abort()
    return { ok: true, value: [unreadable('x', 'fileEmpty')] }
  })
  await importNamed([await folderOf(6)], ask, stop.signal)
  expect(asked).toEqual(['beginImport', 'importFile', 'importFile', 'cancelImport'])
})

test('an import that is refused is told with its words, and its session ends', async () => {
  const error = { code: 'diskFull', message: 'The disk is full.' } as const
  const { ask, asked } = noting(() => ({ ok: false, error }))
  const importing = importNamed([await folderOf(6)], ask, new AbortController().signal)
  await expect(importing).rejects.toThrow(new RequestRefused('The disk is full.'))
  expect(asked.at(-1)).toBe('finishImport')
})
