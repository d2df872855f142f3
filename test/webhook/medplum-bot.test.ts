/** The Bot, run with the client and the server that Medplum gives for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BotEvent, MedplumClient } from '@medplum/core';
import type { Claim, ClaimResponse, ProjectSetting } from '@medplum/fhirtypes';
import { MockClient } from '@medplum/mock';
import { build } from 'esbuild';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { indexR4 } from '../../handlers/fhir-server/embedded/index-r4.ts';
import { handler } from '../../handlers/medplum-bot.ts';
import { answerIdentifier } from '../../src/fhir/answer-identity.ts';
import { extensionUrl } from '../../src/fhir/canonical.ts';
import { otherClaim, placelessClaim, WEEK_CLAIM, WEEK_RECORD, zonelessPatient } from './support/week.ts';

// Without search parameters its searches find nothing.
beforeAll(indexR4);

let medplum: MockClient;
beforeEach(async () => {
  medplum = new MockClient({ seedDefaultData: false });
  await medplum.executeBatch(WEEK_RECORD);
});

type Secrets = Readonly<Record<string, string | boolean>>;

const settingOf = (name: string, value: string | boolean): ProjectSetting =>
  typeof value === 'string' ? { name, valueString: value } : { name, valueBoolean: value };

const eventOf = (input: unknown, secrets: Secrets = {}): BotEvent<Claim> => ({
  bot: { reference: 'Bot/s9326' },
  contentType: 'application/fhir+json',
  input: input as Claim,
  secrets: Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, settingOf(name, value)])),
});

/** Writes the claim, and calls the Bot as its Subscription does. */
async function written(claim: Claim & { id: string }, secrets: Secrets = {}): Promise<ClaimResponse | undefined> {
  return handler(medplum, eventOf(await medplum.updateResource(claim), secrets));
}

// A plain array: Medplum's carries its Bundle besides.
const search = async <T extends 'ClaimResponse' | 'Provenance' | 'Task'>(type: T) => [
  ...(await medplum.searchResources(type, {}, { cache: 'reload' })),
];

describe('a claim that was written', () => {
  test('gets its answer beside it, with a Provenance that says by whom and from what', async () => {
    const returned = await written(WEEK_CLAIM);

    const { meta } = await medplum.readResource('Claim', 'c1');
    const [answer, ...others] = await search('ClaimResponse');
    expect(others).toEqual([]);
    expect(answer).toMatchObject({
      request: { reference: 'Claim/c1' },
      outcome: 'complete',
      identifier: [answerIdentifier({ id: 'c1', version: meta?.versionId ?? '' })],
    });
    expect(answer?.disposition).toContain('6 of 9 units');
    expect(returned?.disposition).toBe(answer?.disposition);
    const [provenance, ...more] = await search('Provenance');
    expect(more).toEqual([]);
    expect(provenance?.target).toEqual([{ reference: `ClaimResponse/${answer?.id}` }]);
    const sources = provenance?.entity?.map(({ role, what }) => `${role} ${what.reference}`) ?? [];
    expect(sources[0]).toBe(`source Claim/c1/_history/${meta?.versionId}`);
    expect(sources).toEqual(
      expect.arrayContaining(['source MedicationAdministration/infusion1', 'source MedicationAdministration/infusion2']),
    );
    expect(sources.filter((each) => each.startsWith('revision'))).toEqual([]);
    expect(await search('Task')).toEqual([]);
  });

  test('and told of twice gets one', async () => {
    await written(WEEK_CLAIM);
    const before = [await search('ClaimResponse'), await search('Provenance')];

    await handler(medplum, eventOf(await medplum.readResource('Claim', 'c1')));

    expect([await search('ClaimResponse'), await search('Provenance')]).toEqual(before);
  });

  test('and changed gets another, which refers to the earlier', async () => {
    await written(WEEK_CLAIM);
    const [earlier] = await search('ClaimResponse');
    const [first = { sequence: 1 }, ...rest] = WEEK_CLAIM.item ?? [];

    await written({ ...WEEK_CLAIM, item: [{ ...first, quantity: { value: 6 } }, ...rest] } as Claim & { id: string });

    const later = (await search('ClaimResponse')).filter(({ id }) => id !== earlier?.id);
    expect(later).toHaveLength(1);
    expect(later[0]?.disposition).toContain('6 of 6 units');
    expect(later[0]?.extension).toContainEqual({
      url: extensionUrl('earlier-answer'),
      valueReference: { reference: `ClaimResponse/${earlier?.id}` },
    });
    const provenance = (await search('Provenance')).find(({ target }) => target[0]?.reference === `ClaimResponse/${later[0]?.id}`);
    expect(provenance?.entity?.at(-1)).toEqual({ role: 'revision', what: { reference: `ClaimResponse/${earlier?.id}` } });
  });

  test('is read as it is now, not as the event has it', async () => {
    const stored = await medplum.updateResource(WEEK_CLAIM);

    await handler(medplum, eventOf({ ...stored, item: [{ ...stored.item?.[0], quantity: { value: 100 } }] }));

    expect((await search('ClaimResponse'))[0]?.disposition).toContain('6 of 9 units');
  });
});

describe('nothing is written for', () => {
  test('a claim of other therapies', async () => {
    expect(await written(otherClaim())).toBeUndefined();
    expect(await search('ClaimResponse')).toEqual([]);
    expect(await search('Provenance')).toEqual([]);
  });

  test('a claim that is deleted by now', async () => {
    const stored = await medplum.updateResource(WEEK_CLAIM);
    await medplum.deleteResource('Claim', 'c1');

    expect(await handler(medplum, eventOf(stored))).toBeUndefined();
    expect(await search('ClaimResponse')).toEqual([]);
  });

  test.each([
    ['another resource', { resourceType: 'Patient', id: 'p1' }],
    ['a deletion, of which Medplum tells with an empty object', {}],
    ['a claim without an id', { ...WEEK_CLAIM, id: undefined }],
    ['a body that is no object', null],
    ['text', 'Claim/c1'],
  ])('%s', async (_what, input) => {
    await medplum.updateResource(WEEK_CLAIM);

    expect(await handler(medplum, eventOf(input))).toBeUndefined();
    expect(await search('ClaimResponse')).toEqual([]);
  });
});

describe('the secrets of the project', () => {
  test('name the policy: bcbsnc-2011 counts by elapsed days, and allows one less', async () => {
    await written(WEEK_CLAIM, { S9326_POLICY: 'bcbsnc-2011' });
    expect((await search('ClaimResponse'))[0]?.disposition).toContain('5 of 9 units');
  });

  test('say the time zone, where the record does not', async () => {
    await medplum.updateResource(zonelessPatient());
    expect((await written(WEEK_CLAIM))?.disposition).not.toContain('6 of 9 units');
    expect((await written({ ...WEEK_CLAIM, created: '2025-03-13' }, { S9326_TIME_ZONE: 'America/Chicago' }))?.disposition).toContain(
      '6 of 9 units',
    );
  });

  test('move the base of what we define', async () => {
    await written(WEEK_CLAIM, { S9326_CANONICAL_BASE: 'https://s9326.clinic.example' });
    const [answer] = await search('ClaimResponse');
    expect(answer?.identifier?.[0]?.system).toBe('https://s9326.clinic.example/identifier/answer');
  });

  test.each<[string, Secrets, number]>([
    ['without the switch', {}, 0],
    ['switched off', { S9326_WRITES_TASK: false }, 0],
    ['switched on', { S9326_WRITES_TASK: true }, 1],
    ['switched on in words, as other secrets are', { S9326_WRITES_TASK: 'true' }, 1],
    ['switched off in words', { S9326_WRITES_TASK: 'false' }, 0],
  ])('%s, a claim that pends has so many Tasks', async (_what, secrets, tasks) => {
    await written(placelessClaim(), secrets);
    await handler(medplum, eventOf(await medplum.readResource('Claim', 'c1'), secrets));

    const found = await search('Task');
    expect(found).toHaveLength(tasks);
    const [answer] = await search('ClaimResponse');
    for (const task of found) expect(task).toMatchObject({ status: 'requested', focus: { reference: `ClaimResponse/${answer?.id}` } });
  });

  test('a policy or a time zone that does not exist stops the Bot before it writes', async () => {
    await expect(written(WEEK_CLAIM, { S9326_POLICY: 'acme-2099' })).rejects.toThrow('S9326_POLICY');
    await expect(written(WEEK_CLAIM, { S9326_TIME_ZONE: 'America/Springfield' })).rejects.toThrow('S9326_TIME_ZONE');
    expect(await search('ClaimResponse')).toEqual([]);
  });
});

test('is one file, as docs/webhook.md makes it, and Medplum can run it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 's9326-bot-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const outfile = join(directory, 'medplum-bot.cjs');
  const entry = join(import.meta.dirname, '../../handlers/medplum-bot.ts');
  const made = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    metafile: true,
    logLevel: 'silent',
  });
  expect(made.warnings).toEqual([]);
  expect(Object.values(made.metafile.outputs)[0]?.imports.filter(({ path }) => !path.startsWith('node:') && path !== 'crypto')).toEqual([]);
  // Lambda, on which Medplum runs Bots, takes some 50 MB; the editor of Medplum should still show it.
  expect(Object.values(made.metafile.outputs)[0]?.bytes).toBeLessThan(3_000_000);

  const bundled = createRequire(outfile)(outfile) as { handler(medplum: MedplumClient, event: BotEvent<Claim>): Promise<ClaimResponse> };
  const returned = await bundled.handler(medplum, eventOf(await medplum.updateResource(WEEK_CLAIM)));

  expect(returned.disposition).toContain('6 of 9 units');
  expect(await search('ClaimResponse')).toHaveLength(1);
});
