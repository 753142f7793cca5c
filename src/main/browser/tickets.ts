import { randomBytes } from 'node:crypto'

/** Milliseconds within which a browser that was started must have come. */
const goodFor = 2 * 60_000
const mostTickets = 20

/**
 * Rights to be told the token, each good once and for a moment: they stand in the command line of the browser that is
 * started, which every user of this machine can read.
 */
export class Tickets {
  readonly #until = new Map<string, number>()

  make(): string {
    const ticket = randomBytes(32).toString('base64url')
    this.#until.set(ticket, performance.now() + goodFor)
    const [oldest] = this.#until.keys()
    if (this.#until.size > mostTickets && oldest !== undefined) this.#until.delete(oldest)
    return ticket
  }

  /** @returns Whether it was good; it is not any more. */
  take(ticket: string): boolean {
    const until = this.#until.get(ticket)
    this.#until.delete(ticket)
    return until !== undefined && performance.now() <= until
  }
}
