/** PAS's homecare example with S9326 in place of what it asks for, and the way from a request to its answer. */
import { readFileSync } from 'node:fs';
import type { Bundle, ClaimItem, ClaimResponse, Resource } from '@medplum/fhirtypes';
import { expect } from 'vitest';
import { writeAnswers } from '../../src/fhir/write-answer.ts';
import type { WriteOptions } from '../../src/fhir/write-claim-response.ts';
import { type AdjudicateOptions, adjudicate, type Judgement, parseInstant, readRequest } from '../../src/index.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { profileProblems } from './profile.ts';

const DATA = new URL('../data/', import.meta.url);
export const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
export const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';
export const AS_OF = '2025-06-01T02:00:00Z';

export const readData = (file: string): unknown => JSON.parse(readFileSync(new URL(file, DATA), 'utf8'));
export const homecare = (): Bundle => readData('davinci-pas-2.0.1/Bundle-HomecareAuthorizationBundleExample.json') as Bundle;

/** S9326 at home for June 2025, a unit a day. */
export const june = (more: Partial<ClaimItem> = {}): ClaimItem => ({
  sequence: 1,
  diagnosisSequence: [1],
  productOrService: { coding: [{ system: HCPCS, code: 'S9326' }] },
  servicedPeriod: { start: '2025-06-01', end: '2025-06-30' },
  locationCodeableConcept: { coding: [{ code: '12' }] },
  quantity: { value: 30, unit: 'days' },
  ...more,
});

const ORDER: Resource = {
  resourceType: 'MedicationRequest',
  id: 'order',
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/SubscriberExample' },
  authoredOn: '2025-05-20',
  medicationCodeableConcept: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '7052' }], text: 'morphine' },
  dosageInstruction: [{ text: '2 mg/h by pump', doseAndRate: [{ rateQuantity: { value: 2, unit: 'mg/h' } }] }],
};

export interface Change {
  readonly item?: readonly ClaimItem[];
  readonly order?: boolean;
  readonly claim?: Readonly<Record<string, unknown>>;
  readonly coverage?: Readonly<Record<string, unknown>>;
  readonly bundle?: Readonly<Record<string, unknown>>;
}

/** The example with these lines, a diagnosis of pain and the order. */
export function asking({ item = [june()], order = true, claim = {}, coverage = {}, bundle = {} }: Change = {}): unknown {
  const sent = homecare();
  const diagnosis = [
    { sequence: 1, diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'G89.3' }] } },
  ];
  const entry = (sent.entry ?? []).map(({ fullUrl, resource }) => {
    if (resource?.resourceType === 'Claim') return { fullUrl, resource: { ...resource, created: '2025-05-28', item, diagnosis, ...claim } };
    return { fullUrl, resource: resource?.resourceType === 'Coverage' ? { ...resource, ...coverage } : resource };
  });
  const orders = order ? [{ fullUrl: 'http://example.org/fhir/MedicationRequest/order', resource: ORDER }] : [];
  return { ...sent, ...bundle, entry: [...entry, ...orders] };
}

export type Answered = ReturnType<typeof answersTo>[number];

/** Each answer, beside the judgements of all claims, once it has passed the gates: R4, the claim that it answers, and the profile. */
export function answersTo(json: unknown, options: WriteOptions = {}, adjudicating: Partial<AdjudicateOptions> = {}) {
  const read = readRequest(json);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.request.records.flatMap((record) => {
    const judgements = adjudicate(record, { asOf: parseInstant(AS_OF) ?? 0, policies: [], ...adjudicating });
    return writeAnswers(record, judgements, options).map((answer) => {
      const response = responseOf(answer);
      const asked = judgements.find(({ claim }) => claim === record.entries[0]?.resource);
      expect(problemsOf(answer)).toEqual([]);
      expect(problemsOf(response, asked?.claim)).toEqual([]);
      if (answer.resourceType === 'Bundle') expect(profileProblems(response)).toEqual([]);
      return { answer, response, judgements };
    });
  });
}

/** The only answer. */
export function answerTo(json: unknown, options?: WriteOptions, adjudicating?: Partial<AdjudicateOptions>): Answered {
  const [answer, ...more] = answersTo(json, options, adjudicating);
  expect(more).toEqual([]);
  if (!answer) throw new Error('no answer');
  return answer;
}

export const judgementOf = ({ judgements: [judgement] }: Answered): Judgement => {
  if (!judgement) throw new Error('nothing was judged');
  return judgement;
};

function responseOf(answer: ClaimResponse | Bundle): ClaimResponse {
  const resource = answer.resourceType === 'Bundle' ? answer.entry?.[0]?.resource : answer;
  if (resource?.resourceType !== 'ClaimResponse') throw new Error('the answer does not begin with a ClaimResponse');
  return resource;
}

type Adjudicated = { readonly adjudication?: ClaimResponse['adjudication'] } | undefined;

/** X12 306 of an item, an added item or the whole. */
export const reviewCode = (of: Adjudicated): string | undefined =>
  of?.adjudication
    ?.flatMap(({ extension = [] }) => extension)
    .find(({ url }) => url === `${PAS}/extension-reviewAction`)
    ?.extension?.find(({ url }) => url === `${PAS}/extension-reviewActionCode`)?.valueCodeableConcept?.coding?.[0]?.code;

/** The extension of PAS by its short name. */
export const pasExtension = (of: { extension?: ClaimResponse['extension'] } | undefined, name: string) =>
  of?.extension?.find(({ url }) => url === `${PAS}/extension-${name}`);
