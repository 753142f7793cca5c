import { refuseUnknown } from './strict'

type Options = Electron.BrowserWindowConstructorOptions

/** What a host may set. Those with an effect here: size and place, show, title, preload; the others are only told. */
const known = [
  'autoHideMenuBar',
  'backgroundColor',
  'center',
  'darkTheme',
  'frame',
  'fullscreen',
  'fullscreenable',
  'height',
  'icon',
  'maximizable',
  'minHeight',
  'minWidth',
  'minimizable',
  'movable',
  'paintWhenInitiallyHidden',
  'resizable',
  'show',
  'tabbingIdentifier',
  'title',
  'titleBarOverlay',
  'titleBarStyle',
  'trafficLightPosition',
  'useContentSize',
  'webPreferences',
  'width',
  'x',
  'y'
] as const satisfies readonly (keyof Options)[]

const knownPreferences = [
  'additionalArguments',
  'allowRunningInsecureContent',
  'autoplayPolicy',
  'backgroundThrottling',
  'contextIsolation',
  'defaultEncoding',
  'defaultFontSize',
  'devTools',
  'disableBlinkFeatures',
  'disableDialogs',
  'enableBlinkFeatures',
  'enableWebSQL',
  'experimentalFeatures',
  'images',
  'javascript',
  'minimumFontSize',
  'navigateOnDragDrop',
  'nodeIntegration',
  'nodeIntegrationInSubFrames',
  'nodeIntegrationInWorker',
  'plugins',
  'preload',
  'safeDialogs',
  'sandbox',
  'scrollBounce',
  'spellcheck',
  'textAreasAreResizable',
  'v8CacheOptions',
  'webSecurity',
  'webgl',
  'webviewTag',
  'zoomFactor'
] as const satisfies readonly (keyof Electron.WebPreferences)[]

export function checkOptions(options: Options): void {
  refuseUnknown('BrowserWindow', options, known)
  refuseUnknown('webPreferences', options.webPreferences ?? {}, knownPreferences)
}
