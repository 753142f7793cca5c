// One chunk for KaTeX and its styles: both come with the first formula, neither before it.
import 'katex/dist/katex.min.css'

export { default } from 'katex'
