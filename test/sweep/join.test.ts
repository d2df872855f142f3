import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketsWith, openJoin } from '../../handlers/sweep/join.ts';
import type { Work } from '../../handlers/sweep/judge-work.ts';
import { bucketOf, Claimants, mentionsIn, patientOf } from '../../handlers/sweep/patient-of.ts';
import { readBucket, SharedResources } from '../../handlers/sweep/read-bucket.ts';
import { split } from '../../handlers/sweep/split.ts';
import { folder } from './source.ts';

const nobody = new SharedResources(async () => new Map());

const claim = (id: string, patient: string): string =>
  JSON.stringify({
    resourceType: 'Claim',
    id,
    patient: { reference: patient },
    item: [{ productOrService: { coding: [{ code: 'S9326' }] } }],
  });

async function joined(content: Record<string, string | Buffer>): Promise<{ works: Work[]; unreadable: number }> {
  const [source, directory] = [folder(), folder()];
  for (const [name, text] of Object.entries(content)) writeFileSync(join(source, name), text);
  const opened = await openJoin({ files: Object.keys(content).map((name) => join(source, name)), directory });
  const works: Work[] = [];
  for await (const work of opened.work()) works.push(work);
  opened.close();
  return { works, unreadable: opened.unreadable };
}

describe('the work of a patient', () => {
  test.each([
    ['relative', '"reference":"Patient/p1"'],
    ['absolute', '"reference":"https://x.example/fhir/Patient/p1"'],
    ['of a version', '"reference":"Patient/p1/_history/2"'],
    ['with the slash escaped', '"reference":"Patient\\/p1"'],
    ['with the slash as a code', '"reference":"Patient\\u002fp1"'],
    ['with the type beside it', '"type":"Patient","reference":"Patient/p1"'],
    ['with spaces', ' "reference" : "Patient/p1" '],
  ])('has what names it: %s', async (_, reference) => {
    const line = `{"resourceType":"Observation","id":"o1","subject":{${reference}}}`;
    const { works } = await joined({ 'a.ndjson': `${claim('c1', 'Patient/p1')}\n${line}\n` });

    expect(works).toMatchObject([{ key: 'Patient/p1', texts: [claim('c1', 'Patient/p1'), line] }]);
  });

  test('has the Patient itself, and not what is another’s though it names this one', async () => {
    const patient = '{"resourceType":"Patient","id":"p1"}';
    const another =
      '{"resourceType":"Observation","id":"o1","subject":{"reference":"Patient/p2"},"performer":[{"reference":"Patient/p1"}]}';
    const { works } = await joined({ 'a.ndjson': [patient, another, claim('c1', 'Patient/p1')].join('\n') });

    expect(works.map(({ texts }) => texts)).toEqual([[claim('c1', 'Patient/p1'), patient]]);
  });

  test('is there once, when a claim names two patients in different buckets', async () => {
    const both = claim('c0', 'Patient/q1').replace('{', '{"x":{"reference":"Patient/q2"},');
    const others = Array.from({ length: 600 }, (_, i) => claim(`c${i}`, `Patient/q${i}`));
    const { works } = await joined({ 'a.ndjson': [both, ...others].join('\n') });

    expect(works).toHaveLength(600);
    expect(works.find(({ key }) => key === 'Patient/q1')?.texts).toEqual([both, claim('c1', 'Patient/q1')]);
  });

  test('is found over CRLF, blank lines, a file that does not end its last line, and gzip', async () => {
    const [a, b, c] = ['p1', 'p2', 'p3'].map((id) => claim(`c-${id}`, `Patient/${id}`));
    const { works, unreadable } = await joined({ 'a.ndjson': `${a}\r\n\r\n  \n${b}`, 'b.ndjson.gz': gzipSync(`${c}\n`), 'c.ndjson': '' });

    expect(works.map(({ key }) => key).sort()).toEqual(['Patient/p1', 'Patient/p2', 'Patient/p3']);
    expect(unreadable).toBe(0);
  });

  test('is found in a line of many megabytes', async () => {
    const long = JSON.stringify({
      resourceType: 'DocumentReference',
      id: 'd1',
      content: 'x'.repeat(20e6),
      subject: { reference: 'Patient/p1' },
    });
    const { works } = await joined({ 'a.ndjson': `${long}\n${claim('c1', 'Patient/p1')}\n` });

    expect(works[0]?.texts.map((text) => text.length)).toEqual([claim('c1', 'Patient/p1').length, long.length]);
  });

  test('has what the named ones name in their turn, once', async () => {
    const medication = '{"resourceType":"Medication","id":"m1","ingredient":[{"itemReference":{"reference":"Substance/s1"}}]}';
    const substance = '{"resourceType":"Substance","id":"s1"}';
    const given = ['a1', 'a2'].map(
      (id) =>
        `{"resourceType":"MedicationAdministration","id":"${id}","subject":{"reference":"Patient/p1"},"medicationReference":{"reference":"Medication/m1"}}`,
    );
    const { works } = await joined({ 'a.ndjson': [substance, medication, ...given, claim('c1', 'Patient/p1')].join('\n') });

    expect(works[0]?.texts).toEqual([claim('c1', 'Patient/p1'), ...given, medication, substance]);
  });
});

test('whatever the stretches and threads, each line is in the bucket of its patient once, and read with its patient alone', async () => {
  const ids = Array.from({ length: 40 }, (_, i) => `p${i}`);
  const lines = ids.flatMap((id, i) => [
    claim(`c${i}`, `Patient/${id}`),
    `{"resourceType":"Patient","id":"${id}","note":"${'é'.repeat(i * 7)}"}`,
  ]);
  const source = join(folder(), 'a.ndjson');
  writeFileSync(source, lines.join('\n'));
  const claimants = new Claimants(ids.length);
  for (const id of ids) claimants.add(id);

  for (const [stretchBytes, threads, buckets] of [
    [1, 2, 3],
    [97, 1, 7],
    [1000, 2, 1],
    [1e6, 2, 5],
  ] as const) {
    const directory = folder();
    await split({ files: [source], directory, buckets, claimants, threads, stretchBytes });
    const found: Work[] = [];
    const only: Work[] = [];
    const all = Array.from({ length: buckets }, (_, number) => ({
      number,
      of: buckets,
      files: readdirSync(directory)
        .filter((name) => name.startsWith(`${number}.`))
        .map((name) => join(directory, name)),
    }));
    for (const bucket of all) found.push(...(await readBucket(bucket, nobody)));
    for (const [bucket, keys] of bucketsWith(all, ['Patient/p7', 'Patient/p39']))
      only.push(...(await readBucket(bucket, nobody, new Set(keys))));

    expect(found.flatMap(({ texts }) => texts).sort()).toEqual(lines.toSorted());
    expect(
      found.every(({ key, texts }) => texts.length === 2 && texts.every((text) => `Patient/${patientOf(JSON.parse(text))}` === key)),
    ).toBe(true);
    expect(only.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(
      ['Patient/p39', 'Patient/p7'].map((key) => found.find((work) => work.key === key)),
    );
  }
});

const anId = fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/);

test('a patient who was added may have a claim, always; and most who were not may not', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anId, { maxLength: 200 }), (ids) => {
      const claimants = new Claimants(ids.length);
      for (const id of ids) claimants.add(id);
      expect(ids.every((id) => claimants.mayHave(id))).toBe(true);
    }),
  );
  const claimants = new Claimants(10_000);
  for (let i = 0; i < 10_000; i += 1) claimants.add(`in-${i}`);
  expect(Array.from({ length: 10_000 }, (_, i) => `out-${i}`).filter((id) => claimants.mayHave(id)).length).toBeLessThan(1500);
});

test('buckets are about as full', () => {
  const sizes = new Array<number>(50).fill(0);
  for (let i = 0; i < 50_000; i += 1) sizes[bucketOf(`patient-${i}`, 50)] = (sizes[bucketOf(`patient-${i}`, 50)] ?? 0) + 1;
  expect(Math.max(...sizes)).toBeLessThan(1300);
  expect(Math.min(...sizes)).toBeGreaterThan(700);
});

test('of each resource the patient is among those that its line names', () => {
  const place = fc.constantFrom('subject', 'patient', 'beneficiary');
  fc.assert(
    fc.property(anId, place, fc.string(), fc.boolean(), (id, name, text, escaped) => {
      const json = JSON.stringify({ note: text, resourceType: 'Observation', [name]: { reference: `Patient/${id}` } });
      const line = escaped ? json.replaceAll('/', '\\/') : json;
      expect(patientOf(JSON.parse(line))).toBe(id);
      expect([...mentionsIn(line)].map((mention) => mention.id)).toContain(id);
    }),
  );
});
