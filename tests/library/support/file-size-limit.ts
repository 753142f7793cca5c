import { execFileSync } from 'node:child_process'

/**
 * Does work while no file of this process can grow beyond a size in bytes: the operating system writes what fits and
 * then refuses (EFBIG), as it does when a disk is full. Linux only, for every user.
 */
export async function whileFilesEndAt<T>(size: number, work: () => Promise<T>): Promise<T> {
  const ignore = (): void => undefined
  process.on('SIGXFSZ', ignore)
  limit(String(size))
  try {
    return await work()
  } finally {
    limit('unlimited')
    process.off('SIGXFSZ', ignore)
  }
}

/** The soft limit only, so that it can be raised again. */
function limit(size: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${size}:`])
}
