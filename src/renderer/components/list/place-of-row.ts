import { listId } from '../../keyboard/element-ids'

/** The place in the list of the row that an element is, or is part of, from 0; null where it is of none. */
export function placeOfRow(element: Element): number | null {
  const position = element.closest(`#${listId} [role=option]`)?.getAttribute('aria-posinset')
  return position === null || position === undefined ? null : Number(position) - 1
}
