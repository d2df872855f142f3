/** What the routes need of `src`; handed in, so that a test can put another in its place. */
import type { ClaimResponse, OperationOutcome } from '@medplum/fhirtypes';
import type { ReadRequest } from '../../src/fhir/read-request.ts';
import type { PatientRecord } from '../../src/fhir/record.ts';
import type { Issue } from '../../src/issue.ts';
import type { Judgement } from '../../src/judgement.ts';
import type { Policy } from '../../src/policy/policy.ts';

export interface JudgeOptions {
  readonly asOf: number;
  readonly policies: readonly Policy[];
  readonly policy?: string;
  readonly timeZone?: string;
}

export interface Core {
  readonly RULE_SET: string;
  readRequest(json: unknown): ReadRequest;
  adjudicate(record: PatientRecord, options: JudgeOptions): readonly Judgement[];
  writeClaimResponse(judgement: Judgement, options?: { readonly canonicalBase?: string }): ClaimResponse;
  writeOperationOutcome(issues: readonly Issue[]): OperationOutcome;
}
