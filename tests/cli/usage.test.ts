import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { expectRefusal, newUser } from './support/command-line'

test.each<[string, string[], RegExp]>([
  ['an unknown command', ['publish'], /no command “publish”/],
  ['an option before the command', ['--json', 'list'], /no command “--json”/],
  ['an unknown option', ['list', '--colour'], /--colour.* Usage: papertray list/],
  ['an option without its value', ['list', '--view'], /--view.* Usage: papertray list/],
  ['a value for an option that takes none', ['import', '--json=yes', 'x'], /--json.* Usage/],
  ['an unknown view', ['list', '--view', 'later'], /no view “later”/],
  ['words after list', ['list', 'diffusion'], /--query/],
  ['an import of nothing', ['import'], /Name a file/],
  ['a mark of nothing', ['mark', '--star'], /Name a paper/],
  ['a mark that says nothing', ['mark', '2312.00001'], /Say what to mark/],
  ['both read and unread', ['mark', '--read', '--unread', '2312.00001'], /exclude each other/],
  ['both star and unstar', ['mark', '--star', '--unstar', '2312.00001'], /exclude each other/],
  [
    'a tag added and removed',
    ['mark', '--tag', 'x', '--untag', ' x/', '2312.00001'],
    /both added and removed/
  ],
  ['a tag of nothing', ['mark', '--tag', ' / ', '2312.00001'], /cannot be a tag/],
  ['“-” beside ids', ['mark', '--star', '-', '2312.00001'], /stands alone/],
  ['a removal of nothing', ['remove-digest'], /Name one digest/],
  ['a removal of two digests', ['remove-digest', 'a', 'b'], /Name one digest/],
  ['words after undo', ['undo', '2'], /no further words/],
  ['words after digests', ['digests', 'all'], /no further words/],
  ['words after check', ['check', 'all'], /no further words/],
  ['a library of no name', ['list', '--library', ''], /--library needs a folder/]
])('Wrong usage is told in a sentence with code 2, and does nothing: %s', async (_, args, sentence) => {
  const user = await newUser()
  expectRefusal(await user.run(args), 2, sentence)
  expect(await readdir(user.cwd)).toEqual([])
})

test.each([['mark', '--star', '2312.00001'], ['remove-digest', 'abc'], ['undo'], ['check']])(
  'Without a library, “%s” says so with code 2 and makes none',
  async (...args) => {
    const user = await newUser()
    expectRefusal(await user.run([...args, '--library', 'typo']), 2, /no library in .*typo/)
    expect(await readdir(user.cwd)).toEqual([])
  }
)

test.each(['list', 'digests'])(
  'Before anything was imported, “%s” is empty with code 0 and a note',
  async (name) => {
    const user = await newUser()
    for (const more of [[], ['--json']]) {
      const { code, out, err } = await user.run([name, ...more])
      expect({ code, out }).toEqual({ code: 0, out: '' })
      expect(err).toMatch(/^There is no library in .*library yet: .*\.\n$/)
    }
    // A library that was named must be there: its name may be mistyped.
    expectRefusal(await user.run([name, '--library', 'typo']), 2, /^There is no library in .*typo yet: /)
    expect(await readdir(user.cwd)).toEqual([])
  }
)
