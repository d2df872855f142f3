/** What others use to read a FHIR server reads what we wrote. */
import { MedplumClient } from '@medplum/core';
import type { Bundle, Claim, ClaimResponse, Provenance, Resource, Task } from '@medplum/fhirtypes';
import { Client } from 'fhir-kit-client';
import { describe, expect, test } from 'vitest';
import { answerIdentifier } from '../../src/fhir/answer-identity.ts';
import { extensionUrl } from '../../src/fhir/canonical.ts';
import { RULE_SET } from '../../src/rules/index.ts';
import { type Serving, serveWeek, waitFor } from './support/serving.ts';
import { placelessClaim, resourcesOf, WEEK_CLAIM } from './support/week.ts';

interface Reader {
  put(claim: Claim & { id: string }): Promise<Claim>;
  /** By what a reader would: the claim, the answer. */
  search<T extends Resource>(type: T['resourceType'], parameters: Record<string, string>): Promise<T[]>;
  read<T extends Resource>(type: T['resourceType'], id: string): Promise<T>;
}

function medplumReader({ fhir, apiKey }: Serving): Reader {
  const client = new MedplumClient({
    baseUrl: new URL(fhir).origin,
    fhirUrlPath: 'fhir',
    fetch: (input: string, init?: RequestInit) => {
      const headers = new Headers(init?.headers);
      headers.set('x-api-key', apiKey);
      return fetch(input, { ...init, headers });
    },
    cacheTime: 0,
  });
  return {
    put: (claim) => client.updateResource(claim),
    search: async (type, parameters) => resourcesOf((await client.search(type, parameters)) as Bundle<never>),
    read: async (type, id) => (await client.readResource(type, id)) as never,
  };
}

function fhirKitReader({ fhir, apiKey }: Serving): Reader {
  const client = new Client({ baseUrl: fhir, customHeaders: { 'x-api-key': apiKey } });
  return {
    put: async (claim) => (await client.update({ resourceType: 'Claim', id: claim.id, body: claim as never })) as unknown as Claim,
    search: async (type, searchParams) =>
      resourcesOf((await client.search({ resourceType: type, searchParams })) as unknown as Bundle<never>),
    read: async (type, id) => (await client.read({ resourceType: type, id })) as never,
  };
}

const answersTo = (reader: Reader, claim: string) => reader.search<ClaimResponse>('ClaimResponse', { request: `Claim/${claim}` });
const provenanceOf = (reader: Reader, answer: ClaimResponse | undefined) =>
  waitFor(1, () => reader.search<Provenance>('Provenance', { target: `ClaimResponse/${answer?.id}` }));

describe.each([
  ['MedplumClient', medplumReader],
  ['fhir-kit-client', fhirKitReader],
])('%s', (_name, connect) => {
  test('reads the answer by its claim, and from it the Provenance', async () => {
    const reader = connect(await serveWeek());
    const { meta } = await reader.put(WEEK_CLAIM);

    const [found, ...others] = await waitFor(1, () => answersTo(reader, 'c1'));
    expect(others).toEqual([]);
    const answer = await reader.read<ClaimResponse>('ClaimResponse', found?.id ?? '');
    expect(answer).toEqual(found);
    expect(answer).toMatchObject({
      outcome: 'complete',
      identifier: [answerIdentifier({ id: 'c1', version: meta?.versionId ?? '' })],
      patient: { reference: 'Patient/p1' },
    });
    expect(answer.disposition).toContain('6 of 9 units');
    expect(answer.item?.map(({ itemSequence }) => itemSequence)).toEqual([1, 2, 3]);
    expect(answer.extension?.map(({ url }) => url)).not.toContain(extensionUrl('earlier-answer'));

    const [provenance, ...more] = await provenanceOf(reader, answer);
    expect(more).toEqual([]);
    expect(provenance?.extension).toEqual([{ url: extensionUrl('rule-set'), valueString: RULE_SET }]);
    expect(provenance?.entity?.map(({ role, what }) => `${role} ${what.reference}`)).toEqual(
      expect.arrayContaining([`source Claim/c1/_history/${meta?.versionId}`, 'source MedicationAdministration/infusion1']),
    );
  });

  test('sees that the answer to a changed claim refers to the earlier one, which is still there', async () => {
    const reader = connect(await serveWeek());
    await reader.put(WEEK_CLAIM);
    const [earlier] = await waitFor(1, () => answersTo(reader, 'c1'));
    const [first, ...rest] = WEEK_CLAIM.item ?? [];

    const changed = await reader.put({
      ...WEEK_CLAIM,
      item: [{ ...first, sequence: 1, quantity: { value: 6 } }, ...rest],
    } as typeof WEEK_CLAIM);

    const both = await waitFor(2, () => answersTo(reader, 'c1'));
    expect(both).toHaveLength(2);
    expect(both).toContainEqual(earlier);
    const later = both.find(({ id }) => id !== earlier?.id);
    expect(later?.identifier).toEqual([answerIdentifier({ id: 'c1', version: changed.meta?.versionId ?? '' })]);
    expect(later?.disposition).toContain('6 of 6 units');
    const reference = `ClaimResponse/${earlier?.id}`;
    expect(later?.extension).toContainEqual({ url: extensionUrl('earlier-answer'), valueReference: { reference } });
    const [provenance] = await provenanceOf(reader, later);
    expect(provenance?.entity?.filter(({ role }) => role === 'revision')).toEqual([{ role: 'revision', what: { reference } }]);
    // Our own answer is no evidence.
    expect(provenance?.entity?.filter(({ role, what }) => role === 'source' && what.reference?.startsWith('ClaimResponse/'))).toEqual([]);
  });

  test('finds the Task of a claim that pends, by the answer that it is about', async () => {
    const reader = connect(await serveWeek());
    await reader.put(placelessClaim());

    const [answer] = await waitFor(1, () => answersTo(reader, 'c1'));
    const [task, ...others] = await waitFor(1, () => reader.search<Task>('Task', { focus: `ClaimResponse/${answer?.id}` }));
    expect(others).toEqual([]);
    expect(task).toMatchObject({
      status: 'requested',
      intent: 'order',
      focus: { reference: `ClaimResponse/${answer?.id}` },
      for: { reference: 'Patient/p1' },
      reasonReference: { reference: 'Claim/c1' },
      identifier: answer?.identifier,
      description: answer?.disposition,
    });
    expect(task?.note).toHaveLength(1);
  });

  test('finds one answer, and no more a moment later, to a claim that is not written again', async () => {
    const serving = await serveWeek();
    const reader = connect(serving);
    await reader.put(WEEK_CLAIM);
    await provenanceOf(reader, (await waitFor(1, () => answersTo(reader, 'c1')))[0]);
    await waitFor(1, async () => serving.lines.filter((line) => line.includes('"result":"answered"')));

    expect(await answersTo(reader, 'c1')).toHaveLength(1);
    expect(serving.lines.filter((line) => line.includes('"message":"job"'))).toHaveLength(1);
    expect(await reader.search<Task>('Task', {})).toEqual([]);
  });
});
