import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { readStart } from '#main/desktop/start-arguments'

const folder = resolve('/home/ada')
const at = (name: string): string => resolve(folder, name)
const packaged = { packaged: true, folder }

test('files are named from where the user stands', () => {
  expect(readStart(['papertray', 'a.md', at('b.md')], packaged)).toEqual({
    library: null,
    files: [at('a.md'), at('b.md')]
  })
})

test('a runtime that is given the application first does not import it', () => {
  const argv = ['electron', '/opt/papertray', '--no-sandbox', 'a.md']
  expect(readStart(argv, { packaged: false, folder }).files).toEqual([at('a.md')])
})

test('switches of Chromium and of the system are passed over', () => {
  const argv = ['papertray', '--inspect=0', '--remote-debugging-port=0', '-psn_0_1', 'a.md']
  expect(readStart(argv, packaged).files).toEqual([at('a.md')])
})

test('what stands after two dashes are files, whatever they look like', () => {
  expect(readStart(['papertray', '--', '--library', '-a.md'], packaged)).toEqual({
    library: null,
    files: [at('--library'), at('-a.md')]
  })
})

test.each([[['--library', 'mine']], [['--library=mine']]])('%j names a library', (args) => {
  expect(readStart(['papertray', ...args, 'a.md'], packaged)).toEqual({
    library: at('mine'),
    files: [at('a.md')]
  })
})

test('a library without a name is none', () => {
  expect(readStart(['papertray', '--library'], packaged).library).toBeNull()
  expect(readStart(['papertray', '--library='], packaged).library).toBeNull()
})

test('desktops that hand over addresses are understood', () => {
  const path = at('Müller 100%.md')
  expect(readStart(['papertray', pathToFileURL(path).href], packaged).files).toEqual([path])
  expect(readStart(['papertray', 'file://%'], packaged).files).toHaveLength(1)
})
