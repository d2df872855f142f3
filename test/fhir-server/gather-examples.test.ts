/** What is gathered from a server is judged as the Bundle is that was loaded onto it: every example of the repository, on Medplum. */
import type { Bundle, Claim, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { gatherEvidence } from '../../handlers/fhir-server/gather-evidence.ts';
import { toBundle } from '../support/example-bundle.ts';
import { allExamples } from '../support/example-format.ts';
import { createClient } from './support/client.ts';
import { asOfOf, judgeAs } from './support/judge-as.ts';
import { startMedplumServer } from './support/medplum-server.ts';

const EXAMPLES = allExamples().filter(({ disputed, given }) => disputed === undefined && given.fhir?.invalid === undefined);

const resourcesOf = ({ entry = [] }: Bundle): Resource[] => entry.flatMap(({ resource }) => resource ?? []);

describe.each([...Map.groupBy(EXAMPLES, ({ file }) => file)])('%s', (_file, examples) => {
  test.for(examples.map((example) => [example.name, example] as const))('%s', async ([, { given }], { skip }) => {
    const sent = toBundle(given);
    const direct = judgeAs(given, sent, 'c1');
    if (!direct) return skip('its policy is refused');
    const { origin, repository } = await startMedplumServer();
    for (const resource of resourcesOf(sent)) await repository.createResource(resource);
    const { fhir } = createClient(origin);
    const claim = (await fhir.read('Claim', 'c1')) as Claim;
    const { bundle, notes } = await gatherEvidence(fhir, claim, { asOf: asOfOf(given) });
    // Some examples are about a resource that was not sent.
    expect(notes.filter((note) => !/: 1 that the record refers to could not be read/.test(note))).toEqual([]);
    // Those of another time are not fetched.
    expect({ ...judgeAs(given, bundle, 'c1'), administrations: [] }).toEqual({ ...direct, administrations: [] });
  });
});
