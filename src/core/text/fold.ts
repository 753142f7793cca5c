/** Folds case and accents, so that `Erdos` finds `Erdős`: letters are compared without the marks on them. */
export function fold(text: string): string {
  // eslint-disable-next-line no-control-regex -- ASCII needs no folding beyond case
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase()
  return (
    text
      .normalize('NFKD')
      // Only now, since mathematical letters such as 𝐀 and ℝ are letters with a case no sooner than here.
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .replace(/[øłđıßæœ]/g, (letter) => others[letter] ?? letter)
  )
}

/** Letters whose marks are part of them, so that Unicode does not take them apart. */
const others: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' }
