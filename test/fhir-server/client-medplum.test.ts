/** The client against Medplum's own router and repository. */
import type { Bundle, ClaimResponse, Coverage } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { createClient } from './support/client.ts';
import { startMedplumServer } from './support/medplum-server.ts';

const coverage = (patient: string): Coverage => ({
  resourceType: 'Coverage',
  status: 'active',
  beneficiary: { reference: `Patient/${patient}` },
  payor: [{ display: 'Acme' }],
});

const answer = (value: string): ClaimResponse => ({
  resourceType: 'ClaimResponse',
  identifier: [{ system: 'https://s9326.example/answer', value }],
  status: 'active',
  type: { text: 'professional' },
  use: 'claim',
  patient: { reference: 'Patient/p1' },
  created: '2025-04-01',
  insurer: { display: 'Acme' },
  outcome: 'complete',
});

const ofAnswer = (value: string) => `identifier=${encodeURIComponent(`https://s9326.example/answer|${value}`)}`;

it('reads what is there, and nothing of what is not', async () => {
  const { origin, repository } = await startMedplumServer();
  const { id } = await repository.createResource({ resourceType: 'Patient', gender: 'female' });
  const { fhir } = createClient(origin);
  expect(await fhir.read('Patient', id)).toMatchObject({ resourceType: 'Patient', id, gender: 'female' });
  expect(await fhir.read('Patient', '00000000-0000-4000-8000-000000000000')).toBeUndefined();
  await repository.deleteResource('Patient', id);
  expect(await fhir.read('Patient', id)).toBeUndefined();
});

it('gets reads and searches in one batch, in order', async () => {
  const { origin, repository, asked } = await startMedplumServer();
  const { id } = await repository.createResource({ resourceType: 'Patient' });
  await repository.createResource(coverage(id));
  await repository.createResource(coverage('another'));
  const { fhir } = createClient(origin);
  const [search, missing, read] = await fhir.getAll([`Coverage?beneficiary=Patient/${id}`, 'Patient/none', `Patient/${id}`]);
  expect(search?.ok && (search.resource as Bundle<Coverage>).entry?.map(({ resource }) => resource?.beneficiary.reference)).toEqual([
    `Patient/${id}`,
  ]);
  expect(missing).toEqual({ ok: false, status: 404 });
  expect(read).toMatchObject({ ok: true, resource: { resourceType: 'Patient', id } });
  expect(asked).toEqual(['GET /fhir/metadata', 'POST /fhir']);
});

it('creates an answer once, and finds it from then on', async () => {
  const { origin, repository } = await startMedplumServer();
  const { fhir } = createClient(origin);
  const first = await fhir.createUnlessFound(answer('a1'), ofAnswer('a1'));
  expect(first).toMatchObject({ ...answer('a1'), id: expect.any(String) });
  expect(await fhir.createUnlessFound({ ...answer('a1'), created: '2025-04-02' }, ofAnswer('a1'))).toEqual(first);
  expect((await fhir.createUnlessFound(answer('a2'), ofAnswer('a2'))).id).not.toBe(first.id);
  expect(await repository.searchResources({ resourceType: 'ClaimResponse' })).toHaveLength(2);
});

it('finds the oldest of several', async () => {
  const { origin, repository } = await startMedplumServer();
  const { id } = await repository.createResource(answer('a1'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  await repository.createResource(answer('a1'));
  expect((await createClient(origin).fhir.createUnlessFound(answer('a1'), ofAnswer('a1'))).id).toBe(id);
});

it('follows the pages to the end', async () => {
  const { origin, repository } = await startMedplumServer();
  for (let index = 0; index < 5; index += 1) await repository.createResource(coverage('p1'));
  const { fhir } = createClient(origin);
  const seen = new Set<string | undefined>();
  let [page] = await fhir.getAll(['Coverage?beneficiary=Patient/p1&_count=2&_sort=_id']);
  let pages = 0;
  while (page?.ok && page.resource.resourceType === 'Bundle') {
    pages += 1;
    for (const { resource } of page.resource.entry ?? []) seen.add(resource?.id);
    const next = page.resource.link?.find(({ relation }) => relation === 'next')?.url;
    page = next === undefined ? undefined : await fhir.follow(next);
  }
  expect([pages, seen.size]).toEqual([3, 5]);
});
