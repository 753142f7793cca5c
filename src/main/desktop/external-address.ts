/** UTF-16 code units of an address that is handed on. */
const longest = 4000

/**
 * An address as it may be given to the system's browser; null where it may not: other schemes start other programs,
 * and credentials in an address hide where it leads.
 */
export function externalAddress(url: string, scheme: 'https:' | 'http:' = 'https:'): string | null {
  if (url.length > longest || !URL.canParse(url)) return null
  const { protocol, username, password, hostname, href } = new URL(url)
  return protocol === scheme && username === '' && password === '' && hostname !== '' ? href : null
}
