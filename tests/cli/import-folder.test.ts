import { execFileSync } from 'node:child_process'
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fieldList, items } from '../library/support/digest-text'
import { linesOf, newUser, type User } from './support/command-line'

async function withFolder(): Promise<User> {
  const user = await newUser()
  await user.file('digests/b.md', fieldList('2023-12-02', items(1, '2312', 2)))
  await user.file('digests/a/2.txt', fieldList('2023-12-01', items(1, '2312', 1)))
  await user.file('digests/a/10.txt', fieldList('2023-12-03', items(1, '2312', 3)))
  await user.file('digests/README.md', '# My digests\n')
  await user.file('digests/cover.png', Buffer.from('89504e470d0a1a0a0000000d', 'hex'))
  await user.file('digests/empty.md', '')
  await user.file('digests/.hidden.md', fieldList('2023-12-04', items(1, '2312', 4)))
  await user.file('digests/.git/x.md', fieldList('2023-12-05', items(1, '2312', 5)))
  return user
}

test('A directory is walked in the order of its paths, and what is no digest is left out with a count', async () => {
  const user = await withFolder()
  expect(await user.lines(['import', 'digests'])).toEqual([
    'digests/a/10.txt: 1 entry (field-list, cs.CV, 2023-12-03), 1 new',
    'digests/a/2.txt: 1 entry (field-list, cs.CV, 2023-12-01), 1 new',
    'digests/b.md: 1 entry (field-list, cs.CV, 2023-12-02), 1 new',
    '3 files, 3 entries, 3 new.',
    '5 files left out: hidden, or no digest.'
  ])
})

test('With --json the count stands on standard error', async () => {
  const user = await withFolder()
  const { code, out, err } = await user.run(['import', '--json', 'digests'])
  expect({ code, err }).toEqual({ code: 0, err: '5 files left out: hidden, or no digest.\n' })
  expect(JSON.parse(out)).toMatchObject({ totals: { files: 3, problems: 0 } })
})

test('Named beside its directory, a file that is no digest is reported', async () => {
  const user = await withFolder()
  const { code, out } = await user.run(['import', 'digests', 'digests/README.md'])
  expect(code).toBe(1)
  expect(out).toContain('digests/README.md: it is no digest that Papertray knows')
})

test('An empty directory brings nothing', async () => {
  const user = await newUser()
  await mkdir(join(user.cwd, 'empty'))
  expect(await user.lines(['import', 'empty'])).toEqual(['0 files, 0 entries.'])
})

test('Links that lead back to a folder above are not followed for ever', async () => {
  const user = await newUser()
  await user.file('digests/deep/day.md', fieldList('2023-12-18', items(1)))
  await symlink('..', join(user.cwd, 'digests/deep/up'))
  await symlink('../../digests', join(user.cwd, 'digests/deep/top'))
  await symlink('missing', join(user.cwd, 'digests/dangling'))
  const { code, out } = await user.run(['import', 'digests'])
  expect(linesOf(out)).toEqual([
    'digests/dangling: there is no such file',
    'digests/deep/day.md: 1 entry (field-list, cs.CV, 2023-12-18), 1 new',
    '2 files, 1 entry, 1 new, 1 problem.'
  ])
  expect(code).toBe(1)
})

test('A pipe in a directory is left out, and one that is named is read', async () => {
  const user = await newUser()
  await user.file('digests/day.md', fieldList('2023-12-18', items(1)))
  execFileSync('mkfifo', [join(user.cwd, 'digests/pipe')])
  expect((await user.lines(['import', 'digests'])).at(-1)).toBe('1 file left out: hidden, or no digest.')
  const importing = user.lines(['import', 'digests/pipe'])
  await writeFile(join(user.cwd, 'digests/pipe'), fieldList('2023-12-19', items(2)))
  expect(await importing).toEqual([
    'digests/pipe: 2 entries (field-list, cs.CV, 2023-12-19), 1 new, 1 known',
    '1 file, 2 entries, 1 new, 1 known.'
  ])
})

test('A file that is too large is refused by its size, in a directory too, without being read', async () => {
  const user = await newUser()
  await user.file('digests/day.md', fieldList('2023-12-18', items(1)))
  // Sparse files. Node could not read the second one, and would say so.
  for (const [name, megabytes] of [
    ['65-mib.md', 65],
    ['9-gib.md', 9 * 1024]
  ] as const) {
    await user.file(`digests/${name}`, '')
    await truncate(join(user.cwd, 'digests', name), megabytes * 1024 * 1024)
  }
  const { code, out } = await user.run(['import', 'digests'])
  expect(code).toBe(1)
  expect(linesOf(out).filter((line) => line.includes('larger'))).toEqual([
    'digests/65-mib.md: it is larger than 64 MiB',
    'digests/9-gib.md: it is larger than 64 MiB'
  ])
})

test('A device without end is refused once it is larger than a digest can be', async () => {
  const user = await newUser()
  const { code, out } = await user.run(['import', '/dev/zero'])
  expect(code).toBe(1)
  expect(linesOf(out)[0]).toBe('/dev/zero: it is larger than 64 MiB')
})
