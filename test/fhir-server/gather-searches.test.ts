/** What is asked of servers of different abilities, and what is said of what they do not give. */
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { type GatheredEvidence, gatherEvidence } from '../../handlers/fhir-server/gather-evidence.ts';
import { createClient, failureOf, patient } from './support/client.ts';
import { infusion, march, weekClaim } from './support/evidence.ts';
import { type SearchServerOptions, startSearchServer } from './support/search-server.ts';

const asOf = march(60);
const WEEK = [10, 11, 12, 13, 14].map((day) => infusion(day, 1));

const keysOf = ({ bundle }: GatheredEvidence): string[] =>
  (bundle.entry ?? []).map(({ resource }) => `${resource?.resourceType}/${resource?.id}`);

async function gather(options: SearchServerOptions, claim = weekClaim()) {
  const patients = options.resources.some(({ resourceType }) => resourceType === 'Patient') ? [] : [patient('p1')];
  const server = await startSearchServer({ ...options, resources: [...patients, claim, ...options.resources] });
  const { fhir } = createClient(server.origin);
  const evidence = await gatherEvidence(fhir, claim, { asOf });
  return { keys: keysOf(evidence), notes: evidence.notes, evidence, ...server };
}

const ALL = ['Claim/c1', ...WEEK.map(({ id }) => `MedicationAdministration/${id}`), 'Patient/p1'];

describe('a search', () => {
  it('follows every page', async () => {
    const { keys, notes } = await gather({ resources: WEEK, pageSize: 2 });
    expect({ keys, notes }).toEqual({ keys: ALL, notes: [] });
  });

  it('goes without the date where the server does not state it, and leaves out what is of another time', async () => {
    const old = infusion(-200, 1);
    const parameters = { MedicationAdministration: ['patient'], Observation: ['patient'] };
    const { keys, notes, gets } = await gather({ resources: [...WEEK, old], parameters });
    expect({ keys, notes }).toEqual({ keys: ALL, notes: [] });
    expect(gets.filter((path) => path.startsWith('MedicationAdministration'))).toEqual([
      'MedicationAdministration?patient=Patient/p1&_count=200',
    ]);
  });

  it('without the date keeps one of another time where there is no other, as with it', async () => {
    const old = [-200, -190].map((day) => infusion(day, 1));
    for (const parameters of [{ MedicationAdministration: ['patient'] }, {}]) {
      const { keys } = await gather({ resources: old, parameters });
      expect(keys.filter((key) => key.startsWith('MedicationAdministration'))).toHaveLength(1);
    }
  });

  it('asks for the subject where only that is stated', async () => {
    const { keys, notes } = await gather({ resources: WEEK, parameters: { MedicationAdministration: ['subject', 'effective-time'] } });
    expect({ keys, notes }).toEqual({ keys: ALL, notes: [] });
  });

  it('tries what R4 has where nothing is stated', async () => {
    const { keys, notes } = await gather({ resources: WEEK, states: false, parameters: { MedicationAdministration: ['subject'] } });
    expect({ keys, notes }).toEqual({ keys: ALL, notes: [] });
  });

  it('is not made for a type that the server does not state, and a note says what that means', async () => {
    const { notes, gets } = await gather({ resources: WEEK, parameters: { MedicationDispense: null } });
    expect(notes).toEqual(['MedicationDispense could not be searched on this server: dispenses are not counted.']);
    expect(gets.filter((path) => path.startsWith('MedicationDispense'))).toEqual([]);
  });

  it('is not made for everybody where the server cannot search by patient', async () => {
    const { notes, gets } = await gather({ resources: WEEK, parameters: { EpisodeOfCare: ['date'] } });
    expect(notes).toEqual(['EpisodeOfCare could not be searched on this server: episodes of care are not known.']);
    expect(gets.filter((path) => path.startsWith('EpisodeOfCare'))).toEqual([]);
  });

  it.each([403, 404])('that is refused with %i for good gives a note', async (status) => {
    const { keys, notes } = await gather({ resources: WEEK, answers: (type) => (type === 'Observation' ? { status } : undefined) });
    expect({ keys, notes }).toEqual({
      keys: ALL,
      notes: [`Observation could not be searched on this server (${status}): observations do not count as documentation.`],
    });
  });

  it('that fails for the moment fails the whole', async () => {
    const answers = (type: string) => (type === 'Observation' ? { status: 503 } : undefined);
    expect(await failureOf(gather({ resources: WEEK, answers }))).toMatchObject({ status: 503, isTransient: true });
  });

  it('without a single administration is noted once', async () => {
    const { keys, notes } = await gather({
      resources: WEEK,
      answers: (type) => (type === 'MedicationAdministration' ? { status: 403 } : undefined),
    });
    expect({ keys, notes }).toEqual({
      keys: ['Claim/c1', 'Patient/p1'],
      notes: ['MedicationAdministration could not be searched on this server (403): no infusion is known.'],
    });
  });

  it('says that pages break off where the next lies elsewhere, or comes again', async () => {
    const page = (url: string): Bundle => ({ resourceType: 'Bundle', type: 'searchset', link: [{ relation: 'next', url }], entry: [] });
    const broken = ["Not every Encounter of the patient could be read: the server's pages of results break off, or are too many."];
    const elsewhere = await gather({
      resources: WEEK,
      answers: (type) => (type === 'Encounter' ? { body: page('https://elsewhere.example/fhir?page=2') } : undefined),
    });
    expect(elsewhere.notes).toEqual(broken);
    const again = await gather({
      resources: WEEK,
      answers: (type, _page, origin) =>
        type === 'Encounter' ? { body: page(`${origin}/fhir?_getpages=Encounter&_getpagesoffset=1000`) } : undefined,
    });
    expect(again.notes).toEqual(broken);
    expect(again.gets.filter((path) => path.includes('_getpages'))).toHaveLength(1);
  });

  it('passes on a warning of the server, and keeps it out of the record', async () => {
    const body = (severity: 'warning' | 'information'): Bundle => ({
      resourceType: 'Bundle',
      type: 'searchset',
      entry: [{ resource: { resourceType: 'OperationOutcome', issue: [{ severity, code: 'incomplete' }] }, search: { mode: 'outcome' } }],
    });
    const warned = await gather({ resources: WEEK, answers: (type) => (type === 'Coverage' ? { body: body('warning') } : undefined) });
    expect(warned.notes).toEqual(['The server gave a warning with its Coverage resources: some may be missing.']);
    expect(warned.keys).toEqual(ALL);
    const told = await gather({ resources: WEEK, answers: (type) => (type === 'Coverage' ? { body: body('information') } : undefined) });
    expect(told.notes).toEqual([]);
  });
});

describe('what is kept', () => {
  it('is of the patient only, whatever the server gives', async () => {
    const other = infusion(11, 1, { id: 'foreign', subject: { reference: 'Patient/p2' } });
    const body: Bundle = { resourceType: 'Bundle', type: 'searchset', entry: [...WEEK, other].map((resource) => ({ resource })) };
    const { keys, notes } = await gather({
      resources: WEEK,
      answers: (type) => (type === 'MedicationAdministration' ? { body } : undefined),
    });
    expect({ keys, notes }).toEqual({
      keys: ALL,
      notes: ['The server gave a MedicationAdministration of another patient: it was left out.'],
    });
  });

  it('is the newest version of each, and the claim as it was given', async () => {
    const [first] = WEEK;
    if (!first) throw new Error('no first');
    const versions = ['2', '10', '9'].map((versionId) => ({ ...first, meta: { versionId } }));
    const claim = weekClaim({ meta: { versionId: '5' } });
    const { evidence } = await gather({ resources: [...versions, { ...claim, meta: { versionId: '7' } }] }, claim);
    const found = evidence.bundle.entry?.map(({ resource }) => resource?.meta?.versionId);
    expect(found).toEqual(['5', '10', undefined]);
  });

  it('has addresses on the server, so that references lead to it', async () => {
    const { evidence, origin } = await gather({ resources: WEEK });
    expect(evidence.bundle).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
    expect(evidence.bundle.entry?.map(({ fullUrl }) => fullUrl)).toEqual(ALL.map((key) => `${origin}/fhir/${key}`));
  });

  it('is in one order, whatever the order of the server', async () => {
    const { keys } = await gather({ resources: WEEK.toReversed() });
    expect(keys).toEqual(ALL);
  });
});

describe('references', () => {
  const medication: Resource = { resourceType: 'Medication', id: 'm1', ingredient: [{ itemReference: { reference: 'Medication/m2' } }] };
  const ingredient: Resource = { resourceType: 'Medication', id: 'm2', code: { text: 'morphine' } };

  it('are followed as far as the judgement reads them', async () => {
    const one = infusion(10, 1, { medicationReference: { reference: 'Medication/m1/_history/3' } });
    const { keys, notes } = await gather({ resources: [one, medication, ingredient] });
    expect({ keys, notes }).toEqual({
      keys: ['Claim/c1', 'Medication/m1', 'Medication/m2', 'MedicationAdministration/day10', 'Patient/p1'],
      notes: [],
    });
  });

  it('to another server are not followed', async () => {
    const one = infusion(10, 1, { medicationReference: { reference: 'https://elsewhere.example/fhir/Medication/m1' } });
    const { notes, gets } = await gather({ resources: [one, medication] });
    expect(notes).toEqual(['MedicationAdministration.medicationReference leads elsewhere than to this server and was not followed.']);
    expect(gets.filter((path) => path.includes('Medication/'))).toEqual([]);
  });

  it.each(['Medication/../metadata', 'Medication/..', 'Medication/a b', 'Medication?code=x', 'urn:uuid:1'])(
    'such as %s are no addresses',
    async (reference) => {
      const { notes, gets } = await gather({ resources: [infusion(10, 1, { medicationReference: { reference } })] });
      expect(notes).toEqual(['MedicationAdministration.medicationReference leads elsewhere than to this server and was not followed.']);
      expect(gets.filter((path) => path.startsWith('Medication/') || path.startsWith('Medication?'))).toEqual([]);
    },
  );

  it('that lead nowhere are counted, by type alone', async () => {
    const lost = [10, 11].map((day) => infusion(day, 1, { medicationReference: { reference: `Medication/lost${day}` } }));
    const { notes } = await gather({ resources: lost });
    expect(notes).toEqual(['Medication: 2 that the record refers to could not be read on this server.']);
  });
});

describe('the patient', () => {
  const identifier = { system: 'https://example.org/members', value: '77' };

  it('is found by an identifier where the claim has nothing else', async () => {
    const known: Resource = { resourceType: 'Patient', id: 'p1', identifier: [identifier] };
    const { keys, notes } = await gather({ resources: [known, ...WEEK] }, weekClaim({ patient: { identifier } }));
    expect({ keys, notes }).toEqual({ keys: ALL, notes: [] });
  });

  it('is not guessed where several have it, or none', async () => {
    const twins = ['p1', 'p2'].map((id): Resource => ({ resourceType: 'Patient', id, identifier: [identifier] }));
    const nobody = ['The claim does not say which patient of this server it is for: only what it names was fetched.'];
    for (const resources of [[...twins, ...WEEK], WEEK]) {
      const { keys, notes } = await gather({ resources }, weekClaim({ patient: { identifier } }));
      expect({ keys, notes }).toEqual({ keys: ['Claim/c1'], notes: nobody });
    }
  });

  it('on another server is not read, but what this server has is', async () => {
    const reference = 'https://elsewhere.example/fhir/Patient/p9';
    const own = infusion(10, 1, { subject: { reference } });
    const { keys, notes } = await gather({ resources: [own] }, weekClaim({ patient: { reference } }));
    expect({ keys, notes }).toEqual({
      keys: ['Claim/c1', 'MedicationAdministration/day10'],
      notes: ['Claim.patient leads elsewhere than to this server and was not followed.'],
    });
  });
});
