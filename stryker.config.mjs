/** Mutation testing, what all groups share; `scripts/mutate.ts` says which files (docs/robustness.md, "Mutation testing"). */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutate.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // Texts, and codes written as texts.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: ['/bench', '/docs', '/handlers', '/schema', '/test/data', '/test/browser', '/reports'],
  concurrency: 2,
  timeoutMS: 5_000,
  timeoutFactor: 1.5,
  incremental: true,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: false },
  warnings: { slow: false },
};
