import { FuseV1Options } from '@electron/fuses'

const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** The nine switches of Electron 45 as delivered: all on but for the snapshot, the checksum, and the archive alone. */
const delivered = '111100011'

/** What an executable holds for @electron/fuses to find and change. */
export const deliveredFuses = Buffer.concat([
  Buffer.from(`made up ${sentinel}`),
  Buffer.from([1, delivered.length]),
  Buffer.from(`${delivered} to its end`)
])

const [off, on] = ['0'.charCodeAt(0), '1'.charCodeAt(0)]

/** How they stand in a package: what would let other code in is off. */
export const packedFuses = {
  version: '1',
  [FuseV1Options.RunAsNode]: off,
  [FuseV1Options.EnableCookieEncryption]: off,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
  [FuseV1Options.EnableNodeCliInspectArguments]: off,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
  [FuseV1Options.OnlyLoadAppFromAsar]: on,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
  // WebAssembly's, for which @electron/fuses has no name, as it comes.
  8: on
}
