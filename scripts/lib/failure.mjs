import { stripVTControlCharacters } from 'node:util'

/** Something the user is told as it stands, with the exit code to end on; anything else thrown is a bug. */
export class Failure extends Error {
  constructor(message, exitCode = 1) {
    // The bundler, often quoted here, colours its messages whether or not they go to a terminal.
    super(process.stderr.isTTY ? message : stripVTControlCharacters(message))
    this.exitCode = exitCode
  }
}

/** Runs a script's body: a Failure becomes its message and exit code, a bug keeps its stack trace. */
export async function main(body) {
  try {
    await body()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(error.message)
    process.exitCode = error.exitCode
  }
}
