import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { archiveKind } from '#core/archive-kind'
import { limits as ordinary, type Limits } from '#main/library/archive/limits'
import { unpackArchive } from '#main/library/archive/unpack-archive'
import { gz, paxRecord, tar, zip, type TarFile, type ZipFile } from '../support/archives'

const text = (words: string): Buffer => Buffer.from(words)
const long = (seed: string): Buffer =>
  text(Array.from({ length: 5000 }, (_, at) => `${seed} ${at}\n`).join(''))

/** What comes out of an archive, in short: `name: text`, `(name)` for what is passed over, `name! reason`. */
async function unpacked(bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<string[]> {
  const kind = archiveKind(bytes)
  if (kind === null) throw new Error('no archive')
  const found: string[] = []
  let before = 0
  for await (const item of unpackArchive(kind, bytes, { ...ordinary, ...limits })) {
    if (item.done < before || item.done > bytes.length) throw new Error(`${before}, then ${item.done}`)
    before = item.done
    if (item.kind === 'file') {
      const content = Buffer.from(item.bytes).toString('utf8')
      found.push(`${item.name}: ${content.length > 40 ? content.length : content}`)
    } else if (item.kind === 'passedOver') found.push(`(${item.name})`)
    else found.push(`${item.name ?? ''}! ${item.reason}`)
  }
  return found
}

/** Lengths to cut an archive to. */
function cuts({ length }: Uint8Array, step: number, from = 4): number[] {
  return Array.from({ length: Math.ceil((length - from) / step) }, (_, at) => from + at * step)
}

const two: readonly ZipFile[] = [
  { name: 'b.md', content: text('second') },
  { name: '2023/a.md', content: text('first') }
]
const twoInTar: readonly TarFile[] = two

test('An archive is known by its beginning', () => {
  expect(archiveKind(zip(two))).toBe('zip')
  expect(archiveKind(zip([]))).toBe('zip')
  expect(archiveKind(gz(text('x')))).toBe('gzip')
  expect(archiveKind(tar(twoInTar))).toBe('tar')
  expect(archiveKind(tar([{ name: 'a', mark: false }]))).toBe('tar')
  expect(archiveKind(tar([{ name: 'a', mark: false, checksum: 5 }]))).toBeNull()
  for (const none of ['', 'PK', 'PK is short for primary key', '# Arxiv Papers in cs.CV on 2023-12-18'])
    expect(archiveKind(text(none))).toBeNull()
  expect(archiveKind(new Uint8Array(4096))).toBeNull()
  expect(archiveKind(long('words'))).toBeNull()
})

test('A zip gives its files by their names, however they are packed', async () => {
  const expected = ['2023/a.md: first', 'b.md: second']
  expect(await unpacked(zip(two))).toEqual(expected)
  expect(await unpacked(zip(two.map((file) => ({ ...file, method: 0 }))))).toEqual(expected)
  expect(await unpacked(zip(two.map((file) => ({ ...file, piped: true }))))).toEqual(expected)
  expect(await unpacked(zip(two, 'a comment'))).toEqual(expected)
  expect(await unpacked(zip([{ name: 'folder/', content: text('') }, ...two]))).toEqual(expected)
  expect(await unpacked(zip([]))).toEqual([])
})

test('A tar gives its files in its order, packed or not', async () => {
  const expected = ['b.md: second', '2023/a.md: first']
  expect(await unpacked(tar(twoInTar))).toEqual(expected)
  expect(await unpacked(gz(tar(twoInTar)))).toEqual(expected)
  expect(await unpacked(Buffer.concat([tar(twoInTar), Buffer.alloc(10_240)]))).toEqual(expected)
  expect(await unpacked(tar([{ name: 'folder/', type: '5' }, ...twoInTar]))).toEqual(expected)
  expect(await unpacked(tar(twoInTar.map((file) => ({ ...file, mark: false }))))).toEqual(expected)
})

test('A gzip of one file gives it under the name of the archive', async () => {
  expect(await unpacked(gz(text('a digest')))).toEqual([': a digest'])
  expect(await unpacked(Buffer.concat([gz(text('one, ')), gz(text('two'))]))).toEqual([': one, two'])
  expect(await unpacked(gz(text('')))).toEqual([': '])
})

test('Long names and sizes of tar are read from the records before a file', async () => {
  const name = `${'deep/'.repeat(30)}a.md`
  const file = { name: 'short', content: text('x') }
  expect(await unpacked(tar([paxRecord('path', name), file, file]))).toEqual([`${name}: x`, 'short: x'])
  const longName = { name: '././@LongLink', type: 'L', content: text(`${name}\0`) }
  expect(await unpacked(tar([longName, file]))).toEqual([`${name}: x`])
  expect(await unpacked(tar([paxRecord('size', '3'), { name: 'a', content: text('abc'), size: 0 }]))).toEqual(
    ['a: abc']
  )
})

test('Names lead nowhere and show as they are', async () => {
  const names = [
    ...['../../etc/passwd', '/etc/passwd', 'C:\\Windows\\a.md', '..\\..\\a.md', './a.md', '..', ''],
    ...['evil\u202edm.a', 'a\u0000\u001b[31m.md', `${'x'.repeat(300)}.md`]
  ]
  const shown = [
    ...['etc/passwd', 'etc/passwd', 'C:/Windows/a.md', 'a.md', 'a.md', 'unnamed', 'unnamed'],
    ...['evildm.a', 'a[31m.md', `…${'x'.repeat(196)}.md`]
  ]
  for (const [index, name] of names.entries()) {
    const found = await unpacked(zip([{ name, content: text('y') }]))
    expect(found).toEqual([`${shown[index] ?? ''}: y`])
  }
  expect(await unpacked(tar([paxRecord('path', '../../../x'), { name: 'a', content: text('y') }]))).toEqual([
    'x: y'
  ])
})

test('Hidden files, links and devices are passed over', async () => {
  const content = text('/etc/passwd')
  const hidden = ['.DS_Store', '__MACOSX/._a.md', '.git/config'].map((name) => ({ name, content }))
  const link = { name: 'link', content, mode: 0o120777 }
  expect(await unpacked(zip([...hidden, link]))).toEqual([
    '(.DS_Store)',
    '(.git/config)',
    '(__MACOSX/._a.md)',
    '(link)'
  ])
  const odd = ['1', '2', '3', '4', '6'].map((type) => ({ name: `odd${type}`, type }))
  expect(await unpacked(tar([...hidden, ...odd, { name: 'a', content: text('x') }]))).toEqual([
    ...['(.DS_Store)', '(__MACOSX/._a.md)', '(.git/config)'],
    ...['(odd1)', '(odd2)', '(odd3)', '(odd4)', '(odd6)', 'a: x']
  ])
})

test('What is encrypted or packed in another way is told, and the rest is read', async () => {
  const files = [
    { name: 'a', content: text('secret'), flags: 1 },
    { name: 'b', content: text('bzip2'), method: 12 },
    { name: 'c', content: text('open') }
  ]
  expect(await unpacked(zip(files))).toEqual(['a! archiveEncrypted', 'b! archiveMethod', 'c: open'])
  // Strong encryption hides the list of files too.
  const strong = await unpacked(zip([{ name: 'a', content: text('x'), flags: 0x41 }]))
  expect(strong).toContain('a! archiveEncrypted')
})

test('Sizes and checksums that lie are found out, and what can be read is given', async () => {
  const content = text('the truth')
  expect(await unpacked(zip([{ name: 'a', content, size: 1 }]))).toEqual(['a: the truth'])
  expect(await unpacked(zip([{ name: 'a', content, size: 0xfffffff0 }]))).toEqual(['a: the truth'])
  expect(await unpacked(zip([{ name: 'a', content, crc32: 1 }]))).toEqual([
    'a: the truth',
    'a! archiveDamaged'
  ])
  // Packed bytes that are said to reach into the next file, or beyond the end.
  const beyond = await unpacked(zip([{ name: 'a', content, packedSize: 200 }, ...two]))
  expect(beyond.slice(0, 1)).toEqual(['2023/a.md! archiveDamaged'])
  const stored = await unpacked(zip([{ name: 'a', content, method: 0, packedSize: 0xfffffff0 }]))
  expect(stored.at(-1)).toBe('a! archiveCut')
})

test('Files that lie over each other are not unpacked', async () => {
  const kernel = { name: '0', content: long('kernel') }
  const quotes = Array.from({ length: 20 }, (_, at) => ({ ...kernel, name: `${at + 1}`, sameAs: 0 }))
  const found = await unpacked(zip([kernel, ...quotes]))
  expect(found).toHaveLength(21)
  expect(found.every((each) => each.endsWith('! archiveDamaged'))).toBe(true)
})

test('A bomb is stopped while it is unpacked, and what is beside it is read', async () => {
  const zeros = Buffer.alloc(300 * 1024 * 1024)
  const bomb = zip([{ name: 'bomb', content: zeros, size: 10 }, ...two])
  const packed = gz(zeros)
  const heap = process.memoryUsage().rss
  expect(await unpacked(bomb)).toEqual(['2023/a.md: first', 'b.md: second', 'bomb! archiveSwollen'])
  expect(await unpacked(packed)).toEqual(['! archiveSwollen'])
  expect(await unpacked(gz(tar([{ name: 'a', size: 300 * 1024 * 1024 }])))).toEqual([
    'a! fileTooLarge',
    '! archiveCut'
  ])
  expect(process.memoryUsage().rss - heap).toBeLessThan(100 * 1024 * 1024)
})

test('Limits are counted over what comes out', async () => {
  const files = ['a', 'b', 'c', 'd'].map((name) => ({ name, content: randomBytes(1000) }))
  const small = { file: 1500, unpacked: 2500, files: 3 }
  expect(await unpacked(zip(files), { files: 3 })).toMatchObject(
    [/^a/, /^b/, /^c/, '! archiveTooMany'].map(any)
  )
  expect(await unpacked(tar(files), { files: 3 })).toMatchObject(
    [/^a/, /^b/, /^c/, '! archiveTooMany'].map(any)
  )
  expect((await unpacked(zip(files), small)).at(-1)).toBe('! archiveTooLarge')
  expect((await unpacked(gz(tar(files)), small)).at(-1)).toBe('! archiveTooLarge')
  for (const archive of [zip, tar])
    expect(await unpacked(archive([{ name: 'large', content: randomBytes(2000) }, ...two]), small)).toContain(
      'large! fileTooLarge'
    )
  expect(await unpacked(gz(randomBytes(2000)), small)).toEqual(['! fileTooLarge'])
  // A record that says that it is larger than everything.
  const record = { name: 'x', type: 'x', size: 0o77777777777 }
  expect(
    await unpacked(gz(Buffer.concat([tar([record], { ended: false }), randomBytes(9000)])), small)
  ).toEqual(['! archiveTooLarge'])
})

function any(pattern: RegExp | string): unknown {
  return typeof pattern === 'string' ? pattern : (expect.stringMatching(pattern) as unknown)
}

test('A hundred thousand empty files are counted no further than the limit', async () => {
  const none = new Uint8Array()
  const names = Array.from({ length: 100_000 }, (_, at) => ({ name: `${at}`, content: none, method: 0 }))
  for (const archive of [zip(names), gz(tar(names))]) {
    const found = await unpacked(archive)
    expect(found).toHaveLength(50_001)
    expect(found.at(-1)).toBe('! archiveTooMany')
  }
})

test('An archive within an archive is not opened', async () => {
  expect(await unpacked(gz(zip(two)))).toEqual(['! archiveNested'])
  expect(await unpacked(gz(gz(text('x'))))).toEqual(['! archiveNested'])
})

test('A zip that is cut anywhere gives what is whole, and says so', async () => {
  const files = ['a', 'b', 'c'].map((name) => ({ name, content: long(name) }))
  for (const piped of [false, true]) {
    const whole = zip(files.map((file) => ({ ...file, piped })))
    let most = 0
    for (const length of [...cuts(whole, 997), whole.length - 30]) {
      const found = await unpacked(whole.subarray(0, length))
      expect(found.at(-1)).toBe('! archiveDamaged')
      const complete = found.filter((each) => /^[abc]: 33890$/.test(each)).length
      expect(complete).toBeGreaterThanOrEqual(most)
      most = complete
    }
    expect(most).toBe(3)
  }
})

test('A tar that is cut anywhere gives what is whole, and says so', async () => {
  const files = ['a', 'b', 'c'].map((name) => ({ name, content: long(name) }))
  const whole = tar(files, { ended: false })
  for (const [archive, step] of [
    [whole, 3001],
    [gz(whole), 97]
  ] as const) {
    for (const length of cuts(archive, step, 600)) {
      const found = await unpacked(archive.subarray(0, length))
      expect([length, found.at(-1)]).toEqual([length, expect.stringMatching(/! archiveCut$|^[abc]: 33890$/)])
    }
  }
  const cut = await unpacked(gz(whole).subarray(0, -9))
  expect(cut.at(-1)).toBe('! archiveCut')
})

test('A gzip that is cut or damaged gives what stands before that', async () => {
  const whole = gz(long('words'))
  const cut = await unpacked(whole.subarray(0, whole.length / 2))
  expect(cut).toEqual([expect.stringMatching(/^: \d{4,5}$/), '! archiveCut'])
  const damaged = Buffer.from(whole)
  damaged[whole.length - 6] = (damaged[whole.length - 6] ?? 0) ^ 1
  expect(await unpacked(damaged)).toEqual([': 53890', '! archiveDamaged'])
  // Some programs fill up what they write.
  expect(await unpacked(Buffer.concat([whole, Buffer.alloc(700)]))).toEqual([': 53890'])
  const garbage = await unpacked(Buffer.concat([whole, text('something else')]))
  expect(garbage[0]).toBe(': 53890')
  expect(await unpacked(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]))).toEqual(['! archiveCut'])
})

test('After a damaged header a tar goes on with the next whole one', async () => {
  const files = [
    { name: 'a', content: text('first') },
    { name: 'b', content: long('lost'), checksum: 7 },
    { name: 'c', content: text('third') }
  ]
  expect(await unpacked(tar(files))).toEqual(['a: first', '! archiveDamaged', 'c: third'])
  expect(await unpacked(tar([{ name: 'a', size: 'no number\0' }, ...twoInTar]))).toContain('b.md: second')
})

test('No bytes make it throw or go on for ever', async () => {
  const begins = [zip(two), gz(tar(twoInTar)), tar(twoInTar), Buffer.concat([gz(text('x')), gz(text('y'))])]
  for (const archive of begins) {
    for (let round = 0; round < 300; round++) {
      const changed = Buffer.from(archive)
      for (const at of randomBytes(3)) changed[(at * 31 + round * 7) % changed.length] = at
      if (archiveKind(changed) !== null) await unpacked(changed)
    }
  }
})
