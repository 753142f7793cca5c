/** Where the token waits for a reload of the page: one tab alone can read it. */
const item = 'papertray-token'

/** Before a ticket in the address, see below. */
const once = 'once-'

/**
 * The right to see and change the library. It stands in the address that the window was opened with, and is taken out of
 * it, where others might see it; or there stands a ticket, good for one exchange, since the command line of a browser
 * that is started can be read by every user of the machine.
 */
export async function takeToken(): Promise<string> {
  const given = location.hash.slice(1)
  if (given !== '') {
    history.replaceState(null, '', location.pathname)
    const token = given.startsWith(once) ? await exchanged(given.slice(once.length)) : given
    if (token !== null) sessionStorage.setItem(item, token)
  }
  return sessionStorage.getItem(item) ?? ''
}

async function exchanged(ticket: string): Promise<string | null> {
  try {
    const response = await fetch('./token', { method: 'POST', body: ticket })
    return response.ok ? await response.text() : null
  } catch {
    return null
  }
}
