import svelte from 'eslint-plugin-svelte'
import ts from 'typescript-eslint'

const why = (message, regex) => ({ regex, message })

/** What a layer may not import: everything that does not match. */
const only = (layer, pattern) => ({
  'no-restricted-imports': [
    'error',
    { patterns: [why(`${layer} may import only ${pattern}`, `^(?!${pattern})`)] }
  ]
})

/** The layer rules of docs/architecture.md, one line a layer. */
const layers = [
  ['src/domain/**', only('domain', '\\./')],
  [
    'src/shared/**',
    only('shared', '(\\./|\\.\\./(domain|contract)|\\.\\./\\.\\./(domain|contract)|valibot$)')
  ],
  ['src/preload/**', only('preload', '(electron$|\\.\\./shared/)')],
  [
    'src/main/core/**',
    only(
      'core',
      '(\\.{1,2}/[a-z-]+$|\\./|(\\.\\./){2,3}(domain|shared)/|node:|(valibot|lossless-json|yaml)$)'
    )
  ],
  [
    'src/main/engine/**',
    only('engine', '(\\./|\\.\\./core/|\\.\\./\\.\\./(domain|shared)/|node:|dockerode$)')
  ],
  [
    'src/main/store/**',
    only('store', '(\\./|\\.\\./core/|\\.\\./\\.\\./(domain|shared)/|node:|libsql$|electron-store$|valibot$)')
  ],
  ['src/main/demo/**', only('demo', '(\\./|\\.\\./core/|\\.\\./\\.\\./domain/|node:)')],
  ['src/main/app/**', only('app', '(\\./|\\.\\./core/|\\.\\./\\.\\./(domain|shared)/|node:|electron$)')],
  [
    'src/renderer/src/ui/**',
    only('ui', '(\\./|\\.\\./\\.\\./\\.\\./(domain|shared)/|svelte|virtua/svelte$)')
  ],
  [
    'src/renderer/src/state/**',
    only(
      'state',
      '(\\./|\\.\\./messages|\\.\\./\\.\\./\\.\\./(domain|shared)/|(\\.\\./)+docs/guide/|svelte|(anser|marked)$)'
    )
  ],
  [
    'src/renderer/src/views/**',
    only(
      'views',
      '(\\./|\\.\\./\\.\\./(ui|state|messages)/|\\.\\./\\.\\./\\.\\./\\.\\./(domain|shared)/|svelte|virtua/svelte$)'
    )
  ]
]

const dangerous = (selector, message) => ({ selector, message })

export default ts.config(
  { ignores: ['out/**', 'node_modules/**', 'test-results/**', 'build/fallback-electron/**'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['src/**'],
    rules: {
      'no-eval': 'error',
      'no-new-func': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-navigation-without-resolve': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        dangerous('TSEnumDeclaration', 'Use a union of literals.'),
        dangerous(
          "MemberExpression[property.name='innerHTML']",
          'Text becomes HTML only in Svelte templates.'
        ),
        dangerous(
          "CallExpression[callee.property.name='executeJavaScript']",
          'Main never runs code in the window.'
        ),
        dangerous("Property[key.name='shell'][value.value=true]", 'No shell.'),
        dangerous("Property[key.name='rejectUnauthorized'][value.value=false]", 'TLS is never weakened.'),
        dangerous("Property[key.name='checkServerIdentity']", 'TLS is never weakened.'),
        dangerous('ExportDefaultDeclaration', 'Named exports only.')
      ]
    }
  },
  {
    files: ['src/**'],
    ignores: ['src/main/index.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The environment is read once, in main/index.ts.' }
      ]
    }
  },
  {
    files: ['src/**'],
    ignores: ['src/preload/**', '**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'ipcRenderer', message: 'Only the preload may use it.' }]
    }
  },
  ...layers.map(([files, rules]) => ({ files: [files], ignores: ['**/*.test.ts'], rules })),
  {
    files: ['test/**', '**/*.test.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' }
  }
)
