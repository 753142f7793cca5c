import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gz, tar, zip } from '../library/support/archives'
import { fieldList, items } from '../library/support/digest-text'
import { linesOf, newUser } from './support/command-line'

const [first, second] = [
  { name: '2023/20231218.md', content: fieldList('2023-12-18', items(2)) },
  { name: '2023/20231219.md', content: fieldList('2023-12-19', items(3, '2401')) }
]
const readme = { name: 'README.md', content: Buffer.from('About arXiv:2312.10854.') }

test('Archives are imported as the files in them, as one step for undo', async () => {
  const user = await newUser()
  await user.file('all/a.zip', zip([first, readme]))
  // Told by its content, whatever it is called.
  await user.file('all/b.txt', gz(tar([second])))
  await user.file('all/c.md.gz', gz(fieldList('2023-12-20', items(1, '2402'))))
  expect(await user.lines(['import', 'all/a.zip', 'all/b.txt', 'all/c.md.gz'])).toEqual([
    'all/a.zip › 2023/20231218.md: 2 entries (field-list, cs.CV, 2023-12-18), 2 new',
    'all/b.txt › 2023/20231219.md: 3 entries (field-list, cs.CV, 2023-12-19), 3 new',
    'all/c.md.gz: 1 entry (field-list, cs.CV, 2023-12-20), 1 new',
    '3 files, 6 entries, 6 new.',
    '1 file left out: hidden, or no digest. It names arXiv papers: import it by itself to add those.'
  ])
  const again = await user.lines(['import', 'all'])
  expect(again[3]).toBe('3 files, 6 entries, 6 known.')
  const sources = (await user.lines(['digests', '--json'])).join('\n')
  expect(sources).toContain('a.zip › 2023/20231218.md')
  await user.run(['undo'])
  expect((await user.run(['list', '--view', 'all'])).out).toBe('')
})

test('What is wrong with an archive is told, and exits with 1', async () => {
  const user = await newUser()
  await user.file('cut.tar.gz', gz(tar([first, second])).subarray(0, -20))
  await user.file('secret.zip', zip([{ ...second, flags: 1 }, first]))
  await user.file('none.zip', zip([readme]))
  const { code, out } = await user.run(['import', 'cut.tar.gz', 'secret.zip', 'none.zip'])
  expect(code).toBe(1)
  expect(linesOf(out)).toEqual([
    expect.stringContaining('cut.tar.gz › 2023/20231218.md: 2 entries') as string,
    expect.stringContaining('cut.tar.gz › 2023/20231219.md: 3 entries') as string,
    expect.stringContaining('  line 34: the record is cut short') as string,
    'cut.tar.gz: it ends too early: what stands before that was imported',
    expect.stringContaining('secret.zip › 2023/20231218.md: 2 entries') as string,
    'secret.zip › 2023/20231219.md: it is encrypted',
    'none.zip: it is an archive without a digest',
    expect.stringMatching(/^6 files, 7 entries, /) as string,
    expect.stringMatching(/^1 file left out/) as string
  ])
})

test('An archive comes through a pipe too', async () => {
  const user = await newUser()
  await user.file('a.zip', zip([first]))
  const command = `cat a.zip | "${process.execPath}" "${join(process.cwd(), 'out/main/papertray.js')}" import /dev/stdin`
  const env = { ...process.env, PAPERTRAY_HOME: user.home }
  const { stdout, status } = spawnSync('sh', ['-c', command], { cwd: user.cwd, env, encoding: 'utf8' })
  expect([status, linesOf(stdout)[0]]).toEqual([
    0,
    '/dev/stdin › 2023/20231218.md: 2 entries (field-list, cs.CV, 2023-12-18), 2 new'
  ])
})

test('Papers that a text names are added with --ids, and only of a file that is named', async () => {
  const user = await newUser()
  await user.file('notes/reading.txt', 'Read arXiv:2312.10854v2 and arXiv:2401.00001.')
  const { code, out } = await user.run(['import', 'notes/reading.txt'])
  expect(code).toBe(1)
  expect(linesOf(out)[0]).toBe(
    'notes/reading.txt: it is no digest, but it names arXiv papers (2): “papertray import --ids” adds them'
  )
  expect(await user.lines(['import', '--ids', 'notes'])).toEqual([
    '0 files, 0 entries.',
    '1 file left out: hidden, or no digest. It names arXiv papers: import it by itself to add those.'
  ])
  expect(await user.lines(['import', '--ids', 'notes/reading.txt'])).toEqual([
    'notes/reading.txt: 2 entries (ids-only), 2 new',
    '1 file, 2 entries, 2 new.'
  ])
  expect((await user.run(['list'])).out).toContain('2312.10854')
})
