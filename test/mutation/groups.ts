/**
 * What is mutated, group by group, and the tests that its mutants meet: the quick ones that concern it. No FHIR validation, browser,
 * handlers, packaging or long properties: each mutant would wait for them.
 */
const EXAMPLES = 'test/mutation/examples.mutants.ts';

export const GROUPS = {
  time: { mutate: ['src/time/**/*.ts'], tests: ['test/time/*.test.ts'] },
  evidence: { mutate: ['src/evidence/**/*.ts'], tests: ['test/evidence/*.test.ts', 'test/examples/worked/*.test.ts', EXAMPLES] },
  units: { mutate: ['src/units/**/*.ts'], tests: [EXAMPLES, 'test/units/*.test.ts'] },
  rules: { mutate: ['src/rules/**/*.ts'], tests: [EXAMPLES, 'test/rules/*.test.ts'] },
  answer: {
    mutate: ['src/{adjudicate,assess,build-case,findings,gather,gather-patient,open-claims,remember,timeline}.ts'],
    tests: [EXAMPLES, 'test/answer/*.test.ts', 'test/units/*.test.ts', 'test/rules/*.test.ts', 'test/pas/preauthorization.test.ts'],
  },
} as const;

export type Group = keyof typeof GROUPS;
