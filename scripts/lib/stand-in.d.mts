/** For the tests; see stand-in.mjs. */
export function buildStandIn(): Promise<void>
