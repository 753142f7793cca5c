import { join } from 'node:path'
import { app, nativeImage, type BrowserWindow } from 'electron'
import { counted } from '#core/words/counted'

/** Tells how many papers are unread, on the program's icon. Windows shows a picture: there it is a dot. */
export function showUnread(papers: number, window: BrowserWindow | null, resources: string): void {
  if (process.platform !== 'win32') app.setBadgeCount(papers)
  else if (papers === 0) window?.setOverlayIcon(null, '')
  else
    window?.setOverlayIcon(
      nativeImage.createFromPath(join(resources, 'badge.png')),
      counted(papers, 'unread paper')
    )
}

/** @param progress From 0 to 1; null where there is nothing to be waited for. */
export function showProgress(progress: number | null, window: BrowserWindow | null): void {
  window?.setProgressBar(progress ?? -1)
}
