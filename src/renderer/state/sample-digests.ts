import type { DigestFile } from './dropped-files'

/** Addresses of the sample digests, which are built into the application as files. */
const addresses = import.meta.glob<string>('../../../seeds/*', {
  query: '?url',
  import: 'default',
  eager: true
})

export async function sampleDigests(): Promise<DigestFile[]> {
  return Promise.all(
    Object.entries(addresses).map(async ([path, address]) => {
      const response = await fetch(address)
      if (!response.ok) throw new Error(`no sample digest at ${address}`)
      const bytes = new Uint8Array(await response.arrayBuffer())
      const name = path.slice(path.lastIndexOf('/') + 1)
      return { name, size: bytes.length, named: true, bytes: () => Promise.resolve(bytes) }
    })
  )
}
