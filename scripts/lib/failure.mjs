/** Something the user is told in one sentence, with the exit code to end on; anything else thrown is a bug. */
export class Failure extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Runs a script's body: a Failure becomes its sentence and exit code, a bug keeps its stack trace. */
export async function main(body) {
  try {
    await body()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(error.message)
    process.exitCode = error.exitCode
  }
}
