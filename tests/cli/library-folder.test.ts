import { chmod, chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { fieldList, items } from '../library/support/digest-text'
import { filesBelow } from '../library/support/files'
import { program, type Finished } from '../support/papertray'
import { expectRefusal, newUser, type User } from './support/command-line'

async function withDigest(): Promise<User> {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', items(2)))
  return user
}

/** Every command that looks at a library, with what it needs to get as far as that. */
const commands = [
  ['import', 'day.md'],
  ['list'],
  ['mark', '--star', '2312.00001'],
  ['digests'],
  ['remove-digest', 'abc'],
  ['undo'],
  ['check']
]

test('The library stands where --library says, relative to where the user stands', async () => {
  const user = await withDigest()
  await mkdir(join(user.cwd, 'deep'))
  await user.lines(['import', '--library', '../mine', '../day.md'], { cwd: join(user.cwd, 'deep') })
  expect(await readdir(join(user.cwd, 'mine'))).toContain('library.json')
  expect(await user.lines(['list', '--library', 'mine', '--json'])).toHaveLength(2)
  expect((await user.run(['list'])).err).toMatch(/^There is no library in/)
})

test('Without --library it stands in the folder for the user’s data', async () => {
  const user = await withDigest()
  await user.lines(['import', 'day.md'])
  expect(await readdir(user.library)).toContain('library.json')
})

test('A library of a newer format is refused by every command and left untouched', async () => {
  const user = await withDigest()
  await user.lines(['import', 'day.md'])
  const path = join(user.library, 'library.json')
  const { id } = JSON.parse(await readFile(path, 'utf8')) as { id: string }
  await writeFile(path, JSON.stringify({ kind: 'library', format: 2, id }))
  const before = await filesBelow(user.library)
  for (const args of commands)
    expectRefusal(
      await user.run(args),
      2,
      /newer Papertray \(format 2, this one knows 1\): update first\.\n$/
    )
  expect(await filesBelow(user.library)).toEqual(before)
})

test('A folder that holds other files is refused and left untouched', async () => {
  const user = await withDigest()
  await user.file('mine/letter.txt', 'Dear reader')
  const refused = await user.run(['import', '--library', 'mine', 'day.md'])
  expectRefusal(refused, 2, /mine holds other files and no library: choose an empty folder\.\n$/)
  expect(await readdir(join(user.cwd, 'mine'))).toEqual(['letter.txt'])
})

test('A file is no library', async () => {
  const user = await withDigest()
  for (const args of commands)
    expectRefusal(
      await user.run([...args, '--library', 'day.md']),
      2,
      /day\.md holds other files and no library/
    )
})

test('A library whose document cannot be read is refused, not made anew', async () => {
  const user = await withDigest()
  await user.lines(['import', 'day.md'])
  for (const name of ['library.json', 'library.json.previous'])
    await writeFile(join(user.library, name), '{"kind":')
  for (const args of commands)
    expectRefusal(await user.run(args), 2, /library\.json cannot be read: .*backup/)
  expect(await readFile(join(user.library, 'library.json'), 'utf8')).toBe('{"kind":')
})

/** Runs the command line as somebody who may not write everywhere, whoever runs the tests. */
async function runUnprivileged(user: User, args: readonly string[]): Promise<Finished> {
  const root = process.getuid?.() === 0
  const child = spawn(process.execPath, [program, ...args], {
    cwd: user.cwd,
    env: { ...process.env, PAPERTRAY_HOME: user.home },
    ...(root ? { uid: 65_534, gid: 65_534 } : {})
  })
  child.stdin.end()
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve))
  ])
  return { code, signal: null, out, err }
}

test('In a folder that is read-only nothing is written, and what is there can be read', async () => {
  const user = await withDigest()
  await user.lines(['import', '--library', 'mine', 'day.md'])
  const folders = [user.home, dirname(user.home), ...(await foldersBelow(user.home))]
  for (const folder of folders) {
    if (process.getuid?.() === 0) await chown(folder, 65_534, 65_534)
  }
  const library = join(user.cwd, 'mine')
  const below = [library, ...(await foldersBelow(library))]
  for (const folder of below) await chmod(folder, 0o555)
  const before = await filesBelow(library)
  for (const path of Object.keys(before)) await chmod(join(library, path), 0o444)
  try {
    const mine = ['--library', 'mine']
    const refused = await runUnprivileged(user, ['mark', ...mine, '--star', '2312.00001'])
    expectRefusal(refused, 2, /^Papertray may not write in .*mine: change its permissions or choose another/)
    expect(await filesBelow(library)).toEqual(before)
    const { code, out } = await runUnprivileged(user, ['list', ...mine, '--json'])
    expect(code).toBe(0)
    expect(out).toContain('2312.00001')
    expect((await runUnprivileged(user, ['check', ...mine])).code).toBe(0)
  } finally {
    for (const folder of below) await chmod(folder, 0o755)
    for (const path of Object.keys(before)) await chmod(join(library, path), 0o644)
  }
  expect(await user.lines(['mark', '--library', 'mine', '--star', '2312.00001'])).toEqual([
    '1 of 1 paper changed.'
  ])
})

async function foldersBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
}
