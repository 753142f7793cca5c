import { expect, test } from 'vitest'
import { Failure } from '#core/failure'
import { writeFailure } from '#main/storage/write-failure'
import { diskError } from './support/faulty-disk.ts'

test.each([
  ['ENOSPC', 'diskFull', {}],
  ['EDQUOT', 'diskFull', {}],
  ['ENOENT', 'folderGone', { folder: '/library' }],
  ['ENOTDIR', 'folderGone', { folder: '/library' }],
  ['EACCES', 'folderReadOnly', { folder: '/library' }],
  ['EPERM', 'folderReadOnly', { folder: '/library' }],
  ['EROFS', 'folderReadOnly', { folder: '/library' }],
  ['EBUSY', 'fileInUse', { folder: '/library' }],
  ['EIO', 'writeFailed', { reason: 'EIO' }]
])('%s means %s', (errno, code, details) => {
  const cause = diskError(errno)
  const failure = writeFailure(cause, '/library')
  expect(failure).toBeInstanceOf(Failure)
  expect(failure).toMatchObject({ code, details, cause })
})

test('a failure that is one already stays as it is', () => {
  const failure = new Failure('libraryLost')
  expect(writeFailure(failure, '/library')).toBe(failure)
})

test.each([new TypeError('a bug'), 'text', null, undefined])(
  'anything else is told as what it is: %s',
  (cause) => {
    expect(writeFailure(cause, '/library')).toBeInstanceOf(Failure)
  }
)
