import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './root.mjs'

/** Output is kept for the caller instead of shown. */
export const captured = ['ignore', 'pipe', 'pipe']

/** Standard output is left to the command that the user asked for. */
export const onlyErrors = ['ignore', 'ignore', 'inherit']

/**
 * Runs a program to its end, in the repository and on our own standard streams unless told otherwise.
 * Signals are handed over, and this process outlives the program, so that its exit code is never lost.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    const chunks = []
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))

    // A terminal sends Ctrl+C to the child as well; handing it over would interrupt the child twice.
    const interrupt = () => process.stdin.isTTY || child.kill('SIGINT')
    const terminate = () => child.kill('SIGTERM')
    process.on('SIGINT', interrupt).on('SIGTERM', terminate)
    const release = () => process.off('SIGINT', interrupt).off('SIGTERM', terminate)

    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('close', (code, signal) => {
      release()
      resolve({
        exitCode: code ?? 128 + constants.signals[signal],
        output: Buffer.concat(chunks).toString()
      })
    })
  })
}
