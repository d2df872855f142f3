import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Claim, ClaimResponse, Organization, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { type SweepRun, sweep } from '../../handlers/sweep/sweep.ts';
import { adjudicate, readRequest, SHIPPED } from '../../src/index.ts';
import { bundleOf, soakRecord } from '../soak/webhook-records.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { exportedTo, folder, written } from './source.ts';

const AS_OF = Date.UTC(2025, 3, 1);

const run = (source: string, directory: string, more: Partial<SweepRun> = {}) =>
  sweep({ source, directory, options: { policies: [], asOf: AS_OF }, threads: 1, now: () => AS_OF, ...more });

const lines = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

/** Every file of a finished run with its bytes. */
const bytesOf = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(directory, name)).isFile())
      .sort()
      .map((name) => [name, readFileSync(join(directory, name)).toString('base64')]),
  );

describe('NDJSON by type', () => {
  test('each claim gets the answer that it gets alone', async () => {
    const [source, out] = [folder(), folder()];
    const outputs = await run(exportedTo(source, 60), out);

    const responses = lines<ClaimResponse>(join(out, 'claim-responses.ndjson'));
    const expected = Array.from({ length: 60 }, (_, i) => {
      const { claim, evidence } = soakRecord(i + 1);
      const read = readRequest(bundleOf('https://x.example', [claim, ...evidence]));
      const [judgement] = read.ok ? adjudicate(read.request.records[0] as never, { asOf: AS_OF, policies: [] }) : [];
      return [`Claim/c${i + 1}`, judgement?.assessment.decision, judgement?.assessment.units.allowed];
    });
    const rows = readFileSync(join(out, 'claims.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','));
    const told = rows.map((row) => [row[0], row[7], Number(row[9])]);
    expect(new Map(told.map((row) => [row[0], row]))).toEqual(new Map(expected.map((row) => [row[0], row])));
    expect(responses).toHaveLength(60);
    expect(responses.flatMap((response) => problemsOf(response))).toEqual([]);
    expect(outputs?.summary).toMatchObject({ claims: 60, setAside: 0 });
  });

  test('patients without a claim for S9326 are passed over', async () => {
    const [source, out] = [folder(), folder()];
    const { claim, evidence } = soakRecord(1);
    const other: Claim = { ...soakRecord(2).claim, item: [{ sequence: 1, productOrService: { coding: [{ code: 'S9500' }] } }] };
    await run(written(source, [claim, ...evidence, other]), out);

    expect(lines<ClaimResponse>(join(out, 'claim-responses.ndjson')).map(({ request }) => request?.reference)).toEqual(['Claim/c1']);
  });

  test('what is nobody’s and named by a record is found for it', async () => {
    const [source, out] = [folder(), folder()];
    const { claim, evidence } = soakRecord(1);
    const payer: Organization = { resourceType: 'Organization', id: 'o1', name: 'Zenith Health' };
    const named = evidence.map((each) =>
      each.resourceType === 'Coverage' ? { ...each, payor: [{ reference: 'Organization/o1' }] } : each,
    );
    await run(written(source, [claim, ...named, payer, { resourceType: 'Organization', id: 'o2', name: 'Another' }]), out);

    expect(readFileSync(join(out, 'claims.csv'), 'utf8')).toContain('Zenith Health');
  });

  test('compressed files are read as they are', async () => {
    const [source, plain, out] = [folder(), folder(), folder()];
    exportedTo(plain, 5);
    for (const name of readdirSync(plain)) writeFileSync(join(source, `${name}.gz`), gzipSync(readFileSync(join(plain, name))));

    expect((await run(source, out))?.summary.claims).toBe(5);
  });

  test('a line that is no JSON is counted and passed over', async () => {
    const [source, out] = [folder(), folder()];
    exportedTo(source, 3);
    appendFileSync(join(source, 'Claim.ndjson'), '{"resourceType":"Claim"\n\n');
    const told: unknown[] = [];
    await run(source, out, { onTotal: (total, unreadable) => told.push([total, unreadable]) });

    expect(told).toEqual([[3, 1]]);
  });

  test('several claims of one patient are judged together: a date is paid once', async () => {
    const [source, out] = [folder(), folder()];
    const { claim, evidence } = soakRecord(3);
    await run(written(source, [claim, { ...claim, id: 'c3b' }, ...evidence]), out);

    const rows = readFileSync(join(out, 'claims.csv'), 'utf8').trim().split('\n').slice(1);
    expect(
      rows.map((row) =>
        row
          .split(',')
          .slice(0, 1)
          .concat(row.split(',')[9] ?? ''),
      ),
    ).toEqual([
      ['Claim/c3', '2.0'],
      ['Claim/c3b', '0.0'],
    ]);
  });

  test('a claim that cannot be read is set aside with every reason, and the others of its patient are judged', async () => {
    const [source, out] = [folder(), folder()];
    const { claim, evidence } = soakRecord(3);
    const { status: _, ...broken } = { ...claim, id: 'broken', created: 'yesterday' };
    const reading = { resourceType: 'MedicationAdministration', id: 'bad', subject: { reference: 'Patient/p3' }, status: 7 };
    const outputs = await run(written(source, [claim, broken as Claim, ...evidence, reading as unknown as Resource]), out);

    expect(outputs?.summary).toMatchObject({ claims: 1, setAside: 1 });
    const [aside] = lines<{ key: string; reasons: { expression: string }[] }>(join(out, 'set-aside.ndjson'));
    expect(aside?.key).toBe('Patient/p3 Claim/broken');
    expect(aside?.reasons.map(({ expression }) => expression.replace(/^Bundle\.entry\[\d+\]\.resource/, ''))).toEqual([
      '.status',
      '.created',
    ]);
    expect(readFileSync(join(out, 'claim-responses.ndjson'), 'utf8')).toContain('MedicationAdministration/bad could not be read');
  });
});

describe('Bundles', () => {
  test('each is a record of its own, and one that cannot be read is set aside by its file', async () => {
    const [source, out] = [folder(), folder()];
    for (const number of [1, 2]) {
      const { claim, evidence } = soakRecord(number);
      writeFileSync(join(source, `${number}.json`), JSON.stringify(bundleOf('https://x.example', [claim, ...evidence])));
    }
    writeFileSync(join(source, '3.json'), '{"resourceType":"Bundle",');
    const outputs = await run(source, out);

    expect(outputs?.summary).toMatchObject({ claims: 2, setAside: 1 });
    expect(lines<{ key: string }>(join(out, 'set-aside.ndjson')).map(({ key }) => key)).toEqual([`${join(source, '3.json')}:1`]);
  });
});

describe('a run', () => {
  test('of two threads gives the bytes of one', async () => {
    const [source, one, two] = [folder(), folder(), folder()];
    exportedTo(source, 300);
    await run(source, one);
    await run(source, two, { threads: 2 });

    expect(bytesOf(two)).toEqual(bytesOf(one));
  });

  test('that is stopped again and again and begun again gives the bytes of one that was not', async () => {
    const [source, whole, stopped] = [folder(), folder(), folder()];
    exportedTo(source, 400);
    await run(source, whole);
    let runs = 0;
    for (let outputs = undefined as Awaited<ReturnType<typeof run>>; !outputs; runs += 1) {
      const stopping = new AbortController();
      outputs = await run(source, stopped, {
        threads: 2,
        signal: stopping.signal,
        onDone: ({ wasThere }) => void (wasThere || stopping.abort()),
      });
    }

    expect(runs).toBeGreaterThan(1);
    expect(bytesOf(stopped)).toEqual(bytesOf(whole));
  });

  test('does not mix with one of other options', async () => {
    const [source, out] = [folder(), folder()];
    exportedTo(source, 2);
    await run(source, out);

    await expect(run(source, out, { options: { policies: [], asOf: AS_OF, timeZone: 'America/Denver' } })).rejects.toThrow(
      /holds a sweep of another source or with other options/,
    );
  });

  test('without a time given judges as of its start, also when it is begun again', async () => {
    const [source, out] = [folder(), folder()];
    exportedTo(source, 2);
    const options = { policies: [] };
    await run(source, out, { options, now: () => AS_OF });

    expect((await run(source, out, { options, now: () => AS_OF + 1 }))?.summary.asOf).toBe('2025-04-01T00:00:00.000Z');
  });

  test('under a second policy says what would change, by claim and in total', async () => {
    const out = folder();
    const source = join(import.meta.dirname, '../examples/bundles');
    const policies = ['baseline', 'bcbsnc-2011'].flatMap((id) => SHIPPED.filter((policy) => policy.id === id));
    const outputs = await run(source, out, { options: { policies, asOf: Date.UTC(2026, 0, 20) } });

    const rows = readFileSync(join(out, 'what-if.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','));
    expect(rows).toHaveLength(6);
    const changed = rows.filter((row) => row[3] !== row[9] || row[4] !== row[10]);
    expect(outputs?.summary.whatIf['bcbsnc-2011']).toMatchObject({
      changed: changed.length,
      allowedMore: rows.reduce((sum, row) => sum + Number(row[4]) - Number(row[10]), 0),
    });
    expect(changed.length).toBeGreaterThan(0);
  });
});

test.each([
  ['no folder', () => join(folder(), 'nowhere'), /cannot be read/],
  ['an empty one', folder, /has no \.json or \.ndjson file/],
  [
    'Bundles beside NDJSON by type',
    () => {
      const source = exportedTo(folder(), 1);
      writeFileSync(join(source, 'b.json'), '{"resourceType":"Bundle","type":"collection"}');
      return source;
    },
    /both Bundles and NDJSON/,
  ],
])('%s is refused', async (_, source, message) => {
  await expect(run(source(), folder())).rejects.toThrow(message);
});
