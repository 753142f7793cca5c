import type { Capability } from '#core/contract'
import {
  commandTable,
  isHostCommand,
  isSavedSearchCommand,
  neededCapability,
  type CommandId,
  type CommandWords,
  type HostCommand,
  type NeededCapability,
  type SavedSearchCommand,
  type Section
} from '#core/commands'
import { commandIds } from '#core/keys'
import type { ViewName } from '#core/domain/view'
import type { App } from '../state/app.svelte'
import type { PlainDialog } from '../state/dialogs.svelte'
import {
  back,
  copyBibtex,
  copyLink,
  done,
  edit,
  facets,
  focusMode,
  openAbstract,
  openPdf,
  openSavedSearch,
  order,
  readAll,
  scroll,
  search,
  setRead,
  sidebar,
  star,
  starDone,
  toggleRead
} from './actions'

/** Something the user can do, with what it does in a window. */
export interface Command {
  readonly id: CommandId
  readonly title: string
  readonly section: Section
  /** Where the host cannot do this, the command is not there. */
  readonly needs: Capability | undefined
  readonly run: (app: App) => void
}

const go =
  (kind: ViewName) =>
  (app: App): void =>
    app.show({ kind })

const dialog =
  (kind: PlainDialog) =>
  (app: App): void =>
    app.dialogs.open({ kind })

const select = (app: App, id: CommandId): void => app.select((selecting) => selecting.run(id))

const runs: Readonly<
  Record<Exclude<CommandId, HostCommand | SavedSearchCommand>, (app: App, id: CommandId) => void>
> = {
  done,
  star,
  starDone,
  toggleRead,
  read: (app) => setRead(app, true),
  unread: (app) => setRead(app, false),
  readAll,
  tag: (app) => edit(app, 'tags'),
  note: (app) => edit(app, 'note'),
  openAbstract,
  openPdf,
  rules: ({ dialogs, list }) => {
    if (list.current !== undefined) dialogs.open({ kind: 'rules', paper: list.current.id })
  },
  announced: ({ reader, layout }) => {
    layout.reading = true
    reader.toggleAnnounced()
  },
  copyBibtex,
  copyLink,
  select,
  selectAll: select,
  selectNone: select,
  undo: ({ acts, toasts }) => {
    if (!toasts.takeUndoKey()) void acts.undo()
  },
  redo: ({ acts }) => void acts.redo(),
  takeBack: () => undefined,

  next: ({ list }) => list.move(1),
  previous: ({ list }) => list.move(-1),
  nextDigest: ({ list }) => list.moveByDigest(1),
  previousDigest: ({ list }) => list.moveByDigest(-1),
  first: ({ list }) => list.moveTo(0),
  last: ({ list }) => list.moveTo(list.length - 1),
  pageDown: ({ list }) => list.move(list.inView),
  pageUp: ({ list }) => list.move(-list.inView),
  selectDown: select,
  selectUp: select,
  scroll: (app) => scroll(app, 1),
  scrollBack: (app) => scroll(app, -1),

  goInbox: go('inbox'),
  goUpdated: go('updated'),
  goStarred: go('starred'),
  goNotes: go('notes'),
  goRead: go('read'),
  goUnseen: go('unseen'),
  goAll: go('all'),
  goHistory: (app) => app.showHistory(),

  focusMode,
  search,
  facets,
  saveSearch: dialog('savedSearch'),
  searchHelp: dialog('searchHelp'),
  palette: dialog('palette'),
  import: (app) => app.choose('files'),
  importFolder: (app) => app.choose('folder'),
  paste: dialog('paste'),
  sidebar,
  backups: dialog('backups'),
  more: dialog('more'),
  settings: dialog('settings'),
  appearance: ({ layout }) => layout.nextAppearance(),
  help: dialog('help'),
  about: dialog('about'),
  order,
  toggleRelevance: ({ layout }) => layout.toggleRelevance(),
  muted: ({ list }) => {
    list.unfolded = !list.unfolded && list.muted !== null
  },
  open: ({ layout }) => {
    layout.reading = true
  },
  back
}

export const commands: readonly Command[] = commandIds.map(commandOf)

export function commandOf(id: CommandId): Command {
  const [section, title]: CommandWords = commandTable[id]
  const own = isHostCommand(id)
    ? (app: App): void => app.runOnHost(id)
    : isSavedSearchCommand(id)
      ? openSavedSearch
      : runs[id]
  const run = (app: App): void => {
    if (!app.pageTakes(id, section) && app.selecting?.takes(id) !== true) own(app, id)
  }
  return { id, title, section, needs: (neededCapability as NeededCapability)[id], run }
}
