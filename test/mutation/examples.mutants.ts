/**
 * Every example, for mutants: judged once, and nothing of it validated as FHIR (test/examples/examples.test.ts does that). A test a
 * file: a mutant needs one that fails, not all that would.
 */
import { test } from 'vitest';
import { judge } from '../support/example-answer.ts';
import { allExamples } from '../support/example-format.ts';
import { expectExample } from '../support/expect-example.ts';

test.for([...Map.groupBy(allExamples(), ({ file }) => file)])('%s', ([, examples]) => {
  for (const example of examples) if (example.disputed === undefined) expectExample(judge(example.given), example);
});
