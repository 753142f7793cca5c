import type { App } from '../state/app.svelte'
import {
  back,
  copyBibtex,
  copyLink,
  done,
  edit,
  openAbstract,
  openPdf,
  readAll,
  scroll,
  search,
  setRead,
  sidebar,
  star,
  starDone,
  toggleRead
} from './actions'

/** Something the user can do: the one table of keys, help and buttons. */
export interface Command {
  readonly id: CommandId
  /** As help and tooltips say it. */
  readonly title: string
  readonly section: Section
  /** As tinykeys writes them; a space stands between the keys of a sequence. */
  readonly keys: readonly string[]
  readonly run: (app: App) => void
}

export type Section = 'Papers' | 'Move' | 'Go to' | 'Window'

export type CommandId =
  | 'next'
  | 'previous'
  | 'nextDigest'
  | 'previousDigest'
  | 'first'
  | 'last'
  | 'pageDown'
  | 'pageUp'
  | 'scroll'
  | 'scrollBack'
  | 'done'
  | 'star'
  | 'starDone'
  | 'toggleRead'
  | 'read'
  | 'unread'
  | 'readAll'
  | 'tag'
  | 'note'
  | 'openAbstract'
  | 'openPdf'
  | 'copyBibtex'
  | 'copyLink'
  | 'undo'
  | 'redo'
  | 'goInbox'
  | 'goStarred'
  | 'goNotes'
  | 'goRead'
  | 'goAll'
  | 'search'
  | 'import'
  | 'importFolder'
  | 'paste'
  | 'sidebar'
  | 'appearance'
  | 'help'
  | 'open'
  | 'back'

export const commands: readonly Command[] = [
  { id: 'done', title: 'Done: mark read and go to the next', section: 'Papers', keys: ['e'], run: done },
  { id: 'star', title: 'Star', section: 'Papers', keys: ['s'], run: star },
  { id: 'starDone', title: 'Star and done', section: 'Papers', keys: ['Shift+S'], run: starDone },
  { id: 'toggleRead', title: 'Read or unread', section: 'Papers', keys: ['m'], run: toggleRead },
  {
    id: 'read',
    title: 'Mark read',
    section: 'Papers',
    keys: ['Shift+I'],
    run: (app) => {
      setRead(app, true)
    }
  },
  {
    id: 'unread',
    title: 'Mark unread',
    section: 'Papers',
    keys: ['Shift+U'],
    run: (app) => {
      setRead(app, false)
    }
  },
  { id: 'readAll', title: 'Mark all in this list read', section: 'Papers', keys: ['Shift+A'], run: readAll },
  {
    id: 'tag',
    title: 'Tag',
    section: 'Papers',
    keys: ['t', 'l'],
    run: (app) => {
      edit(app, 'tags')
    }
  },
  {
    id: 'note',
    title: 'Write a note',
    section: 'Papers',
    keys: ['n'],
    run: (app) => {
      edit(app, 'note')
    }
  },
  { id: 'openAbstract', title: 'Open abstract page', section: 'Papers', keys: ['o', 'v'], run: openAbstract },
  { id: 'openPdf', title: 'Open PDF', section: 'Papers', keys: ['p'], run: openPdf },
  { id: 'copyBibtex', title: 'Copy BibTeX', section: 'Papers', keys: ['c'], run: copyBibtex },
  { id: 'copyLink', title: 'Copy link', section: 'Papers', keys: ['y'], run: copyLink },
  {
    id: 'undo',
    title: 'Undo',
    section: 'Papers',
    keys: ['z', '$mod+z'],
    run: (app) => {
      void app.acts.undo()
    }
  },
  {
    id: 'redo',
    title: 'Redo',
    section: 'Papers',
    keys: ['Shift+$mod+z'],
    run: (app) => {
      void app.acts.redo()
    }
  },

  {
    id: 'next',
    title: 'Next paper',
    section: 'Move',
    keys: ['j', 'ArrowDown'],
    run: ({ list }) => {
      list.move(1)
    }
  },
  {
    id: 'previous',
    title: 'Previous paper',
    section: 'Move',
    keys: ['k', 'ArrowUp'],
    run: ({ list }) => {
      list.move(-1)
    }
  },
  {
    id: 'nextDigest',
    title: 'Next digest',
    section: 'Move',
    keys: [']'],
    run: ({ list }) => {
      list.moveByDigest(1)
    }
  },
  {
    id: 'previousDigest',
    title: 'Previous digest',
    section: 'Move',
    keys: ['['],
    run: ({ list }) => {
      list.moveByDigest(-1)
    }
  },
  {
    id: 'first',
    title: 'First paper',
    section: 'Move',
    keys: ['Home'],
    run: ({ list }) => {
      list.moveTo(0)
    }
  },
  {
    id: 'last',
    title: 'Last paper',
    section: 'Move',
    keys: ['End'],
    run: ({ list }) => {
      list.moveTo(list.length - 1)
    }
  },
  {
    id: 'pageDown',
    title: 'A page further',
    section: 'Move',
    keys: ['PageDown'],
    run: ({ list }) => {
      list.move(list.inView)
    }
  },
  {
    id: 'pageUp',
    title: 'A page back',
    section: 'Move',
    keys: ['PageUp'],
    run: ({ list }) => {
      list.move(-list.inView)
    }
  },
  {
    id: 'scroll',
    title: 'Scroll the reader, then next',
    section: 'Move',
    keys: ['Space'],
    run: (app) => {
      scroll(app, 1)
    }
  },
  {
    id: 'scrollBack',
    title: 'Scroll back, then previous',
    section: 'Move',
    keys: ['Shift+Space'],
    run: (app) => {
      scroll(app, -1)
    }
  },

  {
    id: 'goInbox',
    title: 'Inbox',
    section: 'Go to',
    keys: ['g i'],
    run: (app) => {
      app.show({ kind: 'inbox' })
    }
  },
  {
    id: 'goStarred',
    title: 'Starred',
    section: 'Go to',
    keys: ['g s'],
    run: (app) => {
      app.show({ kind: 'starred' })
    }
  },
  {
    id: 'goNotes',
    title: 'Notes',
    section: 'Go to',
    keys: ['g n'],
    run: (app) => {
      app.show({ kind: 'notes' })
    }
  },
  {
    id: 'goRead',
    title: 'Read',
    section: 'Go to',
    keys: ['g r'],
    run: (app) => {
      app.show({ kind: 'read' })
    }
  },
  {
    id: 'goAll',
    title: 'All',
    section: 'Go to',
    keys: ['g a'],
    run: (app) => {
      app.show({ kind: 'all' })
    }
  },

  {
    id: 'search',
    title: 'Search',
    section: 'Window',
    keys: ['/'],
    run: search
  },
  {
    id: 'import',
    title: 'Import files',
    section: 'Window',
    keys: ['$mod+o'],
    run: (app) => {
      app.choose('files')
    }
  },
  {
    id: 'importFolder',
    title: 'Import a folder',
    section: 'Window',
    keys: [],
    run: (app) => {
      app.choose('folder')
    }
  },
  {
    id: 'paste',
    title: 'Import pasted text',
    section: 'Window',
    keys: [],
    run: ({ dialogs }) => {
      dialogs.open({ kind: 'paste' })
    }
  },
  { id: 'sidebar', title: 'Show or hide the sidebar', section: 'Window', keys: ['\\'], run: sidebar },
  {
    id: 'appearance',
    title: 'Light, dark or like the system',
    section: 'Window',
    keys: [],
    run: ({ layout }) => {
      layout.nextAppearance()
    }
  },
  {
    id: 'help',
    title: 'Keys',
    section: 'Window',
    keys: ['?'],
    run: ({ dialogs }) => {
      dialogs.open({ kind: 'help' })
    }
  },
  {
    id: 'open',
    title: 'Show the paper alone, in a narrow window',
    section: 'Window',
    keys: ['Enter'],
    run: ({ layout }) => {
      layout.reading = true
    }
  },
  { id: 'back', title: 'Back', section: 'Window', keys: ['u', 'Escape'], run: back }
]

const byId = new Map(commands.map((command) => [command.id, command]))

export function commandOf(id: CommandId): Command {
  const command = byId.get(id)
  if (command === undefined) throw new Error(`no command ${id}`)
  return command
}
