/** Where a PAS request states its dates, and how its answer is read when the care is billed. */
import { expect, test } from 'vitest';
import { adjudicate, readRequest } from '../../src/index.ts';
import type { Json } from '../support/build-record.ts';
import { answerTo, asking, judgementOf, june } from './homecare.ts';

test('takes its dates from PAS where an item has none, and is refused by rule 1 where nothing has', () => {
  const { servicedPeriod: _, ...bare } = june();
  const url = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-itemRequestedServiceDate';
  const period = { start: '2025-06-01', end: '2025-06-30' };
  const decisionOf = (change: Parameters<typeof asking>[0]) => {
    const { assessment } = judgementOf(answerTo(asking(change)));
    return [assessment.decision, assessment.lines[0] && 'units' in assessment.lines[0] ? assessment.lines[0].units[0]?.date : undefined];
  };
  expect(decisionOf({ item: [{ ...bare, extension: [{ url, valuePeriod: period }] }] })).toEqual(['approved', '2025-06-01']);
  expect(decisionOf({ item: [bare], claim: { billablePeriod: period } })).toEqual(['approved', '2025-06-01']);
  const category = { coding: [{ system: 'http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes', code: 'patientEvent' }] };
  const supportingInfo = [{ sequence: 1, category, timingPeriod: period }];
  expect(decisionOf({ item: [bare], claim: { supportingInfo } })).toEqual(['approved', '2025-06-01']);
  expect(decisionOf({ item: [bare] })).toEqual(['denied', undefined]);
  expect(decisionOf({ item: [bare], claim: { supportingInfo, use: 'predetermination' } })).toEqual(['denied', undefined]);
});

test('what PAS was answered is read back as the authorization of the claim that follows', () => {
  const { answer: granted } = answerTo(
    asking({
      item: [
        june({ quantity: { value: 33 } }),
        june({ sequence: 2, servicedPeriod: { start: '2025-07-01', end: '2025-07-02' }, quantity: { value: 2 } }),
      ],
    }),
    {
      authorizationNumber: 'AUTH-7',
    },
  );
  if (granted.resourceType !== 'Bundle') throw new Error('no Bundle');
  const sent = asking() as { entry: { fullUrl: string; resource: Json }[] };
  const billed = {
    ...sent.entry[0]?.resource,
    id: 'billed',
    use: 'claim',
    meta: {},
    item: [june({ servicedPeriod: { start: '2025-06-29', end: '2025-07-04' }, quantity: { value: 6 } })],
  };
  const insurance = [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/InsuranceExample' }, preAuthRef: ['AUTH-7'] }];
  const entry = [
    ...sent.entry.slice(1),
    { fullUrl: 'http://example.org/fhir/Claim/billed', resource: { ...billed, insurance } },
    granted.entry?.[0],
  ];
  const read = readRequest({ resourceType: 'Bundle', type: 'collection', entry });
  const [record] = read.ok ? read.request.records : [];
  if (!record) throw new Error(JSON.stringify(read));
  const [judged] = adjudicate(record, { asOf: Date.UTC(2025, 7, 1), policies: [] });
  expect(judged?.assessment.findings.find(({ rule }) => rule === 'authorization-covers-date')?.dates).toEqual(['2025-07-03', '2025-07-04']);
});
