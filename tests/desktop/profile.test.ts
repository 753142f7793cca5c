import { existsSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { profileFolder } from '#main/desktop/profile'

test('each library has a folder of its own, whichever way it is named', () => {
  const home = mkdtempSync(join(tmpdir(), 'papertray-profile-'))
  const [cache, mine, other] = [join(home, 'cache'), join(home, 'mine'), join(home, 'other')]
  mkdirSync(mine)
  symlinkSync(mine, join(home, 'link'))
  const folder = profileFolder(cache, mine)
  expect(existsSync(folder)).toBe(true)
  expect(profileFolder(cache, join(home, 'link'))).toBe(folder)
  expect(profileFolder(cache, join(mine, '..', 'mine'))).toBe(folder)
  expect(profileFolder(cache, other)).not.toBe(folder)
})

test('a library that is only being made keeps its folder', () => {
  const home = mkdtempSync(join(tmpdir(), 'papertray-profile-'))
  mkdirSync(join(home, 'real'))
  symlinkSync(join(home, 'real'), join(home, 'link'))
  const library = join(home, 'link', 'new')
  const before = profileFolder(join(home, 'cache'), library)
  mkdirSync(library)
  expect(profileFolder(join(home, 'cache'), library)).toBe(before)
})
