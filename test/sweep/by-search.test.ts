/** A FHIR server without export: its Claims by search, and the answers written back. On Medplum's own server. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Claim, ClaimResponse, MedicationAdministration, Patient, Provenance } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import type { FhirServer } from '../../handlers/fhir-server/fhir-server.ts';
import { bringBySearch } from '../../handlers/sweep/from-search.ts';
import { sweep } from '../../handlers/sweep/sweep.ts';
import { writeAnswersBack } from '../../handlers/sweep/write-answers.ts';
import { createClient } from '../fhir-server/support/client.ts';
import { startMedplumServer } from '../fhir-server/support/medplum-server.ts';
import { otherClaim, resourcesOf, WEEK_CLAIM, WEEK_RECORD } from '../webhook/support/week.ts';
import { folder } from './source.ts';

const AS_OF = Date.UTC(2025, 3, 1);

async function started() {
  const { origin, repository } = await startMedplumServer();
  for (const resource of [...resourcesOf(WEEK_RECORD), WEEK_CLAIM, { ...otherClaim(), id: 'other' }])
    await repository.createResource(resource);
  return { repository, fhir: createClient(origin).fhir };
}

const namesIn = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { resourceType: string; id: string })
    .map(({ resourceType, id }) => `${resourceType}/${id}`);

test('claims for S9326 come with their evidence, once, and are judged as the webhook judges them', async () => {
  const { fhir } = await started();
  const file = await bringBySearch({ server: fhir, directory: folder(), asOf: AS_OF });
  const names = namesIn(file);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['Claim/c1', 'Coverage/cov1', 'MedicationAdministration/infusion1', 'Patient/p1']));
  const outputs = await sweep({ source: file, directory: folder(), options: { policies: [], asOf: AS_OF }, threads: 1, now: () => AS_OF });
  expect(outputs?.summary.byDecision).toMatchObject({ reduced: { claims: 1, units: 9 } });
});

test('the next time only what changed is fetched, and stands in its old version’s place', async () => {
  const { fhir, repository } = await started();
  const directory = folder();
  await bringBySearch({ server: fhir, directory, asOf: AS_OF });
  const state = JSON.parse(readFileSync(`${directory}/search-state.json`, 'utf8')) as { watermark: string };
  const changed = await repository.updateResource<Claim>({ ...((await fhir.read('Claim', 'c1')) as Claim), created: '2025-03-13' });
  const asked: string[] = [];
  const watching = { ...fhir, getAll: (paths: readonly string[]) => fhir.getAll(paths.filter((path) => asked.push(path))) };
  const file = await bringBySearch({ server: watching, directory, asOf: AS_OF });
  expect(asked[0]).toContain(`_lastUpdated=ge${encodeURIComponent(new Date(Date.parse(state.watermark) - 60_000).toISOString())}`);
  expect(namesIn(file).filter((name) => name === 'Claim/c1')).toHaveLength(1);
  expect(readFileSync(file, 'utf8')).toContain(`"versionId":"${changed.meta?.versionId}"`);
});

/** As if all that there is were older than the overlap of two looks. */
async function grownOld(directory: string): Promise<void> {
  const file = `${directory}/search-state.json`;
  const state = JSON.parse(readFileSync(file, 'utf8')) as object;
  await setTimeout(5);
  writeFileSync(file, JSON.stringify({ ...state, watermark: new Date(Date.now() + 60_000).toISOString() }));
}

async function withTwoPatients() {
  const { fhir, repository } = await started();
  await repository.createResource<Patient>({ resourceType: 'Patient', id: 'p2' });
  await repository.createResource<Claim>({ ...WEEK_CLAIM, id: 'c2', patient: { reference: 'Patient/p2' } });
  const reads: string[] = [];
  const server: FhirServer = {
    ...fhir,
    read: async (type, id) => {
      if (type === 'Claim') reads.push(id);
      return fhir.read(type, id);
    },
  };
  return { server, repository, reads };
}

test('new evidence of a claim that did not change is fetched, what is gone of that patient goes, and no other patient is asked for', async () => {
  const { server, repository, reads } = await withTwoPatients();
  const directory = folder();
  const bring = async () => {
    reads.length = 0;
    const names = namesIn(await bringBySearch({ server, directory, asOf: AS_OF }));
    await grownOld(directory);
    return names;
  };
  const before = await bring();
  expect(before).toEqual(expect.arrayContaining(['Claim/c1', 'Claim/c2', 'MedicationAdministration/infusion1']));
  expect(await bring()).toEqual(before);
  expect(reads).toEqual([]);

  const { id: _, ...administration } = (await server.read('MedicationAdministration', 'infusion1')) as MedicationAdministration;
  const later = await repository.createResource<MedicationAdministration>(administration);
  await repository.deleteResource('MedicationAdministration', 'infusion1');
  const expected = before.map((name) => (name.endsWith('/infusion1') ? `MedicationAdministration/${later.id}` : name));
  expect((await bring()).toSorted()).toEqual(expected.toSorted());
  expect(reads).toEqual(['c1']);

  await repository.deleteResource('Claim', 'c2');
  const last = await bring();
  expect([last.includes('Claim/c1'), last.includes('Claim/c2'), last.includes('Patient/p2')]).toEqual([true, false, false]);
  expect(reads).toEqual(['c2']);
});

test('where evidence cannot be searched by _lastUpdated, the record of every known claim is fetched again', async () => {
  const { fhir, repository } = await started();
  const directory = folder();
  const told: string[] = [];
  const refusing: FhirServer = {
    ...fhir,
    getAll: async (paths) =>
      paths.some((path) => path.startsWith('Encounter?_lastUpdated')) ? [{ ok: false, status: 400 }] : fhir.getAll(paths),
  };
  const bring = () => bringBySearch({ server: refusing, directory, asOf: AS_OF, onProgress: (text) => told.push(text) });
  await bring();
  await grownOld(directory);
  await repository.deleteResource('MedicationAdministration', 'infusion1');
  expect(namesIn(await bring())).not.toContain('MedicationAdministration/infusion1');
  expect(told).toContain('Encounter cannot be searched by _lastUpdated: the records of all known claims are fetched again.');
});

test('stopped, it goes on with the patients that it has not fetched', async () => {
  const { server, reads } = await withTwoPatients();
  const whole = readFileSync(await bringBySearch({ server, directory: folder(), asOf: AS_OF }), 'utf8');
  reads.length = 0;
  const source = { server, directory: folder(), asOf: AS_OF };
  const stopping = new AbortController();
  const onProgress = (text: string) => void (text.includes('patient 1') && stopping.abort(new Error('stopped')));
  await expect(bringBySearch({ ...source, signal: stopping.signal, onProgress })).rejects.toThrow('stopped');
  expect(reads).toHaveLength(1);
  expect(readFileSync(await bringBySearch(source), 'utf8')).toBe(whole);
  expect(reads.toSorted()).toEqual(['c1', 'c2']);
});

test('answers are written back once for a version of a claim, and are no evidence for the next sweep', async () => {
  const { fhir, repository } = await started();
  const directory = folder();
  const run = async () => {
    const source = await bringBySearch({ server: fhir, directory, asOf: AS_OF });
    await grownOld(directory);
    return sweep({
      source,
      directory: folder(),
      options: { policies: [], asOf: AS_OF },
      threads: 1,
      now: () => AS_OF,
      afterwards: async (works, judging) => {
        expect(await writeAnswersBack(works, judging, fhir, () => AS_OF)).toEqual({ written: 1, passedOver: 0 });
      },
    });
  };
  const first = await run();
  const second = await run();
  const answers = await repository.searchResources<ClaimResponse>({ resourceType: 'ClaimResponse' });
  const provenances = await repository.searchResources<Provenance>({ resourceType: 'Provenance' });
  expect([answers.length, provenances.length]).toEqual([1, 1]);
  expect(answers[0]?.request?.reference).toBe('Claim/c1');
  expect(second?.summary).toEqual(first?.summary);
  expect(second?.summary.payerAnswers.claims).toBe(0);
});
