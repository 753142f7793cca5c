import type { Capability } from '#core/contract'

export type Section = 'Papers' | 'Move' | 'Go to' | 'Window'

export type CommandWords = readonly [section: Section, title: string, ...keys: string[]]

/** Saved searches that have a key: the first ones of the sidebar. */
export const searchNumbers = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const

export type SavedSearchCommand = `savedSearch${(typeof searchNumbers)[number]}`

const savedSearchCommands = Object.fromEntries(
  searchNumbers.map((number) => [`savedSearch${number}`, ['Go to', `Saved search ${number}`, `${number}`]])
) as unknown as Readonly<Record<SavedSearchCommand, CommandWords>>

export function isSavedSearchCommand(id: CommandId): id is SavedSearchCommand {
  return id in savedSearchCommands
}

/**
 * What the user can do: the one table of keys, help, buttons and the menu of the desktop. Titles are as help and
 * tooltips say them. Keys are as tinykeys writes them; a space stands between the keys of a sequence.
 */
export const commandTable = {
  done: ['Papers', 'Done: mark read and go to the next', 'e'],
  star: ['Papers', 'Star', 's'],
  starDone: ['Papers', 'Star and done', 'Shift+S'],
  toggleRead: ['Papers', 'Read or unread', 'm'],
  read: ['Papers', 'Mark read', 'Shift+I'],
  unread: ['Papers', 'Mark unread', 'Shift+U'],
  readAll: ['Papers', 'Mark all in this list read', 'Shift+A'],
  tag: ['Papers', 'Tag', 't', 'l'],
  note: ['Papers', 'Write a note', 'n'],
  openAbstract: ['Papers', 'Open abstract page', 'o', 'v'],
  openPdf: ['Papers', 'Open PDF', 'p'],
  rules: ['Papers', 'Highlight or mute: words, authors, categories', 'h'],
  announced: ['Papers', 'As announced: what the digests said', 'a'],
  copyBibtex: ['Papers', 'Copy BibTeX', 'c'],
  copyLink: ['Papers', 'Copy link', 'y'],
  select: ['Papers', 'Select, or not any more', 'x'],
  selectAll: ['Papers', 'Select all in this list', '* a'],
  selectNone: ['Papers', 'Select none', '* n'],
  undo: ['Papers', 'Undo', 'z', '$mod+z'],
  redo: ['Papers', 'Redo', '$mod+Shift+z'],
  takeBack: ['Papers', 'In the history: take back, or bring back', 'Backspace'],

  next: ['Move', 'Next paper', 'j', 'ArrowDown'],
  previous: ['Move', 'Previous paper', 'k', 'ArrowUp'],
  nextDigest: ['Move', 'Next digest', ']'],
  previousDigest: ['Move', 'Previous digest', '['],
  first: ['Move', 'First paper', 'Home'],
  last: ['Move', 'Last paper', 'End'],
  pageDown: ['Move', 'A page further', 'PageDown'],
  pageUp: ['Move', 'A page back', 'PageUp'],
  selectDown: ['Move', 'Select on to the next', 'Shift+J'],
  selectUp: ['Move', 'Select on to the previous', 'Shift+K'],
  scroll: ['Move', 'Scroll, then next', 'Space'],
  scrollBack: ['Move', 'Scroll back, then previous', 'Shift+Space'],

  goInbox: ['Go to', 'Inbox', 'g i'],
  goUpdated: ['Go to', 'Updated: new versions since you decided', 'g u'],
  goStarred: ['Go to', 'Starred', 'g s'],
  goNotes: ['Go to', 'Notes', 'g n'],
  goRead: ['Go to', 'Read', 'g r'],
  goUnseen: ['Go to', 'Never really seen: marked read unread', 'g v'],
  goAll: ['Go to', 'All', 'g a'],
  goHistory: ['Go to', 'History: what you did, day by day', 'g h'],
  ...savedSearchCommands,

  focusMode: ['Window', 'Focus mode: one paper on the whole window', 'f'],
  search: ['Window', 'Search', '/'],
  facets: ['Window', 'Filter what a search finds', 'Shift+F'],
  saveSearch: ['Window', 'Save the search'],
  searchHelp: ['Window', 'Search syntax'],
  palette: ['Window', 'Find a command', '$mod+k'],
  import: ['Window', 'Import files', '$mod+o'],
  importFolder: ['Window', 'Import a folder'],
  paste: ['Window', 'Import pasted text'],
  watchFolder: ['Window', 'Watch a folder for digests'],
  sidebar: ['Window', 'Show or hide the sidebar', '\\'],
  backups: ['Window', 'Backups'],
  settings: ['Window', 'Settings', '$mod+,'],
  more: ['Window', 'More commands', '.'],
  appearance: ['Window', 'Light, dark or like the system'],
  zoomIn: ['Window', 'Larger', '$mod+='],
  zoomOut: ['Window', 'Smaller', '$mod+-'],
  zoomReset: ['Window', 'Usual size', '$mod+0'],
  revealLibrary: ['Window', 'Show the library folder'],
  diagnostics: ['Window', 'Copy diagnostics'],
  help: ['Window', 'Keys', '?'],
  about: ['Window', 'About Papertray'],
  order: ['Window', 'Sort and group the list'],
  toggleRelevance: ['Window', 'In a search: best match or newest first', 'b'],
  muted: ['Window', 'Show or hide muted papers', 'Shift+M'],
  open: ['Window', 'The paper alone, in a narrow window', 'Enter'],
  back: ['Window', 'Back', 'u', 'Escape']
} as const satisfies Readonly<Record<string, CommandWords>>

export type CommandId = keyof typeof commandTable

export type NeededCapability = Readonly<Partial<Record<CommandId, Capability>>>

/** Commands that are there only where the host can do what they ask of it. */
export const neededCapability = {
  zoomIn: 'zoom',
  zoomOut: 'zoom',
  zoomReset: 'zoom',
  revealLibrary: 'revealLibrary',
  diagnostics: 'diagnostics',
  watchFolder: 'watchFolder'
} as const satisfies NeededCapability

export type HostCommand = keyof typeof neededCapability

export function isHostCommand(id: CommandId): id is HostCommand {
  return id in neededCapability
}

/** The keys of a command, the one to be shown first. */
export function keysOf(id: CommandId): readonly string[] {
  const [, , ...keys]: CommandWords = commandTable[id]
  return keys
}
