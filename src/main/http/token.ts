import { randomBytes, timingSafeEqual } from 'node:crypto'

/** The header that carries it. Not a cookie, which a browser would send to every port of this address. */
export const tokenHeader = 'x-papertray-token'

/** The right to see and change the library: made anew by each process, and told to nobody but the user. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Takes the same time however much of a wrong token is right. */
export function isToken(given: string | string[] | undefined, token: string): boolean {
  if (typeof given !== 'string') return false
  const [one, other] = [Buffer.from(given), Buffer.from(token)]
  return one.length === other.length && timingSafeEqual(one, other)
}
