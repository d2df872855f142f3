/** The core, as a handler would call it: read, then adjudicate. */
import type { MedicationAdministration } from '@medplum/fhirtypes';
import { type Assessment, adjudicate, BASELINE, type Judgement, type Policy, readRequest } from '../../src/index.ts';
import { DEFAULT_PARAMETERS, type Parameters } from '../../src/policy/parameters.ts';
import { claimsAround } from './around.ts';

/** Judges what was sent; throws with every issue when it cannot be read. */
export function judgeAll(sent: unknown, asOf: number, policy: Policy = BASELINE): readonly Judgement[] {
  const read = readRequest(sent);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.request.records.flatMap((record) => adjudicate(record, { asOf, policies: [policy], policy: policy.id }));
}

/** The judgements of the claims built around some administrations of one patient. */
export function judgeAround(rows: readonly MedicationAdministration[], policy?: Policy): readonly Judgement[] {
  const { bundle, asOf } = claimsAround(rows);
  return judgeAll(bundle, asOf, policy);
}

/** The assessment of the one claim around the administrations of one stay. */
export function assessStay(rows: readonly MedicationAdministration[], policy?: Policy): Assessment {
  const [judgement, ...others] = judgeAround(rows, policy);
  if (!judgement || others.length > 0) throw new Error('not the administrations of one stay');
  return judgement.assessment;
}

/** The baseline, but for some parameters. */
export function baselineWith(parameters: Partial<Parameters>): Policy {
  return { ...BASELINE, periods: [{ from: Number.NEGATIVE_INFINITY, parameters: { ...DEFAULT_PARAMETERS, ...parameters } }] };
}

/** Supported dates, billed or not. */
export const supportedDays = ({ days }: Assessment): number => days.filter(({ supported }) => supported).length;
export const infusedMinutes = ({ days }: Assessment): number => days.reduce((sum, day) => sum + day.infusedMinutes, 0);
