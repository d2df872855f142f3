/** A marker stands for what is in a record. What cannot be judged is told by its place, so standard error never has one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MARKER, MARKER_WORD, planted } from '../handlers/support/markers.ts';
import { bundle } from './bundle.ts';
import { s9326 } from './run.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 's9326-'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function validate(lines: readonly string[], ...args: readonly string[]) {
  writeFileSync(join(cwd, 'in.ndjson'), `${lines.join('\n')}\n`);
  return s9326(['validate', 'in.ndjson', '--format', 'assessment', ...args], { cwd });
}

/** The lines of input that something is told of. */
const toldOf = (stderr: string) => new Set([...stderr.matchAll(/^in\.ndjson:(\d+)/gm)].map(([, line]) => line)).size;

const RECORD = bundle({ units: 12 });
const parametersOf = (resource: unknown) => ({
  resourceType: 'Parameters',
  parameter: [
    { name: 'resource', resource },
    { name: 'asOf', valueInstant: '2025-04-01T00:00:00Z' },
    { name: 'policy', valueString: 'baseline' },
    { name: 'timeZone', valueString: 'America/Chicago' },
  ],
});

test.each([
  ['a Bundle', RECORD],
  ['Parameters', parametersOf(RECORD)],
  ['a batch', { resourceType: 'Bundle', type: 'batch', entry: [{ resource: RECORD }, { resource: bundle({ id: 'c2' }) }] }],
])('in every string of %s, and in every name of a property', async (_case, record) => {
  const lines = [...planted(record)].map(({ json }) => JSON.stringify(json));

  const { code, stderr } = await validate(lines);

  expect(stderr).not.toContain(MARKER_WORD);
  expect(code).toBe(2);
  expect(toldOf(stderr)).toBeGreaterThan(10);
});

test('in the place of what has another shape', async () => {
  const wrong = [MARKER, [MARKER], { [MARKER]: MARKER }, [[MARKER]], { resourceType: MARKER }];
  const { entry } = RECORD;
  const lines = [
    ...wrong,
    ...wrong.map((each) => ({ ...RECORD, entry: each })),
    ...wrong.map((each) => ({ ...RECORD, entry: [...entry, each] })),
    ...wrong.map((each) => ({ ...RECORD, entry: entry.map((one) => ({ ...one, resource: each })) })),
    ...entry.flatMap(({ resource }, i) =>
      Object.keys(resource).flatMap((name) =>
        wrong.map((each) => ({ ...RECORD, entry: entry.with(i, { resource: { ...resource, [name]: each } } as never) })),
      ),
    ),
  ].map((json) => JSON.stringify(json));

  const { code, stderr } = await validate(lines);

  expect(stderr).not.toContain(MARKER_WORD);
  expect(code).toBe(2);
  expect(toldOf(stderr)).toBeGreaterThan(lines.length / 3);
});

test('in JSON that breaks off, or goes on, anywhere', async () => {
  const text = JSON.stringify({ resourceType: 'Patient', name: [{ text: MARKER, family: MARKER }], [MARKER]: 1 });
  const lines = [MARKER, `{${MARKER}`, `"${MARKER}`, `[1, ${MARKER}]`, `{"a": "${MARKER} at position 1 (line 1 column 2)`, '"\u0001Zzyzx"'];
  for (let end = 1; end < text.length; end += 1) lines.push(text.slice(0, end), `${text.slice(0, end)}}${MARKER}`);

  const { code, stdout, stderr } = await validate(lines);

  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).not.toContain(MARKER_WORD);
  expect(toldOf(stderr)).toBe(lines.length);
});

test.each([
  ['broken', `{"name": "${MARKER}", ${MARKER}`],
  ['no resource', JSON.stringify({ resourceType: MARKER })],
  ['no UTF-8', Buffer.concat([Buffer.from(`{"a":"${MARKER}`), Buffer.from([0xff, 0xfe])])],
])('in a whole file or a pipe that is %s, and in a policy', async (_case, content) => {
  writeFileSync(join(cwd, 'in.json'), content);
  writeFileSync(join(cwd, 'good.json'), JSON.stringify(RECORD));

  const runs = [
    await s9326(['validate', 'in.json'], { cwd }),
    await s9326(['validate'], { cwd, input: content }),
    await s9326(['validate', 'good.json', '--policy', 'in.json'], { cwd }),
    await s9326(['policy', 'in.json'], { cwd }),
  ];

  for (const { code, stdout, stderr } of runs) {
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
    expect(stderr).not.toContain(MARKER_WORD);
  }
});
