/** From a record in JSON to its answer, as a test asks for it. */
import { expect } from 'vitest';
import type { AdministrationReason, Assessment } from '../../src/assessment.ts';
import { adjudicate, type Issue, type Judgement, type PatientRecord, parseInstant, readRequest } from '../../src/index.ts';
import { DEFAULT_PARAMETERS, type Parameters } from '../../src/policy/parameters.ts';
import { BASELINE, type Policy } from '../../src/policy/policy.ts';
import { type Json, recordOf } from './build-record.ts';

export interface Asking {
  /** Absent: 2025-06-01T00:00:00Z, after everything in the records of `build-record.ts`. */
  readonly asOf?: string;
  readonly timeZone?: string;
  readonly parameters?: Partial<Parameters>;
}

/** Baseline with some parameters changed for good. */
export const policyWith = (parameters: Partial<Parameters>): Policy => ({
  ...BASELINE,
  id: 'of-the-test',
  periods: [{ from: Number.NEGATIVE_INFINITY, parameters: { ...DEFAULT_PARAMETERS, ...parameters } }],
});

/** The records of a request that can be read. */
export function readRecords(json: unknown): readonly PatientRecord[] {
  const read = readRequest(json);
  if (!read.ok) expect(read.issues).toEqual([]);
  return read.ok ? read.request.records : [];
}

/** The judgements of all claims of all records. */
export function judgementsOf(json: unknown, { asOf = '2025-06-01T00:00:00Z', timeZone, parameters }: Asking = {}): Judgement[] {
  const policy = parameters && policyWith(parameters);
  return readRecords(json).flatMap((record) =>
    adjudicate(record, {
      asOf: parseInstant(asOf) ?? Number.NaN,
      policies: policy ? [policy] : [],
      ...(policy && { policy: policy.id }),
      ...(timeZone !== undefined && { timeZone }),
    }),
  );
}

/** The one answer. */
export function answerOf(json: unknown, asking: Asking = {}): Assessment {
  const [judgement, ...more] = judgementsOf(json, asking);
  expect(more).toEqual([]);
  if (!judgement) throw new Error('no claim was judged');
  return judgement.assessment;
}

/** Why an administration is not evidence; `evidence` when it is. */
export function reasonsOf(assessment: Assessment): Record<string, AdministrationReason | 'evidence'> {
  return Object.fromEntries(
    assessment.administrations.map(({ reference, reason }) => [reference.replace('MedicationAdministration/', ''), reason ?? 'evidence']),
  );
}

/** The answer to one administration in a record of its own. */
export const reasonOf = (administration: Json, asking: Asking = {}): string | undefined =>
  answerOf(recordOf(administration), asking).administrations[0]?.reason ?? 'evidence';

/** Dates that are supported. */
export const supportedDates = ({ days }: Assessment): string[] => days.filter(({ supported }) => supported).map(({ date }) => date);

/** What is answered to one date: `supported`, or why it is not. */
export function dayOf({ days }: Assessment, date: string): string | undefined {
  const day = days.find((each) => each.date === date);
  return day && (day.reason ?? (day.supported ? 'supported' : undefined));
}

/** The issues of a request that cannot be read. */
export function issuesOf(json: unknown): readonly Issue[] {
  const read = readRequest(json);
  return read.ok ? [] : read.issues;
}
