/** The window's pages come from a scheme of their own: `file:` addresses could read every file of the user. */
export const appScheme = 'app'

const host = 'papertray'

export const appOrigin = `${appScheme}://${host}`

/** What a window shows. */
export const appPage = `${appOrigin}/`

/** True for addresses of the application itself. */
export function isAppAddress(url: string): boolean {
  return url.startsWith(appPage)
}
