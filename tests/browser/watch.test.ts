import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newUser, type User } from '../cli/support/command-line'
import { fieldList, items } from '../library/support/digest-text'
import { openEvents } from './support/events'
import { answered, endHost, spawnHost, startHost } from './support/host'
import { idsIn } from './support/library'

async function watcher(): Promise<{ readonly user: User; readonly folder: string }> {
  const user = await newUser()
  const folder = join(user.cwd, 'incoming')
  await mkdir(folder)
  return { user, folder }
}

test('--watch imports what comes into a folder, also after the next start', async () => {
  const { user, folder } = await watcher()
  const first = await startHost(user, ['--watch', 'incoming'])
  const window = await openEvents(first)
  await writeFile(join(folder, 'a.md'), fieldList('2023-12-18', items(3)))
  await window.until((event) => event.name === 'watchFolderImported' && event.payload.papers === 3)
  expect(await idsIn(user, 'inbox')).toHaveLength(3)
  expect(first.err()).toBe('')
  await endHost(first)

  const second = await startHost(user)
  expect(await answered(second, 'watchFolder')).toMatchObject({ folder, state: 'watching' })
  await answered(second, 'endWatching')
  expect(await answered(second, 'watchFolder')).toBeNull()
})

test('what is wrong with the folder is told at the start', async () => {
  const { user, folder } = await watcher()
  await rename(folder, `${folder}-away`)
  const first = await startHost(user, ['--watch', 'incoming'])
  expect(first.err()).toBe('The watched folder is not there now: Papertray goes on once it is back.\n')
  // Whoever names the same folder again gets what he asked for; another one is not taken by a window's way.
  const same = spawnHost(user, ['--no-open', '--watch', folder])
  expect(await same.end).toBe(0)
  expect(same.err()).toBe('')
  const other = spawnHost(user, ['--no-open', '--watch', '.'])
  expect(await other.end).toBe(0)
  expect(other.err()).toMatch(/^Papertray is running and watches another folder or none/)
  expect(await answered(first, 'watchFolder')).toMatchObject({ folder })
})
