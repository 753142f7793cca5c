import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fieldList, items } from '../library/support/digest-text'
import { fileOf, filesBelow } from '../library/support/files'
import { expectRefusal, newUser, type User } from './support/command-line'

async function withPapers(): Promise<User> {
  const user = await newUser()
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(3)))])
  await user.lines(['mark', '--read', '--note', 'One.', '2312.00001'])
  return user
}

/** Ids and marks of all papers. */
const shown = async (user: User, ...more: string[]): Promise<string[]> =>
  user.lines(['list', '--view', 'all', '--json', ...more])

const today = new Date().toLocaleDateString('sv')

test('A backup is told, listed, and gone back to by its date; undo takes that back', async () => {
  const user = await withPapers()
  expect(await user.lines(['backup'])).toEqual([
    expect.stringMatching(/^Backed up: 1 digest, 3 papers, 1 note, 2 decisions, \d\.\d kB\.$/)
  ])
  const [listed] = await user.lines(['backup', '--list'])
  expect(listed).toMatch(new RegExp(`^${today} \\d\\d:\\d\\d  asked for +1 digest, 3 papers, 1 note`))
  const then = await shown(user)
  await user.lines(['mark', '--unread', '--star', '--note', 'Two.', '2312.00001', '2312.00002'])
  await user.lines(['import', await user.file('next.md', fieldList('2023-12-19', items(2, '2401')))])
  const now = await shown(user)

  const preview = await user.run(['restore', today])
  expect(preview.code).toBe(1)
  expect(preview.err).toBe('Nothing was changed: add --yes to do this.\n')
  expect(preview.out).toMatch(
    /^Backup of .* \(asked for\):\nNothing of it is lost: there is nothing to bring back\.\nWould take back what was done since .*: marks of 2 papers, 2 notes; would remove 1 digest with 2 papers\.\nThis backup holds less than the library does now: 1 digest, 3 papers, 1 note, now 2 digests, 5 papers, 2 notes\.\n$/
  )
  expect(await shown(user)).toEqual(now)
  expect((await user.lines(['restore', today, '--yes'])).at(-1)).toBe(
    'Restored: “papertray undo” takes it back.'
  )
  expect(await shown(user)).toEqual(then)
  expect(await user.lines(['backup', '--list'])).toHaveLength(2)
  await user.lines(['undo'])
  expect(await shown(user)).toEqual(now)
  // The newest one is that from before the restore, as the library is now again.
  expect((await user.lines(['restore', today])).at(-1)).toBe(
    'The library is as it was then: nothing to restore.'
  )
})

test('What is lost comes back with --keep, and what was done since stays', async () => {
  const user = await withPapers()
  await user.lines(['backup'])
  await user.lines(['mark', '--star', '2312.00002'])
  const now = await shown(user)
  await rm(await fileOf(join(user.library, 'devices'), /entries/))
  await rm(join(user.home, 'cache'), { recursive: true, force: true })
  expect((await user.run(['list', '--view', 'all'])).out).toBe('')
  const lines = await user.run(['restore', today, '--keep', '--yes'])
  expect(lines.out).toContain('Would bring back: 1 digest with 3 papers.\nWould keep everything')
  expect(lines.code).toBe(0)
  expect(await shown(user)).toEqual(now)
  expect((await user.lines(['check'])).at(-1)).toContain('all records are whole')
})

test('A library of which only the backups are left comes back as the same one', async () => {
  const user = await withPapers()
  await user.lines(['backup'])
  const then = await shown(user)
  const document = await readFile(join(user.library, 'library.json'), 'utf8')
  await rm(join(user.library, 'devices'), { recursive: true })
  for (const name of ['library.json', 'library.json.previous']) await rm(join(user.library, name))
  expectRefusal(
    await user.run(['list']),
    2,
    /library\.json cannot be read: “papertray restore” brings it back/
  )
  const asked = await user.run(['restore', today])
  expect(asked.out).toContain(
    'cannot be opened as it is.\nWould bring back: 1 digest with 3 papers, marks of 1 paper, 1 note.'
  )
  await user.lines(['restore', today, '--yes'])
  expect(await shown(user)).toEqual(then)
  expect(await readFile(join(user.library, 'library.json'), 'utf8')).toBe(document)
})

test('An archive holds the whole library, and makes it anew elsewhere', async () => {
  const user = await withPapers()
  const lines = await user.lines(['export', 'all.tar.gz'])
  expect(lines).toEqual([
    expect.stringMatching(/^Exported to all\.tar\.gz: 1 digest, 3 papers, 1 note, .* k?B/)
  ])
  expectRefusal(await user.run(['export', 'all.tar.gz']), 1, /is there already: choose another name/)
  await user.lines(['export', '--force', 'all.tar.gz'])
  expect((await readdir(user.cwd)).filter((name) => name.startsWith('.'))).toEqual([])
  expect(await readdir(join(user.home, 'cache'))).toEqual([])

  await user.lines(['restore', '--library', 'elsewhere', 'all.tar.gz', '--yes'])
  expect(await shown(user, '--library', 'elsewhere')).toEqual(await shown(user))
  expect(await filesBelow(join(user.cwd, 'elsewhere'))).toEqual(
    Object.fromEntries(
      Object.entries(await filesBelow(user.library)).filter(([name]) => !name.endsWith('device.json'))
    )
  )

  // Whoever drops it on the window, or imports it, is told what to do with it.
  const imported = await user.run(['import', 'all.tar.gz'])
  expect(imported.code).toBe(1)
  expect(imported.out).toContain('all.tar.gz: it is a whole library of Papertray, not a digest')
})

test('An archive that is cut gives what is whole of it', async () => {
  const user = await withPapers()
  await user.lines(['export', 'all.tar.gz'])
  const bytes = await readFile(join(user.cwd, 'all.tar.gz'))
  await writeFile(join(user.cwd, 'cut.tar.gz'), bytes.subarray(0, bytes.length - 400))
  const { code, out } = await user.run(['restore', '--library', 'elsewhere', 'cut.tar.gz', '--yes'])
  expect({ code, out }).toMatchObject({ code: 0 })
  expect(out).toContain('There is no library in')
})

test('What is no backup, or that of another library, is refused', async () => {
  const [user, other] = [await withPapers(), await withPapers()]
  await user.lines(['export', 'all.tar.gz'])
  const archive = join(user.cwd, 'all.tar.gz')
  expectRefusal(await user.run(['restore', '2020-01-01']), 1, /There is no backup 2020-01-01: /)
  expectRefusal(await user.run(['restore', 'day.md']), 1, /is no backup of a Papertray library/)
  const refused = await other.run(['restore', archive, '--yes'])
  expect(refused.code).toBe(1)
  expect(refused.err).toMatch(/^This is the backup of another library/)
  expectRefusal(await user.run(['restore']), 2, /^Name one backup: /)
})
