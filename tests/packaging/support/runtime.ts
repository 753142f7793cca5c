import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'
import { electronVersion } from '../../../scripts/lib/electron-runtime.mjs'
import { deliveredFuses } from './fuses'

export type Platform = 'linux' | 'mac' | 'win'

/** Makes a folder that electron-builder takes for a runtime of Electron, and that weighs next to nothing. */
export async function makeRuntime(platform: Platform, folder: string): Promise<void> {
  const files: Files = {
    version: electronVersion,
    LICENSE: 'of Electron',
    'LICENSES.chromium.html': 'of Chromium',
    ...own[platform]()
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
    await chmod(join(folder, path), 0o755)
  }
}

type Files = Record<string, string | Buffer>

const own: Readonly<Record<Platform, () => Files>> = {
  linux: () => ({ electron: deliveredFuses, 'chrome-sandbox': '', ...besideExecutable }),
  win: () => ({ 'electron.exe': windowsExecutable(), ...besideExecutable }),
  mac: () => {
    const contents = 'Electron.app/Contents'
    const helper = `${contents}/Frameworks/Electron Helper.app/Contents`
    const framework = `${contents}/Frameworks/Electron Framework.framework`
    return {
      [`${contents}/Info.plist`]: propertyList,
      [`${contents}/MacOS/Electron`]: '',
      [`${contents}/Resources/electron.icns`]: '',
      [`${contents}/Resources/default_app.asar`]: starter,
      [`${helper}/Info.plist`]: propertyList,
      [`${helper}/MacOS/Electron Helper`]: '',
      [`${framework}/Electron Framework`]: deliveredFuses,
      [`${framework}/Versions/A/Resources/en.lproj/locale.pak`]: '',
      [`${contents}/Resources/en.lproj/x`]: ''
    }
  }
}

const starter = 'an application of its own'
const besideExecutable: Files = {
  'resources/default_app.asar': starter,
  'locales/de.pak': '',
  'locales/en-GB.pak': '',
  'locales/en-US.pak': ''
}

const propertyList = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>CFBundleIconFile</key><string>electron.icns</string></dict></plist>
`

/** An executable that does nothing, with a version to be replaced. */
function windowsExecutable(): Buffer {
  const executable = NtExecutable.createEmpty(false, false)
  const resources = NtExecutableResource.from(executable, true)
  const version = Resource.VersionInfo.createEmpty()
  version.setStringValues({ lang: 0x409, codepage: 1200 }, { ProductName: 'Electron' })
  version.outputToResourceEntries(resources.entries)
  resources.outputResource(executable)
  executable.setExtraData(new Uint8Array(deliveredFuses).buffer)
  return Buffer.from(executable.generate())
}
