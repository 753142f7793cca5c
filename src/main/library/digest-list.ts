import type { DigestSummary } from '#core/contract'
import { digestDay, type Digest } from '#core/domain/digest'
import { compareText } from '#core/domain/merge'
import type { Catalog } from '#main/storage/catalog'

interface NumberedDigest {
  readonly digest: Digest
  /** Its number in the Catalog. */
  readonly number: number
}

/** The Digests in the library, the newest day first, those of one day by their categories. */
export function digestsInOrder(catalog: Catalog): NumberedDigest[] {
  const present: (NumberedDigest & { readonly day: string })[] = []
  catalog.digests.all().forEach(({ digest, present: shown }, number) => {
    if (shown) present.push({ digest, number, day: digestDay(digest) })
  })
  return present.sort(
    (a, b) =>
      compareText(b.day, a.day) ||
      compareText(a.digest.category ?? '', b.digest.category ?? '') ||
      compareText(a.digest.key, b.digest.key)
  )
}

export function digestSummaries(catalog: Catalog): DigestSummary[] {
  return digestsInOrder(catalog).map(({ digest }) => {
    const { key, dialect, category, date, source, imported, entries, papers, repaired, problems } = digest
    const day = digestDay(digest)
    const counted = { entries, papers, repaired, problems: problems.length }
    return { key, dialect, category, date, source, imported, day, ...counted }
  })
}
