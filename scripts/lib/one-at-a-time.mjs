import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { inRoot } from './root.mjs'

const lock = inRoot('out', '.lock')
const longestWork = 10 * 60_000

/**
 * Does work that changes node_modules or out/ while no other script of this repository does: two terminals
 * may well start Papertray at once, and npm or the bundler would delete files under each other's feet.
 */
export async function oneAtATime(work) {
  mkdirSync(inRoot('out'), { recursive: true })
  let told = false
  while (!take()) {
    const holder = abandonedHolder()
    if (holder !== undefined) {
      discard(holder)
      continue
    }
    if (!told) console.error('Waiting for another Papertray script to finish setting up or building…')
    told = true
    await sleep(200)
  }
  try {
    return await work()
  } finally {
    if (isOurs()) rmSync(lock, { force: true })
  }
}

/** After very long work another script may have taken the lock over. */
function isOurs() {
  try {
    return readFileSync(lock, 'utf8') === String(process.pid)
  } catch {
    return false
  }
}

function take() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** What the lock says of a holder that is gone; a great age means its process number went to another program. */
function abandonedHolder() {
  try {
    const holder = readFileSync(lock, 'utf8')
    if (Date.now() - statSync(lock).mtimeMs > longestWork) return holder
    // Still empty is a lock created this instant.
    return holder !== '' && !isRunning(Number(holder)) ? holder : undefined
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function isRunning(processId) {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error.code !== 'ESRCH'
  }
}

/** Of several scripts that judged the same lock abandoned one removes it; a newer lock caught so goes back. */
function discard(holder) {
  const caught = `${lock}-${process.pid}`
  try {
    renameSync(lock, caught)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (readFileSync(caught, 'utf8') === holder) rmSync(caught)
  else renameSync(caught, lock)
}
