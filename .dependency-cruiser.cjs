/** Which way imports may point: handlers → src; in src, from the story down to time. See CONTRIBUTING.md, "Where things stand". */
const only = (from, to) => ({
  name: `${from}-looks-down`,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: {
    path: '^src/',
    pathNot: [
      `^src/${from}/`,
      '^src/(assessment|issue|claim|documentation|judgement|remember|timeline)\\.ts$',
      ...to.map((each) => `^src/${each}`),
    ],
  },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    { name: 'src-is-pure', severity: 'error', from: { path: '^src/' }, to: { path: '^handlers/' } },
    { name: 'src-has-no-node', severity: 'error', from: { path: '^src/' }, to: { dependencyTypes: ['core'] } },
    {
      name: 'src-imports-types-only',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer'], dependencyTypesNot: ['type-only'] },
    },
    only('time', []),
    only('policy', ['time/', 'rules/ids\\.ts']),
    only('evidence', ['time/', 'policy/parameters\\.ts']),
    only('fhir', ['time/', 'evidence/', 'policy/', 'order/advice\\.ts']),
    only('rules', ['time/', 'evidence/', 'policy/']),
    only('units', ['time/', 'rules/', 'policy/']),
    only('correct', ['time/', 'policy/', 'rules/', 'fhir/', 'units/', 'adjudicate\\.ts']),
    only('order', ['time/', 'policy/', 'fhir/']),
    only('sheets', ['time/']),
    only('sweep', ['time/', 'policy/', 'fhir/']),
    only('present', [
      'time/',
      'policy/',
      'rules/',
      'sweep/',
      'order/advice\\.ts',
      'fhir/(canonical|name-uuid|write-coverage-information)\\.ts',
    ]),
    { name: 'not-to-test', severity: 'error', from: { path: '^(src|handlers)/' }, to: { path: '^(test|bench)/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.json', '.mjs'] },
  },
};
