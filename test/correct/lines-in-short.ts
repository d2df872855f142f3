/** A claim over six days of morphine, and its correction written short. */
import type { Claim, ClaimItem } from '@medplum/fhirtypes';
import { expect } from 'vitest';
import type { Correction } from '../../src/correct/correct-claim.ts';
import type { Parameters } from '../../src/policy/parameters.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { policyWith } from '../support/build-answer.ts';
import { claim, coded, HCPCS, infusion, type Json, perDiemItem, recordOf } from '../support/build-record.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { correctAll, optionsOf, proposalIn } from './correcting.ts';

export const usd = (value: number) => ({ value, currency: 'USD' });
export const modified = (...codes: string[]) => ({ modifier: codes.map((code) => coded(HCPCS, code)) });

/** Morphine from the 3rd to the 8th of March 2025. */
export const SIX_DAYS = infusion('a1', '2025-03-03T08:00:00Z', '2025-03-08T20:00:00Z');
export const sixDays = (more: Json = {}) => perDiemItem(1, '2025-03-03', '2025-03-08', 6, more);
export const beside = (sequence: number, code: string, start: string, end: string, units: number, more: Json = {}): Json => ({
  ...perDiemItem(sequence, start, end, units),
  productOrService: coded(HCPCS, code),
  ...more,
});

export interface Asked {
  readonly claim?: Json;
  readonly parameters?: Partial<Parameters>;
  readonly policy?: Partial<Policy>;
  readonly asOf?: string;
  readonly others?: readonly Json[];
}

/** The correction of the claim c1 with these lines; a proposal is valid and approved, or the test fails. */
export function correctionOf(
  item: readonly Json[],
  { claim: more = {}, parameters = {}, policy = {}, asOf, others = [SIX_DAYS] }: Asked = {},
) {
  const bundle = recordOf(claim({ item, ...more }), ...others);
  const options = optionsOf({ ...policyWith(parameters), ...policy }, asOf);
  const found = correctAll(bundle, options).find(({ judgement }) => judgement.claim.id === 'c1');
  const proposal = found?.correction?.claim;
  if (proposal) {
    expect(problemsOf(proposal)).toEqual([]);
    const { judgement, correction } = proposalIn(bundle, proposal, options);
    expect([judgement.assessment.decision, correction]).toEqual(['approved', undefined]);
  }
  return found?.correction;
}

/** `1 S9326-SH 2025-03-03/2025-03-08 x6`. */
export function lineInShort({ sequence, productOrService, modifier = [], servicedDate, servicedPeriod, quantity }: ClaimItem): string {
  const code = [productOrService.coding?.[0]?.code, ...modifier.map(({ coding }) => coding?.[0]?.code)].join('-');
  const dates = servicedDate ?? `${servicedPeriod?.start}/${servicedPeriod?.end}`;
  return `${sequence} ${code} ${dates} x${quantity?.value ?? 1}`;
}

export const linesOf = ({ item = [] }: Claim): string[] => item.map(lineInShort);

export const inShort = (correction: Correction | undefined) =>
  correction && {
    lines: correction.claim && linesOf(correction.claim),
    changes: correction.changes.map(({ rule, line, text }) => `${line} ${rule}: ${text}`),
  };
