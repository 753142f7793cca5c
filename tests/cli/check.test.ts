import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { fieldList, items } from '../library/support/digest-text'
import { fileOf } from '../library/support/files'
import { linesOf, newUser, type User } from './support/command-line'

async function withPapers(): Promise<User> {
  const user = await newUser()
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  await user.lines(['mark', '--star', '2312.00001'])
  return user
}

const counts = '1 device, 2 decisions, 1 digest, 2 entries, 2 papers'

test('A whole library is told so with its numbers', async () => {
  const user = await withPapers()
  expect(await user.lines(['check'])).toEqual([`${counts}: all records are whole.`])
})

test('Damage is told with its place and makes the code 1', async () => {
  const user = await withPapers()
  const path = await fileOf(user.library, /journal-000001\.jsonl$/)
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace('"starred":true', '"starred":fals'))
  const { code, out, err } = await user.run(['check'])
  expect({ code, err }).toEqual({ code: 1, err: '' })
  expect(linesOf(out).map((line) => line.replace(/[\da-f]{16}/, '*'))).toEqual([
    'devices/*/journal-000001.jsonl, line 2: its checksum is wrong, so it is set aside',
    '1 device, 1 decision, 1 digest, 2 entries, 2 papers: 1 damaged or missing.'
  ])
})

test('What a crash left unfinished is told and is no failure', async () => {
  const user = await withPapers()
  await appendFile(await fileOf(user.library, /entries-000001\.jsonl$/), '{"crc":')
  expect((await user.lines(['check'])).map((line) => line.replace(/[\da-f]{16}/, '*'))).toEqual([
    'devices/*/entries-000001.jsonl, line 5: it was not written whole, so it is left out',
    `${counts}: 1 not written whole.`
  ])
})
