import { expect, test } from 'vitest'
import { linesOf, newUser } from './support/command-line'

const commands = [
  'import',
  'list',
  'mark',
  'digests',
  'remove-digest',
  'undo',
  'check',
  'backup',
  'restore',
  'export'
]

test('The help names every command with one line', async () => {
  const user = await newUser()
  const asked = await Promise.all([['--help'], ['-h'], ['help'], []].map((args) => user.run(args)))
  for (const { code, out, err } of asked) {
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(asked[0]?.out)
  }
  const named = linesOf(asked[0]?.out ?? '').flatMap((line) => /^ {2}(\S+) +\S.*\.$/.exec(line)?.[1] ?? [])
  expect(named).toEqual(commands)
})

test.each(commands)('“%s --help” explains the command and does nothing', async (name) => {
  const user = await newUser()
  const [help, short, asked] = await Promise.all([
    user.lines([name, '--help']),
    user.lines([name, '-h', 'and', 'more']),
    user.lines(['help', name])
  ])
  expect(help[0]).toMatch(new RegExp(`^papertray ${name}( \\[.+\\])?`))
  expect(help[2]).toMatch(/^[A-Z].*\.$/)
  expect(short).toEqual(help)
  expect(asked).toEqual(help)
})

test('The help of each command names every option that it takes', async () => {
  const user = await newUser()
  const optionsOf: Readonly<Record<string, string[]>> = {
    import: ['--library', '--read', '--ids', '--json'],
    list: ['--library', '--view', '--query', '--json'],
    mark: ['--library', '--read', '--unread', '--star', '--unstar', '--tag', '--untag', '--note'],
    digests: ['--library', '--json'],
    'remove-digest': ['--library'],
    undo: ['--library'],
    check: ['--library'],
    backup: ['--library', '--list'],
    restore: ['--library', '--keep', '--yes'],
    export: ['--library', '--force']
  }
  await Promise.all(
    Object.entries(optionsOf).map(async ([name, options]) => {
      const help = (await user.lines([name, '--help'])).join('\n')
      expect([...new Set(help.match(/--[a-z]+/g))].sort()).toEqual([...options].sort())
    })
  )
})
