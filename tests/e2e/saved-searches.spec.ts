import { expect, test } from './support/test'

test(
  'keeps searches in the sidebar: saved, counted, renamed, moved, opened by key, deleted and brought back',
  { tag: '@browser' },
  async ({ app, window }) => {
    const { page, search, sidebar, dialog } = window
    const items = sidebar.getByRole('region', { name: 'Searches' }).locator('li button[draggable]')
    const save = async (query: string, title: string): Promise<void> => {
      await search.fill(query)
      await expect(search).toHaveValue(query)
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await dialog.getByRole('textbox', { name: 'Title' }).fill(title)
      await page.keyboard.press('Enter')
      await expect(dialog).toBeHidden()
    }

    // Within a view, what that asks for belongs to the search.
    await app.inboxIds()
    await save('diffusion', 'Diffusion')
    await expect(page.getByRole('heading', { level: 1, name: 'Diffusion', exact: true })).toBeVisible()
    await expect(search).toHaveValue('is:unread diffusion')
    const found = await window.rows.first().getAttribute('aria-setsize')
    await expect(items).toHaveText([new RegExp(`Diffusion\\s*${found}$`)])
    await expect(items.first()).toHaveAttribute('aria-current', 'page')

    // Its count follows decisions.
    await window.list.focus()
    await window.press('e')
    await expect(items).toHaveText([new RegExp(`Diffusion\\s*${Number(found) - 1}$`)])

    // The query is the title where none is given.
    await window.press('g', 'a')
    await save('segmentation', '')
    await expect(items).toHaveText([/^\s*Diffusion/, /^\s*segmentation/])

    // Renamed, moved by keys, and opened by the key of its place.
    await items.nth(1).press('F2')
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Masks')
    await dialog.getByRole('button', { name: 'Save' }).last().click()
    await expect(items).toHaveText([/Diffusion/, /Masks/])
    await items.nth(1).press('Alt+ArrowUp')
    await expect(items).toHaveText([/Masks/, /Diffusion/])
    await expect(items.first()).toBeFocused()
    await items.first().dragTo(items.nth(1), { targetPosition: { x: 40, y: 26 } })
    await expect(items).toHaveText([/Diffusion/, /Masks/])

    // Another window moves it as well, and the keyboard stays where it is.
    await items.first().focus()
    const other = await app.open()
    const searches = other.sidebar.getByRole('region', { name: 'Searches' })
    await searches.getByRole('button', { name: /^Diffusion/ }).press('Alt+ArrowDown')
    await expect(items).toHaveText([/Masks/, /Diffusion/])
    await expect(items.last()).toBeFocused()
    await items.last().press('Alt+ArrowUp')
    await expect(items).toHaveText([/Diffusion/, /Masks/])
    await other.page.close()
    await window.list.focus()
    await window.press('2')
    await expect(page.getByRole('heading', { level: 1, name: 'Masks', exact: true })).toBeVisible()
    await expect(search).toHaveValue('segmentation')

    // An edited one is updated where that is wanted.
    await search.fill('segmentation medical')
    await window.button('Update “Masks”').click()
    await expect(items.nth(1)).toHaveAttribute('title', /^segmentation medical/)
    await expect(page.getByRole('heading', { level: 1, name: 'Masks', exact: true })).toBeVisible()

    await items.first().press('Delete')
    await expect(items).toHaveText([/Masks/])
    await window.list.focus()
    await window.press('z')
    await expect(items).toHaveText([/Diffusion/, /Masks/])
    await app.restart(window)
    await expect(items).toHaveText([/Diffusion/, /Masks/])
  }
)

test(
  'narrows a search by what was found, leads to related papers, and shows how to ask',
  { tag: '@browser' },
  async ({ window }) => {
    const { page, search, reader, dialog } = window
    await window.press('g', 'a', '/')
    await search.fill('model')
    await window.button('Filter').click()
    const category = page.getByRole('group', { name: 'Category' })
    const chip = category.getByRole('button', { name: /^Only (?!cs\.CV)/ }).first()
    const [, name = '', papers = ''] =
      /^Only (.*): ([\d,]+)$/.exec((await chip.getAttribute('aria-label')) ?? '') ?? []
    await chip.click()
    await expect(search).toHaveValue(`cat:${name} model`)
    await expect(window.rows.first()).toHaveAttribute('aria-setsize', papers)
    await expect(category.getByRole('button', { name: `Only ${name}`, pressed: true })).toBeVisible()
    // Once more, and it is as before; with Alt it is left out.
    await category.getByRole('button', { name: `Only ${name}`, pressed: true }).click()
    await expect(search).toHaveValue('model')
    await category.getByRole('button', { name: new RegExp(`^Only ${name}: `) }).click({ modifiers: ['Alt'] })
    await expect(search).toHaveValue(`-cat:${name} model`)
    await expect(category.getByRole('button', { name: `Without ${name}`, pressed: true })).toBeVisible()

    // It opens, and one comes back to the search.
    await window.list.focus()
    const related = reader.getByRole('region', { name: 'Related papers' })
    const other = related.getByRole('button').first()
    const title = await other.innerText()
    await expect(related.getByText(/^Shares /).first()).toBeVisible()
    await other.click()
    await expect(reader.getByRole('heading', { level: 1 })).toHaveText(title)
    await window.press('u')
    await expect(search).toHaveValue(`-cat:${name} model`)

    await window.button('How to search').click()
    await dialog.getByRole('button', { name: '"optimal transport"' }).click()
    await expect(dialog).toBeHidden()
    await expect(search).toHaveValue('"optimal transport"')
  }
)
