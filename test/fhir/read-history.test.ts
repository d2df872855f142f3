import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Assessment, adjudicate, readRequest } from '../../src/index.ts';

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

test('a date that a ClaimResponse and an ExplanationOfBenefit of one claim report counts once', () => {
  const old = { ...oneWeek().entry.find(({ resource }) => resource.resourceType === 'Claim')?.resource, id: 'old' };
  const response = {
    resourceType: 'ClaimResponse',
    id: 'r1',
    status: 'active',
    use: 'claim',
    patient: { reference: 'Patient/p1' },
    request: { reference: 'Claim/old' },
    item: [{ itemSequence: 1, adjudication: [{ category: { coding: [{ code: 'allowedunits' }] }, value: 3 }] }],
  };

  const { findings } = judge({}, [old, response, eobOf('Claim/old')]);

  const taken = findings.filter(({ rule }) => rule === 'one-per-diem-per-day').flatMap(({ dates }) => dates ?? []);
  expect(new Set(taken).size).toBe(taken.length);
});
