/** What a ClaimResponse of ours is made of, spelled out for comparison, and the way through the gate that every test takes. */
import type { ClaimResponse } from '@medplum/fhirtypes';
import { expect } from 'vitest';
import type { UnitAnswer } from '../../src/assessment.ts';
import { type WriteOptions, writeClaimResponse } from '../../src/fhir/write-claim-response.ts';
import type { Judgement } from '../../src/judgement.ts';
import { problemsOf } from './valid-r4.ts';

/** The answer, once it has passed the gate. */
export function writeValid(judgement: Judgement, options?: WriteOptions): ClaimResponse {
  const response = writeClaimResponse(judgement, options);
  expect(problemsOf(response, judgement.claim)).toEqual([]);
  return response;
}

/** A unit on each date. */
export const allowed = (...dates: readonly string[]): UnitAnswer[] => dates.map((date) => ({ date, decision: 'allowed' }));
export const denied = (rule: string, ...dates: readonly string[]): UnitAnswer[] =>
  dates.map((date) => ({ date, decision: 'denied', rule }));
export const THREE_DAYS = ['2025-03-03', '2025-03-04', '2025-03-05'] as const;

/** Codes of two findings of `day-supported`, one that denies and one that pends. */
export const DAY = { group: 'CO', carc: '112', rarc: ['N237'] } as const;
export const UNCLEAR = { group: 'CO', carc: '252', rarc: ['N706'] } as const;

/** Money in US dollars. */
export const usd = (value: number) => ({ value, currency: 'USD' as const });
/** The default canonical base. */
export const OURS = 'https://s9326.org/fhir';
const CARIN = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudicationDiscriminator';
const PDEX = 'http://hl7.org/fhir/us/davinci-pdex/CodeSystem/PDexAdjudicationDiscriminator';
const X12 = 'https://x12.org/codes';
/** The adjudication or total of an amount. */
export const money = (code: string, value: number) => ({
  category: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/adjudication', code }] },
  amount: usd(value),
});
/** The adjudication of the allowed units. */
export const units = (value: number) => ({ category: { coding: [{ system: CARIN, code: 'allowedunits' }] }, value });
/** The reason of a refused or waiting unit. */
export const ofRule = (rule: string, codes: { readonly group: string; readonly carc: string; readonly rarc: readonly string[] }) => ({
  coding: [
    { system: `${OURS}/CodeSystem/rules`, code: rule },
    { system: `${X12}/claim-adjustment-reason-codes`, code: codes.carc },
    ...codes.rarc.map((code) => ({ system: `${X12}/remittance-advice-remark-codes`, code })),
    { system: `${X12}/claim-adjustment-group-codes`, code: codes.group },
  ],
});
/** Category of a denial reason. */
export const DENIED = {
  coding: [
    { system: CARIN, code: 'adjustmentreason' },
    { system: PDEX, code: 'denialreason' },
  ],
};
/** Category of the reason why units wait. */
export const PENDED = { coding: [{ system: `${OURS}/CodeSystem/adjudication`, code: 'pendreason' }] };
