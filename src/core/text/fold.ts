/** Folds case and accents, so that `Erdos` finds `Erdős`: letters are compared without the marks on them. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  // eslint-disable-next-line no-control-regex -- ASCII needs no folding beyond case
  if (/^[\x00-\x7f]*$/.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[øłđıßæœ]/g, (letter) => others[letter] ?? letter)
}

/** Letters whose marks are part of them, so that Unicode does not take them apart. */
const others: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' }
