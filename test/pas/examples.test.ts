import { readdirSync } from 'node:fs';
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { readRequest } from '../../src/index.ts';
import { AS_OF, answersTo, answerTo, asking, readData, reviewCode } from './homecare.ts';

const filesOf = (folder: string): string[] =>
  readdirSync(new URL(`../data/${folder}/`, import.meta.url))
    .filter((name) => name.endsWith('.json'))
    .map((name) => `${folder}/${name}`);
const FILES = filesOf('davinci-pas-2.0.1');
const REQUESTS = FILES.filter((file) => !/Response|Inquiry/.test(file));
const issuesOf = (json: unknown) => {
  const read = readRequest(json);
  return read.ok ? [] : read.issues.map(({ code, expression }) => `${code} ${expression}`);
};

describe("PAS's examples", () => {
  test('there are six requests', () => expect(REQUESTS).toHaveLength(6));

  test.each(REQUESTS)('%s: a response Bundle in which nothing is granted or refused', (file) => {
    const request = readData(file) as Bundle;
    const { answer, response } = answerTo(request);
    expect(answer).toMatchObject({ type: 'collection', timestamp: AS_OF, identifier: request.identifier });
    expect(response).toMatchObject({ use: 'preauthorization', outcome: 'complete', request: { reference: request.entry?.[0]?.fullUrl } });
    expect(response.item?.map(reviewCode).every((code) => code === undefined)).toBe(true);
    expect(response.item?.every(({ noteNumber = [] }) => noteNumber.length > 0)).toBe(true);
    expect(response.addItem).toBeUndefined();
    expectCopies(answer as Bundle, request);
  });

  test('an inquiry is answered with an error, not with an authorization', () => {
    const { response } = answerTo(readData('davinci-pas-2.0.1/Bundle-PASClaimInquiryBundleExample.json'));
    expect(response.outcome).toBe('error');
    expect(response.item).toBeUndefined();
    expect(response.error).toMatchObject([
      { extension: [{ valueString: 'Bundle.entry[0].resource' }], code: { coding: [{ code: '33' }, { code: 'not-supported' }] } },
    ]);
    const parameters = { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: readData(FILES[5] ?? '') }] };
    expect(answerTo(parameters).response.error?.[0]?.extension?.[0]?.valueString).toBe('Bundle.entry[0].resource');
  });

  test.each(FILES.filter((file) => file.includes('Response')))('%s holds no Claim', (file) =>
    expect(issuesOf(readData(file))).toEqual(['required Bundle.entry']),
  );
});

/** Each resource that the answer refers to, and those alone, as the request has them, once. */
function expectCopies(answer: Bundle, request: Bundle): void {
  const copies = answer.entry?.slice(1) ?? [];
  const urls = copies.map(({ fullUrl }) => fullUrl);
  expect(new Set(urls).size).toBe(urls.length);
  for (const copy of copies) expect(request.entry).toContainEqual(copy);
  const types = copies.map(({ resource }) => resource?.resourceType).sort();
  expect(types).toEqual(['Coverage', 'Organization', 'Organization', 'Patient']);
}

describe('the response Bundle', () => {
  test('is the same for the same request, and another for another', () => {
    const [first, second] = [answerTo(asking()), answerTo(asking())];
    expect(first.answer).toEqual(second.answer);
    const other = answerTo(asking({ claim: { identifier: [{ system: 'http://example.org/T', value: 'another' }] } }));
    expect((other.answer as Bundle).entry?.[0]?.fullUrl).not.toBe((first.answer as Bundle).entry?.[0]?.fullUrl);
  });

  test('answers the first Claim only: an update may bring the one that it updates', () => {
    const request = asking() as Bundle;
    const [first, ...rest] = request.entry ?? [];
    const prior: BundleEntry = { fullUrl: 'http://example.org/fhir/Claim/prior', resource: { ...first?.resource, id: 'prior' } as never };
    const [answer, ...more] = answersTo({ ...request, entry: [first, prior, ...rest] });
    expect(more).toEqual([]);
    expect(answer?.response.request?.reference).toBe(first?.fullUrl);
    expect(answer?.judgements).toHaveLength(2);
  });

  test('gives resources without fullUrl one, and leads there', () => {
    const request = asking() as Bundle;
    const entry = request.entry?.map(({ resource }) => ({ resource })) as BundleEntry[];
    const { answer, response } = answerTo({ ...request, entry, identifier: undefined });
    const copies = (answer as Bundle).entry?.slice(1) ?? [];
    const patient = copies.find(({ resource }) => resource?.resourceType === 'Patient');
    expect(patient?.fullUrl).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(response.patient?.reference).toBe(patient?.fullUrl);
    expect(copies.find(({ resource }) => resource?.resourceType === 'Coverage')?.resource).toMatchObject({
      beneficiary: { reference: patient?.fullUrl },
    });
    expect(response.request).toMatchObject({ reference: 'Claim/HomecareAuthorizationExample', identifier: { value: '111099' } });
    expect((answer as Bundle).identifier?.value).toBe('111099');
  });

  test('brings what is referred to from what it refers to', () => {
    const request = readData('davinci-pas-2.0.1/Bundle-ReferralAuthorizationBundleExample.json') as Bundle;
    const provider = { reference: 'PractitionerRole/ReferralPractitionerRoleExample' };
    const entry = request.entry?.map((each) =>
      each.resource?.resourceType === 'Claim' ? { ...each, resource: { ...each.resource, provider } } : each,
    );
    const { answer } = answerTo({ ...request, entry });
    const types = (answer as Bundle).entry?.map(({ resource }) => resource?.resourceType);
    expect(types).toEqual(['ClaimResponse', 'Organization', 'Coverage', 'Patient', 'PractitionerRole', 'Practitioner', 'Location']);
  });

  test('is one for each Bundle of a batch, with places that begin at its own request', () => {
    const inquiry = readData('davinci-pas-2.0.1/Bundle-PASClaimInquiryBundleExample.json');
    const answers = answersTo({ resourceType: 'Bundle', type: 'batch', entry: [{ resource: asking() }, { resource: inquiry }] });
    expect(answers.map(({ response }) => response.outcome)).toEqual(['complete', 'error']);
    expect(answers[1]?.response.error?.[0]?.extension?.[0]?.valueString).toBe('Bundle.entry[0].resource');
  });

  test('echoes by which numbers the item is known', () => {
    const url = (name: string) => `http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-${name}`;
    const { response } = answerTo(readData('davinci-pas-2.0.1/Bundle-ReferralAuthorizationBundleExample.json'));
    expect(response.item?.[0]?.extension?.slice(0, 3)).toEqual([
      { url: url('itemTraceNumber'), valueIdentifier: { system: 'http://example.org/ITEM_TRACE_NUMBER', value: '1122334' } },
      { url: url('authorizationNumber'), valueString: '1122445' },
      { url: url('administrationReferenceNumber'), valueString: '9988311' },
    ]);
  });
});

describe("the reference implementation's fixtures, which name no profile", () => {
  const RI = 'hl7-davinci-prior-auth-ri';
  const REFUSED: Readonly<Record<string, readonly string[]>> = {
    'bundle-dtr.json': ['required Bundle.entry[7].resource.status', 'required Bundle.entry'],
    'bundle-minimal.json': ['required Bundle.entry'],
    'bundle-response.json': ['required Bundle.entry'],
    'claim-complete.json': ['required Bundle.entry[6].resource.status'],
  };
  // The call of a hook is not one to this operation.
  test.each(filesOf(RI).filter((file) => !file.includes('cds-hook')))('%s', (file) => {
    const issues = REFUSED[file.slice(RI.length + 1)];
    if (issues) expect(issuesOf(readData(file))).toEqual(issues);
    else expect(answerTo(readData(file)).response).toMatchObject({ resourceType: 'ClaimResponse', outcome: 'complete' });
  });
});
