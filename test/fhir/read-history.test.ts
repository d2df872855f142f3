import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Assessment, adjudicate, readRequest } from '../../src/index.ts';

type Json = Record<string, unknown>;

interface Entry {
  resource: Record<string, unknown> & { resourceType: string };
}

const oneWeek = () => JSON.parse(readFileSync('test/examples/bundles/one-week.json', 'utf8')) as { entry: Entry[] };

/** The week's claim, changed, with other resources beside it. */
function judge(change: object, beside: object[]): Assessment {
  const bundle = oneWeek();
  const entry = bundle.entry.map((each) =>
    each.resource.resourceType === 'Claim' ? { ...each, resource: { ...each.resource, ...change } } : each,
  );
  const read = readRequest({ ...bundle, entry: [...entry, ...beside.map((resource) => ({ resource }))] });
  const record = read.ok ? read.request.records[0] : undefined;
  if (!record) throw new Error(JSON.stringify(read));
  const judgements = adjudicate(record, { asOf: Date.UTC(2025, 3, 1), policies: [] });
  const own = judgements.find(({ assessment }) => assessment.claim === 'Claim/c1');
  if (!own) throw new Error('not judged');
  return own.assessment;
}

/** The payer's answer to an earlier claim of the same week, which is not at hand itself. */
const eobOf = (claim: string) => ({
  resourceType: 'ExplanationOfBenefit',
  id: 'eob1',
  status: 'active',
  use: 'claim',
  patient: { reference: 'Patient/p1' },
  claim: { reference: claim },
  item: [
    {
      sequence: 1,
      productOrService: { coding: [{ code: 'S9326' }] },
      servicedPeriod: { start: '2025-03-03', end: '2025-03-09' },
      quantity: { value: 7 },
      adjudication: [{ category: { coding: [{ code: 'benefit' }] }, amount: { value: 700, currency: 'USD' } }],
    },
  ],
});

test('the paid answer to another claim takes its dates, also when that claim is not at hand', () => {
  const { units, findings } = judge({}, [eobOf('Claim/old')]);

  expect(units.allowed).toBe(0);
  expect(findings.map(({ rule }) => rule)).toContain('one-per-diem-per-day');
});

test('the paid answer to the claim that this one replaces is no history, also when that claim is not at hand', () => {
  const related = [{ claim: { reference: 'Claim/old' }, relationship: { coding: [{ code: 'prior' }] } }];

  expect(judge({ related }, [eobOf('Claim/old')]).units.allowed).toBe(6);
  expect(judge({ related }, [eobOf('Claim/another')]).units.allowed).toBe(0);
});

const NUMBER = 'PA-9';

/** Grants so many units of S9326 under the number. */
const authorizationOf = (units: number) => ({
  resourceType: 'ClaimResponse',
  id: 'granted',
  status: 'active',
  use: 'preauthorization',
  outcome: 'complete',
  preAuthRef: NUMBER,
  patient: { reference: 'Patient/p1' },
  addItem: [
    {
      productOrService: { coding: [{ system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'S9326' }] },
      quantity: { value: units },
      adjudication: [],
    },
  ],
});

test('a date that a ClaimResponse and an ExplanationOfBenefit of one claim report uses up one authorized unit', () => {
  const claim = oneWeek().entry.find(({ resource }) => resource.resourceType === 'Claim')?.resource as Json;
  const [line] = claim.item as Json[];
  const insurance = [{ ...(claim.insurance as Json[])[0], preAuthRef: [NUMBER] }];
  // The days before: what was paid for them is on no date of this claim.
  const before = { servicedPeriod: { start: '2025-02-24', end: '2025-02-26' }, quantity: { value: 3 } };
  const old = { ...claim, id: 'old', insurance, item: [{ ...line, ...before }] };
  const response = {
    resourceType: 'ClaimResponse',
    id: 'r1',
    status: 'active',
    use: 'claim',
    patient: { reference: 'Patient/p1' },
    request: { reference: 'Claim/old' },
    item: [{ itemSequence: 1, adjudication: [{ category: { coding: [{ code: 'allowedunits' }] }, value: 3 }] }],
  };
  const eob = eobOf('Claim/old');
  const explained = { ...eob, item: eob.item.map((item) => ({ ...item, ...before })) };
  const allowedOf = (granted: number, ...results: object[]) =>
    judge({ insurance }, [authorizationOf(granted), old, ...results]).units.allowed;

  // Three used before, six supported days.
  expect(allowedOf(9, response)).toBe(6);
  expect(allowedOf(9, explained)).toBe(6);
  expect(allowedOf(9, response, explained)).toBe(6);
  expect(allowedOf(9, explained, response)).toBe(6);
  expect(allowedOf(8, response, explained)).toBe(5);
});

test('of a history too long to be read the answer says so, and comes in bounded time', () => {
  const item = (sequence: number) => ({
    ...eobOf('').item[0],
    sequence,
    servicedPeriod: { start: '2023-01-01', end: '2023-12-31' },
    quantity: { value: 365 },
  });
  const items = Array.from({ length: 100 }, (_, i) => item(i + 1));
  const eobs = (count: number) => Array.from({ length: count }, (_, i) => ({ ...eobOf(`Claim/old${i}`), id: `e${100 + i}`, item: items }));
  const note = /^The answers to other claims hold more than 250000 dates/;

  expect(judge({}, eobs(6)).notes.filter((each) => note.test(each))).toEqual([]);
  const { notes, units } = judge({}, eobs(500));
  expect(notes.filter((each) => note.test(each))).toHaveLength(1);
  expect(units.allowed).toBe(6);
});
