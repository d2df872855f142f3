import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { s9326 } from './run.ts';

const AS_OF = ['--as-of', '2025-04-01T00:00:00Z'];
let cwd = '';

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 's9326-'));
  const nothing = bundle({ id: 'c3' });
  const files: Readonly<Record<string, unknown>> = {
    'ten.json': bundle(),
    'twelve.json': bundle({ id: 'c2', units: 12 }),
    'none.json': { ...nothing, entry: nothing.entry.filter(({ resource }) => resource.resourceType !== 'MedicationAdministration') },
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), JSON.stringify(content, null, 2));
});

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const validate = (...args: readonly string[]) => s9326(['validate', ...args, ...AS_OF], { cwd });
const linesOf = (file: string) =>
  readFileSync(join(cwd, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '');

test('corrected claims are written one a line; what was done is told, and what could not be', async () => {
  const plain = await validate('ten.json', 'twelve.json', 'none.json');
  const { code, stdout, stderr } = await validate('ten.json', 'twelve.json', 'none.json', '--corrected', 'new.ndjson');

  expect([code, stdout]).toEqual([1, plain.stdout]);
  expect(stderr.split('\n')).toEqual([
    'ten.json: Claim/c1: nothing to correct',
    'twelve.json: Claim/c2: corrected, 1 change',
    '  line 1, day-supported: 2 units taken off: 2025-03-13 to 2025-03-14.',
    'none.json: Claim/c3: no corrected claim can be written',
    expect.stringMatching(/^ {2}left to you: No MedicationAdministration of the patient was sent/),
    '1 corrected claim written to new.ndjson: proposals, to be looked at before they are sent',
    '',
  ]);
  const claims = linesOf('new.ndjson').map((line) => JSON.parse(line));
  expect(claims).toMatchObject([{ related: [{ claim: { reference: 'Claim/c2' } }], item: [{ quantity: { value: 10 } }] }]);
});

test('the tag of a proposal, and an answer in FHIR, have the base of S9326_CANONICAL_BASE, as the answers of serve', async () => {
  const env = { S9326_CANONICAL_BASE: 'https://payer.example/fhir/' };
  const args = ['validate', 'twelve.json', '--format', 'fhir', '--corrected', 'based.ndjson', ...AS_OF];

  const { stdout } = await s9326(args, { cwd, env });
  const unusable = await s9326(args, { cwd, env: { S9326_CANONICAL_BASE: 'payer.example' } });

  expect(JSON.parse(linesOf('based.ndjson')[0] ?? '').meta.tag).toEqual([
    { system: 'https://payer.example/fhir/CodeSystem/tag', code: 'proposal' },
  ]);
  expect(stdout).toContain('https://payer.example/fhir/StructureDefinition/decision');
  expect(stdout).not.toContain('https://s9326.org');
  expect([unusable.code, unusable.stderr]).toEqual([2, 'S9326_CANONICAL_BASE must be an http or https URL without query or fragment\n']);
});

test('a corrected claim, sent with the record, is approved, and has nothing left to correct', async () => {
  await validate('twelve.json', '--corrected', 'one.json');
  const sent = JSON.parse(readFileSync(join(cwd, 'twelve.json'), 'utf8'));
  sent.entry.push({ resource: { ...JSON.parse(linesOf('one.json')[0] ?? ''), id: 'c9' } });
  writeFileSync(join(cwd, 'again.json'), JSON.stringify(sent));

  const { stdout, stderr } = await validate('again.json', '--corrected', 'two.json');

  const decisions = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(decisions.map(({ claim, decision }) => [claim, decision])).toEqual([
    ['Claim/c2', 'reduced'],
    ['Claim/c9', 'approved'],
  ]);
  expect(stderr).toContain(
    'Claim/c2: no corrected claim can be written\n  left to you: Claim/c9 replaces the claim already: correct that one.\n',
  );
  expect(stderr).toContain('Claim/c9: nothing to correct\n');
  expect(stderr.endsWith('no corrected claim written to two.json\n')).toBe(true);
  expect(linesOf('two.json')).toEqual([]);
});

test('an input or the file of the answers is never written over', async () => {
  const [input, output] = await Promise.all([
    validate('ten.json', '--corrected', './ten.json'),
    validate('ten.json', '--output', 'out.ndjson', '--corrected', './out.ndjson'),
  ]);

  expect([input.code, input.stderr]).toEqual([2, '--corrected ./ten.json: would overwrite an input\n']);
  expect([output.code, output.stderr]).toEqual([2, '--corrected ./out.ndjson: is the file of --output\n']);
  expect(linesOf('ten.json').length).toBeGreaterThan(1);
});

test('below a table the answers stay apart from what is told', async () => {
  const { stdout, stderr } = await validate('twelve.json', '--format', 'table', '--corrected', 'table.json');

  expect(stdout).toContain('REDUCED');
  expect(stdout).not.toContain('taken off');
  expect(stderr).toContain('twelve.json: Claim/c2: corrected, 1 change\n');
});
