const mention =
  /(?:arxiv\.org\/(?:abs|pdf|html|format|ps|e-print|src)\/|arxiv:\s{0,3})(?:\d{4}\.\d{4,5}|[a-z-]{2,9}(?:\.[a-z-]{2,8})?\/\d{7})/i

/** Whether text names a paper: by an address of arxiv.org, or by its id behind `arXiv:`. */
export function mentionsPaper(text: string): boolean {
  return mention.test(text)
}
