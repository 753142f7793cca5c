/**
 * Fetches the parts of the window that are not in its first view, so that each is there at once when it is asked for,
 * and also where the host is gone by then. One that does not come is asked for again when it is needed.
 */
export async function loadParts(): Promise<void> {
  await Promise.allSettled([
    import('./components/dialogs/AboutDialog.svelte'),
    import('./components/dialogs/BackupsDialog.svelte'),
    import('./components/dialogs/Dialogs.svelte'),
    import('./components/dialogs/DigestDialog.svelte'),
    import('./components/dialogs/HelpDialog.svelte'),
    import('./components/dialogs/LinkDialog.svelte'),
    import('./components/dialogs/PasteDialog.svelte'),
    import('./components/dialogs/ReportDialog.svelte'),
    import('./components/palette/PaletteDialog.svelte'),
    import('./components/reader/MoreMenu.svelte'),
    import('./components/shell/SequenceHint.svelte'),
    import('./components/shell/Splitter.svelte'),
    import('./components/imports/ImportCard.svelte'),
    import('./components/list/Headings.svelte'),
    import('./components/list/OrderMenu.svelte'),
    import('./components/reader/AsAnnounced.svelte'),
    import('./components/reader/NewVersion.svelte'),
    import('./components/reader/NoteEditor.svelte'),
    import('./components/reader/WrittenNote.svelte'),
    import('./components/reader/TagField.svelte'),
    import('./components/rules/RulesDialog.svelte'),
    import('./components/settings/SettingsDialog.svelte'),
    import('./components/settings/sections').then(({ loadSections }) => loadSections()),
    import('./components/sidebar/HealthNote.svelte'),
    import('./state/dropped-files'),
    import('./state/follow-later'),
    import('./state/host'),
    import('./state/import-runner'),
    import('./state/keep-typed'),
    import('./state/show-undone'),
    import('./views/FocusMode.svelte'),
    import('./views/HistoryPage.svelte'),
    import('./views/ListEmpty.svelte'),
    import('./views/Welcome.svelte'),
    import('#core/archive-kind'),
    import('#core/export/bibtex')
  ])
}
