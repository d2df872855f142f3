/** A FHIR server without export: its Claims by search, and the answers written back. On Medplum's own server. */
import { readFileSync } from 'node:fs';
import type { Claim, ClaimResponse, Provenance } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
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

test('answers are written back once for a version of a claim, and are no evidence for the next sweep', async () => {
  const { fhir, repository } = await started();
  const directory = folder();
  const run = async () => {
    const source = await bringBySearch({ server: fhir, directory, asOf: AS_OF });
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
