/** What the routes need of `src`; handed in, so that a test can put another in its place. */
import { writeAnswers } from '../../src/fhir/write-answer.ts';
import { writeJudgementOutcome } from '../../src/fhir/write-judgement-outcome.ts';
import { adjudicate, RULE_SET, readRequest, writeOperationOutcome } from '../../src/index.ts';
import { SHIPPED } from '../../src/policy/shipped.ts';

export const core = {
  RULE_SET,
  readRequest,
  adjudicate,
  writeAnswers,
  writeJudgementOutcome,
  writeOperationOutcome,
  /** A deployment has the shipped policies only, so no other can be named. */
  knowsPolicy: (id: string): boolean => SHIPPED.some((policy) => policy.id === id),
};

export type Core = Readonly<typeof core>;
