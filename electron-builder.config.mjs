/** How electron-builder makes packages of what `npm run build` has built; `npm run package` calls it. */
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { packedFiles } from './scripts/lib/packed-files.mjs'

/** Papertray has no site and no address yet, and Debian packages are refused without: `.invalid` is nobody's domain. */
const site = 'https://papertray.invalid'
const maintainer = 'The Papertray developers <developers@papertray.invalid>'

/** The folder of a runtime that is there already; without one electron-builder fetches it. */
const runtime = process.env.ELECTRON_OVERRIDE_DIST_PATH

/** Of files that may be digests. The Windows installer names them once more: resources/installer.nsh. */
const digestExtensions = ['txt', 'md', 'markdown']

/** A function, since it looks at what has been built. */
export default () => ({
  appId: 'org.papertray.Papertray',
  productName: 'Papertray',
  copyright: 'Copyright © 2026 The Papertray developers',
  directories: { output: 'dist', buildResources: 'resources' },
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  files: packedFiles(),
  asar: true,
  ...(runtime && { electronDist: runtime }),
  // Everything is bundled: nothing of node_modules is packed, and nothing there is to be built for Electron.
  beforeBuild: () => false,
  afterExtract: arrangeRuntime,
  // Papertray speaks English and writes dates the English way. Chromium's fifty others weigh many times what it does.
  electronLanguages: ['en-US', 'en-GB'],
  // Nothing is uploaded, and nothing asks for updates.
  publish: null,
  extraMetadata: { homepage: site, desktopName: 'papertray.desktop' },

  /**
   * Switches in the executable itself. The file is the application and nothing else: no Node by an environment variable,
   * no debugger by an argument, no other code than the archive whose checksum it holds (on Linux there is none to hold).
   * Electron 45 has a ninth switch, for WebAssembly, which @electron/fuses 1.8 cannot name and which therefore stays on;
   * that is also why not all of them can be demanded here (`strictlyRequireAllFuses`).
   */
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
    // There are no cookies, and on macOS the key for them would have to be asked for in the keychain.
    enableCookieEncryption: false,
    // Changing the executable breaks the signature that Apple's processors demand even of unsigned programs.
    resetAdHocDarwinSignature: process.platform === 'darwin'
  },

  linux: {
    target: ['AppImage', 'deb'],
    icon: 'resources/icons',
    category: 'Science',
    maintainer,
    vendor: 'The Papertray developers',
    synopsis: 'Reading list for new arXiv papers',
    description:
      'Papertray files the papers of arXiv digests, shows the ones not yet dealt with, and keeps what you decided about them. It works with no account and no network.',
    desktop: { entry: { Keywords: 'arXiv;papers;preprints;digest;reading list;' } },
    // The name of the desktop file is what tells the desktop that a window belongs to it.
    syncDesktopName: true,
    // Markdown is plain text to a desktop, so that this offers Papertray under "Open with" for all digests. Named by
    // itself, Markdown would be opened by Papertray wherever no other program names it. `fileAssociations` would
    // even define these types anew.
    mimeTypes: ['text/plain']
  },
  // By default an AppImage asks the desktop to start it without Chromium's sandbox.
  appImage: { executableArgs: [] },
  // Needs no libfuse2, which newer distributions leave out.
  toolsets: { appimage: '1.0.3' },

  mac: {
    target: ['dmg', 'zip'],
    icon: 'resources/icon.icns',
    category: 'public.app-category.productivity',
    // Signed where a certificate is at hand (CSC_LINK or the keychain), and unsigned elsewhere. Apple lets only programs
    // with a hardened runtime be notarised.
    hardenedRuntime: true,
    // An alternate viewer stands under "Open with" and never becomes the default by itself.
    fileAssociations: [{ ext: digestExtensions, name: 'Digest of papers', role: 'Viewer', rank: 'Alternate' }]
  },

  win: {
    target: ['nsis'],
    icon: 'resources/icon.ico'
    // No `fileAssociations`: the installer would make Papertray what opens every text file. See resources/installer.nsh.
  },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowElevation: false,
    allowToChangeInstallationDirectory: true,
    // The library is the user's.
    deleteAppDataOnUninstall: false,
    // Two helpers for updates, which Papertray does not look for.
    packElevateHelper: false,
    differentialPackage: false,
    include: 'resources/installer.nsh'
  }
})

/** Of a runtime everything is taken but the application that it brings, which shows how Electron is used. */
function arrangeRuntime({ appOutDir, electronPlatformName }) {
  const isMac = electronPlatformName === 'darwin'
  const resources = join(appOutDir, isMac ? 'Electron.app/Contents/Resources' : 'resources')
  rmSync(join(resources, 'default_app.asar'), { force: true })
  rmSync(join(appOutDir, 'version'), { force: true })
  if (isMac && runtime) keepLicences(resources)
}

/** On macOS they stand beside the application, which is all that electron-builder takes from a folder. */
function keepLicences(resources) {
  copyFileSync(join(runtime, 'LICENSE'), join(resources, 'LICENSE.electron.txt'))
  copyFileSync(join(runtime, 'LICENSES.chromium.html'), join(resources, 'LICENSES.chromium.html'))
}
