import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import ts from 'typescript-eslint'

/** Forbids imports that match `regex`, with the reason shown to whoever tries; and more of the same. */
const forbid = (regex, message, ...more) => ({
  'no-restricted-imports': ['error', { patterns: [{ regex, message }, ...more] }]
})

/** Bare specifiers other than the ones named. */
const packagesBut = (...names) => `^(?!\\.|#core/|${names.map((name) => `${name}(/|$)`).join('|')})`

export default ts.config(
  { ignores: ['out', 'dist', 'node_modules', 'coverage', 'bench', 'tests/bench/peers'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [...ts.configs.strictTypeChecked, ...ts.configs.stylisticTypeChecked]
  },
  // After TypeScript's, which would read components with its own parser.
  ...svelte.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.json',
          './src/core/tsconfig.json',
          './src/renderer/tsconfig.json',
          './tests/e2e/tsconfig.json'
        ],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
        parser: ts.parser
      }
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ],
      'no-console': 'error'
    }
  },
  {
    files: ['src/core/**/*.ts'],
    rules: forbid(packagesBut('valibot'), 'The core is pure: it imports only itself and valibot.')
  },
  {
    files: ['src/core/digest/xml/*.ts'],
    rules: forbid(packagesBut('saxes'), 'Reading XML needs the core and saxes.')
  },
  {
    files: ['src/main/storage/**/*.ts'],
    rules: forbid(
      '^(electron$|svelte|#main/(library|cli|desktop|browser)/)',
      'Storage stands below library and hosts: it imports core, Node and lowdb.'
    )
  },
  {
    files: ['src/main/library/**/*.ts'],
    rules: forbid('^(electron$|svelte|#main/(cli|desktop|browser)/)', 'The library service knows no host.')
  },
  {
    files: ['src/main/http/**/*.ts', 'src/main/handover/**/*.ts'],
    rules: forbid(
      '^(electron$|svelte|lowdb|#main/(cli|browser|desktop)/)',
      'What hosts share knows none of them.'
    )
  },
  {
    files: ['src/main/cli/**/*.ts', 'src/main/browser/**/*.ts'],
    rules: forbid(
      '^(electron$|svelte|lowdb|#main/desktop/)',
      'Only src/main/desktop imports electron; hosts use the library.'
    )
  },
  {
    files: ['src/main/desktop/**/*.ts'],
    rules: forbid(
      '^(svelte|lowdb|#main/(browser|cli)/)',
      'The desktop host imports electron, the library, and what all hosts share.'
    )
  },
  {
    files: ['src/preload/**/*.ts'],
    rules: forbid(
      '^(?!electron$|#core/(contract|window-messages)$)',
      'The preload script hands the contract through, and knows nothing else.'
    )
  },
  {
    files: ['src/renderer/**/*.ts', 'src/renderer/**/*.svelte'],
    rules: {
      ...forbid(
        '^(?!\\.|#core/|(svelte|katex|markdown-it|tinykeys|diff)(/|$))',
        'The renderer imports the core, Svelte, KaTeX, markdown-it, tinykeys and diff: it knows no host.',
        {
          regex: 'trusted-html$',
          message: 'Only what renders formulas and notes makes HTML: src/renderer/text.'
        },
        {
          regex: '^#core/digest/',
          message: 'The library reads digests: the window would carry all parsers.'
        }
      ),
      // A space between two elements is told apart from the space that formatting puts there.
      'svelte/no-useless-mustaches': 'off',
      // TypeScript knows these already.
      'no-undef': 'off',
      // Hundreds of thousands of rows are no state: what shows them is told by a number that they have changed.
      'svelte/prefer-svelte-reactivity': 'off',
      // A dependency of an effect is named by reading it.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // `() => void promise` is how a handler lets work go on by itself.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreVoidOperator: true, ignoreArrowShorthand: true }
      ]
    }
  },
  {
    files: ['src/renderer/text/*.ts'],
    rules: forbid(
      '^(?!\\.|#core/|(svelte|katex|markdown-it)(/|$))',
      'Text of papers and notes needs the core, Svelte, KaTeX and markdown-it.'
    )
  },
  {
    files: ['scripts/**/*.mjs', '*.config.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        Buffer: 'readonly'
      }
    }
  }
)
