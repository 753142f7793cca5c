import { Failure } from '#core/failure'

/** What a failed call of the file system means to the user. */
export function writeFailure(cause: unknown, folder: string): Failure {
  if (cause instanceof Failure) return cause
  const code = (cause as NodeJS.ErrnoException | null)?.code
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure('diskFull', {}, cause)
    case 'ENOENT':
    case 'ENOTDIR':
      return new Failure('folderGone', { folder }, cause)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Failure('folderReadOnly', { folder }, cause)
    case 'EBUSY':
    case 'ETXTBSY':
      return new Failure('fileInUse', { folder }, cause)
    case undefined:
      return new Failure('internal', { reason: cause instanceof Error ? cause.message : 'unknown' }, cause)
    default:
      return new Failure('writeFailed', { reason: code }, cause)
  }
}
