/** Words whose last letter is no plural's, where what is left is another word that occurs everywhere. */
const singular = new Set([
  'news',
  'lens',
  'this',
  'thus',
  'does',
  'has',
  'was',
  'its',
  'as',
  'is',
  'us',
  'yes'
])
const hissing = /(?:[sxz]|[cs]h)$/
/** A word of one script that has such plurals. */
const hasPlural = /^[a-z][a-z0-9]*[a-z]$/

/** A word and what is its plural or singular, if it has one: some of them are no words, and found nowhere. */
export function formsOf(word: string): readonly string[] {
  if (word.length < 3 || singular.has(word) || !hasPlural.test(word)) return [word]
  const forms = [word, `${word}s`]
  if (hissing.test(word)) forms.push(`${word}es`)
  if (/[^aeiou]y$/.test(word)) forms.push(`${word.slice(0, -1)}ies`)
  if (word.endsWith('sis')) forms.push(`${word.slice(0, -2)}es`)
  if (/.{3}[ei]x$/.test(word)) forms.push(`${word.slice(0, -2)}ices`)
  if (/..ies$/.test(word)) forms.push(`${word.slice(0, -3)}y`)
  if (word.endsWith('ses')) forms.push(`${word.slice(0, -2)}is`)
  if (/.{2}ices$/.test(word)) forms.push(`${word.slice(0, -4)}ix`, `${word.slice(0, -4)}ex`)
  if (word.endsWith('es') && hissing.test(word.slice(0, -2))) forms.push(word.slice(0, -2))
  if (/..[^s]s$/.test(word)) forms.push(word.slice(0, -1))
  return forms
}
