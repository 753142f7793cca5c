import type { Dialect } from '#core/digest/dialect'
import { fieldList } from '#core/digest/dialects/field-list'
import { numberedList } from '#core/digest/dialects/numbered-list'

/** Every dialect that is read. Where a text without heading fits several, the first one takes it. */
export const dialects: readonly Dialect[] = [fieldList, numberedList]
