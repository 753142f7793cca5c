import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { directories } from '#main/storage/directories'

const home = homedir()

test.each(['linux', 'darwin', 'win32'] as const)(
  'PAPERTRAY_HOME moves everything below it on %s',
  (platform) => {
    const env = { PAPERTRAY_HOME: '/somewhere', XDG_DATA_HOME: '/x', XDG_CACHE_HOME: '/y', APPDATA: '/z' }
    expect(directories(env, platform)).toEqual({
      userData: resolve('/somewhere'),
      library: resolve('/somewhere/library'),
      cache: resolve('/somewhere/cache')
    })
  }
)

test('a relative PAPERTRAY_HOME is one from the current folder', () => {
  expect(directories({ PAPERTRAY_HOME: 'here' }, 'linux').userData).toBe(resolve('here'))
})

test('an empty PAPERTRAY_HOME is none', () => {
  expect(directories({ PAPERTRAY_HOME: '' }, 'linux')).toEqual(directories({}, 'linux'))
})

test('Linux and its like follow the XDG Base Directory specification', () => {
  const expected = {
    userData: join(home, '.local', 'share', 'papertray'),
    library: join(home, '.local', 'share', 'papertray', 'library'),
    cache: join(home, '.cache', 'papertray')
  }
  expect(directories({}, 'linux')).toEqual(expected)
  expect(directories({}, 'freebsd')).toEqual(expected)
  expect(directories({ XDG_DATA_HOME: '', XDG_CACHE_HOME: 'relative' }, 'linux')).toEqual(expected)
  expect(directories({ XDG_DATA_HOME: '/data', XDG_CACHE_HOME: '/cache' }, 'linux')).toEqual({
    userData: join('/data', 'papertray'),
    library: join('/data', 'papertray', 'library'),
    cache: join('/cache', 'papertray')
  })
})

test('macOS keeps data in Application Support and caches in Caches', () => {
  const userData = join(home, 'Library', 'Application Support', 'Papertray')
  const cache = join(home, 'Library', 'Caches', 'Papertray')
  expect(directories({ XDG_DATA_HOME: '/x' }, 'darwin')).toEqual({
    userData,
    cache,
    library: join(userData, 'library')
  })
})

test('Windows keeps data in roaming and caches in local application data', () => {
  const given = { APPDATA: join('/r', 'Roaming'), LOCALAPPDATA: join('/l', 'Local') }
  expect(directories(given, 'win32')).toEqual({
    userData: join('/r', 'Roaming', 'Papertray'),
    library: join('/r', 'Roaming', 'Papertray', 'library'),
    cache: join('/l', 'Local', 'Papertray', 'Cache')
  })
  expect(directories({}, 'win32')).toMatchObject({
    userData: join(home, 'AppData', 'Roaming', 'Papertray'),
    cache: join(home, 'AppData', 'Local', 'Papertray', 'Cache')
  })
})

test('without arguments the environment of this process counts', () => {
  expect(directories()).toEqual(directories(process.env, process.platform))
})
