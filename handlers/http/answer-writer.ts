/** What a judged record is answered with, in the form that the caller prefers (`Prefer: return=…`). */
import type { Bundle, BundleEntry, ClaimResponse, OperationOutcome } from '@medplum/fhirtypes';
import type { PatientRecord } from '../../src/fhir/record.ts';
import type { Issue } from '../../src/issue.ts';
import type { Judgement } from '../../src/judgement.ts';
import type { Config } from './config.ts';
import type { Core } from './core.ts';
import type { Preferences } from './prefer.ts';

export type AnsweredResource = ClaimResponse | Bundle | OperationOutcome;

export interface Answered {
  readonly ok: true;
  readonly record: PatientRecord;
  readonly judgements: readonly Judgement[];
  /** Departures from R4 that the caller asked to pass over. */
  readonly passed: readonly Issue[];
}

export interface AnswerWriter {
  /** Undefined where the caller prefers no resource. */
  one(answered: Answered): AnsweredResource | undefined;
  /** The answer as one entry of a batch. */
  entry(answered: Answered): BundleEntry;
  batch(entries: readonly BundleEntry[]): Bundle;
}

export function createAnswerWriter(core: Core, { canonicalBase }: Config, { return: preferred }: Preferences): AnswerWriter {
  const options = canonicalBase === undefined ? {} : { canonicalBase };

  function representation({ record, judgements }: Answered): ClaimResponse | Bundle {
    const responses = core.writeAnswers(record, judgements, options);
    const [first, ...others] = responses;
    if (first && others.length === 0) return first;
    return { resourceType: 'Bundle', type: 'collection', entry: responses.map((resource) => ({ resource })) };
  }

  function outcome({ record, judgements, passed }: Answered): OperationOutcome {
    const told = core.writeJudgementOutcome(record, judgements, options);
    if (passed.length === 0) return told;
    const warnings = core.writeOperationOutcome(passed.map((issue) => ({ ...issue, severity: 'warning' })));
    return { ...told, issue: [...told.issue, ...warnings.issue] };
  }

  const one = (answered: Answered): AnsweredResource | undefined => {
    if (preferred === 'minimal') return undefined;
    return preferred === 'OperationOutcome' ? outcome(answered) : representation(answered);
  };

  return {
    one,
    entry(answered) {
      const resource = one(answered);
      const status = '200 OK';
      if (resource === undefined) return { response: { status } };
      return resource.resourceType === 'OperationOutcome'
        ? { response: { status, outcome: resource } }
        : { resource, response: { status } };
    },
    batch: (entries) => ({ resourceType: 'Bundle', type: 'batch-response', entry: [...entries] }),
  };
}
