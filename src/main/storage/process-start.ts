import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * When a process started, as text that is the same whenever asked: a number of a process that ended is soon given to
 * another, which this tells apart. Null where the process is gone or the platform does not say.
 */
export async function processStart(pid: number): Promise<string | null> {
  if (process.platform === 'linux') return linuxStart(pid)
  if (process.platform === 'win32') return null
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { LC_ALL: 'C' }
    })
    return stdout.trim() === '' ? null : stdout.trim()
  } catch {
    // `ps` ends with 1 where there is no such process.
    return null
  }
}

/** True where a process of this number runs, whoever owns it. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
  return process.platform !== 'linux' || !hasEnded(pid)
}

/** In a container without init nobody collects what has ended: its number stays, as a zombie (state Z) or dead (X). */
function hasEnded(pid: number): boolean {
  try {
    return /^[ZX]/.test(statFields(readFileSync(`/proc/${pid}/stat`, 'latin1'))[0] ?? '')
  } catch {
    // Processes of others may be hidden: then only the number counts.
    return false
  }
}

async function linuxStart(pid: number): Promise<string | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'latin1'),
      readFile('/proc/sys/kernel/random/boot_id', 'latin1')
    ])
    // Field 22, in clock ticks since boot (proc(5)).
    const ticks = statFields(stat)[19]
    return ticks === undefined ? null : `${boot.trim()} ${ticks}`
  } catch {
    return null
  }
}

/** The fields from the third on: the name in the second may hold spaces and brackets. */
function statFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
