import type { ClaimResponse } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { writeClaimResponse } from '../../src/fhir/write-claim-response.ts';
import { allowed, DAY, denied, usd } from './claim-response-parts.ts';
import { assessmentOf, claimOf, findingOf, itemOf, judgementOf, perDiem } from './judgements.ts';
import { problemsOf } from './valid-r4.ts';

const claim = claimOf([itemOf(1, 'S9326', { net: usd(100), quantity: { value: 2 } })]);
const lines = [perDiem(1, [...allowed('2025-03-03'), ...denied('day-supported', '2025-03-04')])];
const findings = [findingOf('day-supported', { line: 1, dates: ['2025-03-04'], ...DAY })];
const response = writeClaimResponse(judgementOf(claim, assessmentOf(lines, { findings })));

type Json = { [key: string]: Json } & Json[];
const copy = () => JSON.parse(JSON.stringify(response)) as Json & ClaimResponse;

/** Each breaks one thing and is found by the check that is named. */
const MUTATIONS: readonly [string, (json: Json) => unknown, RegExp][] = [
  ['no insurer', (json) => Reflect.deleteProperty(json, 'insurer'), /insurer/],
  ['no outcome', (json) => Reflect.deleteProperty(json, 'outcome'), /outcome/],
  ['unknown outcome', (json) => Object.assign(json, { outcome: 'approved' }), /Code "approved" not found/],
  ['unknown status', (json) => Object.assign(json, { status: 'done' }), /Code "done" not found/],
  ['unknown kind of note', (json) => Object.assign(json.processNote?.[0] ?? {}, { type: 'screen' }), /Code "screen" not found/],
  ['no category', (json) => Reflect.deleteProperty(json.item?.[0]?.adjudication?.[0] ?? {}, 'category'), /category/],
  ['no adjudication', (json) => Reflect.deleteProperty(json.item?.[0] ?? {}, 'adjudication'), /adjudication/],
  ['itemSequence 0', (json) => Object.assign(json.item?.[0] ?? {}, { itemSequence: 0 }), /itemSequence/],
  ['unknown member', (json) => Object.assign(json.item?.[0] ?? {}, { verdict: 'x' }), /verdict/],
  ['a day that does not exist', (json) => Object.assign(json, { created: '2025-13-45' }), /created/],
  ['a request that is no Claim', (json) => Object.assign(json, { request: { reference: 'Patient/p1' } }), /Invalid type for reference/],
  ['null', (json) => Object.assign(json, { disposition: null }), /null at \$\.disposition/],
  ['empty string', (json) => Object.assign(json, { disposition: '' }), /empty string at \$\.disposition/],
  ['empty array', (json) => Object.assign(json.item?.[0] ?? {}, { noteNumber: [] }), /empty array at \$\.item\[0\]\.noteNumber/],
  ['empty object', (json) => Object.assign(json, { requestor: {} }), /empty object at \$\.requestor/],
  ['two choices', (json) => Object.assign(json.extension?.[0] ?? {}, { valueString: 'x' }), /several value\[x\]/],
  ['a period upside down', (json) => Object.assign(json, { preAuthPeriod: { start: '2025-02-01', end: '2025-01-01' } }), /Period ends/],
  ['no currency', (json) => Object.assign(json.total?.[0]?.amount ?? {}, { currency: 'DOLLARS' }), /currency DOLLARS/],
  ['a wrong sum', (json) => Object.assign(json.total?.[1]?.amount ?? {}, { value: 50.01 }), /total eligible USD: 5001 cents/],
  ['a total left out', (json) => Reflect.deleteProperty(json, 'total'), /total submitted USD/],
  ['a note that is not there', (json) => Object.assign(json.item?.[0] ?? {}, { noteNumber: [9] }), /noteNumber 9 has no processNote/],
  ['an item twice', (json) => json.item?.push(json.item[0] as Json), /item 1 is answered 2 times/],
  ['no item', (json) => Reflect.deleteProperty(json, 'item'), /item 1 is answered 0 times/],
  ['an item of no claim', (json) => Object.assign(json.item?.[0] ?? {}, { itemSequence: 7 }), /item 7 is not on the claim/],
  ['another use', (json) => Object.assign(json, { use: 'predetermination' }), /use predetermination for claim/],
  [
    'an error that is called complete',
    (json) => Object.assign(json, { error: [{ code: { text: 'x' } }] }),
    /outcome complete with 1 errors/,
  ],
];

describe('the gate', () => {
  test('lets the answer pass', () => expect(problemsOf(response, claim)).toEqual([]));

  test.each(MUTATIONS)('finds: %s', (_, mutate, expected) => {
    const broken = copy();
    mutate(broken);
    expect(problemsOf(broken, claim).join('\n')).toMatch(expected);
  });

  test('does not take an absolute URL or a URN for a wrong type', () => {
    const request = { reference: 'https://ehr.example/fhir/r4/Claim/1' };
    const patient = { reference: 'urn:uuid:0b5e8a0e-0000-4000-8000-000000000000' };
    expect(problemsOf({ ...copy(), request, patient, insurer: { reference: 'https://ehr.example/payer/1' } }, claim)).toEqual([]);
  });
});
