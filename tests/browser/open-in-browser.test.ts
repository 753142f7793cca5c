import { expect, test } from 'vitest'
import { browserCommands } from '#main/browser/open-in-browser'

const address = 'http://127.0.0.1:1234/#token'

test('on macOS and Windows the system itself is asked', () => {
  expect(browserCommands(address, {}, 'darwin')).toEqual([['open', address]])
  expect(browserCommands(address, {}, 'win32')).toEqual([
    ['rundll32', 'url.dll,FileProtocolHandler', address]
  ])
})

test('on Linux the usual programs are tried, one after the other', () => {
  const commands = browserCommands(address, { DISPLAY: ':0' }, 'linux')
  expect(commands[0]).toEqual(['xdg-open', address])
  expect(commands.map(([program]) => program)).toEqual(
    expect.arrayContaining(['sensible-browser', 'chromium'])
  )
  expect(commands.every(([, ...args]) => args.length === 1 && args[0] === address)).toBe(true)
  expect(browserCommands(address, { WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toEqual(commands)
})

test('on a machine without a screen only a browser that was named is tried', () => {
  for (const env of [{}, { DISPLAY: '', WAYLAND_DISPLAY: '' }])
    expect(browserCommands(address, env, 'linux')).toEqual([])
  expect(browserCommands(address, { BROWSER: 'lynx' }, 'linux')).toEqual([['lynx', address]])
})

test('BROWSER comes first, where people name one, with its own arguments', () => {
  const env = { BROWSER: 'first -x:second --url=%s --new:  : third  %s ', DISPLAY: ':0' }
  for (const platform of ['linux', 'darwin'] as const)
    expect(browserCommands(address, env, platform).slice(0, 3)).toEqual([
      ['first', '-x', address],
      ['second', `--url=${address}`, '--new'],
      ['third', address]
    ])
})

test('an address is one argument, whatever stands in it', () => {
  const odd = 'http://127.0.0.1:1/#$& `x` "y" $(z) %s'
  const all = browserCommands(odd, { BROWSER: 'a b=%s', DISPLAY: ':0' }, 'linux')
  expect(all[0]).toEqual(['a', `b=${odd}`])
  expect(all[1]).toEqual(['xdg-open', odd])
})
