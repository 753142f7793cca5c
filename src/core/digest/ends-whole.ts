const end = /(?:[.!?…。:)\]}"'”’$*]|https?:\/\/\S{1,200})$/

/**
 * Whether a text ends as texts do: with a sentence, a bracket, a formula or an address. A file without a line feed at
 * its end may have been cut or not; what its last field ends with tells.
 */
export function endsWhole(text: string): boolean {
  return end.test(text.slice(-250))
}
