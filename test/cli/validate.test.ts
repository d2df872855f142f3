import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment.ts';
import { bundle } from './bundle.ts';
import { BIN, run, s9326 } from './run.ts';

const batchOf = (...bundles: readonly object[]) => ({
  resourceType: 'Bundle',
  type: 'batch',
  entry: bundles.map((resource) => ({ resource })),
});

const AS_OF = ['--as-of', '2025-04-01T00:00:00Z'];
let cwd = '';

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 's9326-'));
  const files: Readonly<Record<string, string>> = {
    'ten.json': JSON.stringify(bundle(), null, 2),
    'twelve.json': JSON.stringify(bundle({ id: 'c2', units: 12 })),
    'other.json': JSON.stringify(bundle({ id: 'c3', code: 'J1170' })),
    'two.ndjson': `${JSON.stringify(bundle())}\n${JSON.stringify(bundle({ id: 'c2', units: 12 }))}\n`,
    'broken.ndjson': `${JSON.stringify(bundle())}\n{"resourceType":"Bundle",\n\n${JSON.stringify(bundle({ id: 'c2' }))}\n{"resourceType":"Patient"}`,
    'claimless.json': JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [] }),
    'broken.json': '{\n  "resourceType": Claim\n}',
    'batch.json': JSON.stringify(
      batchOf(bundle(), { ...bundle(), entry: [{ resource: { resourceType: 'Claim' } }] }, bundle({ id: 'c2' })),
    ),
    'around.json': JSON.stringify({
      resourceType: 'Parameters',
      parameter: [
        { name: 'asOf', valueInstant: 'tomorrow' },
        { name: 'resource', resource: batchOf(bundle(), bundle({ id: 'c2' })) },
      ],
    }),
    'empty.json': '',
    'marked.json': `\uFEFF${JSON.stringify(bundle())}`,
    'acme.json': JSON.stringify({
      id: 'acme',
      title: 'Acme',
      appliesTo: { payorNames: ['Acme Health Plan'] },
      parameters: { dayCounting: 'infusion-days' },
    }),
    'zeta.json': JSON.stringify({ id: 'zeta', title: 'Zeta', appliesTo: { payorNames: ['Zeta Health Plan'] } }),
    'faulty.json': JSON.stringify({ id: 'faulty', title: 'Faulty', parameters: { dayCounting: 'x', foo: 1 }, rules: { nope: 'deny' } }),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
  writeFileSync(join(cwd, 'utf16.json'), Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{}', 'utf16le')]));
  writeFileSync(join(cwd, 'latin1.json'), Buffer.from([0x22, 0xe9, 0x22]));
});

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const validate = (args: readonly string[], input?: string | Uint8Array) =>
  s9326(['validate', ...args], { cwd, ...(input === undefined ? {} : { input }) });

/** One answer a line. */
const answers = (stdout: string): readonly Assessment[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const decisions = (stdout: string): readonly string[] => answers(stdout).map(({ claim, decision }) => `${claim} ${decision}`);

describe('the exit code', () => {
  test('is 0 when nothing is refused or pended', async () => {
    const { code, stdout, stderr } = await validate(['ten.json', 'other.json', ...AS_OF]);

    expect(decisions(stdout)).toEqual(['Claim/c1 approved', 'Claim/c3 not-applicable']);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('is 1 when some claim is reduced', async () => {
    const { code, stdout } = await validate(['ten.json', 'twelve.json', ...AS_OF]);

    expect(decisions(stdout)).toEqual(['Claim/c1 approved', 'Claim/c2 reduced']);
    expect(code).toBe(1);
  });

  test('is 2 when something could not be read, whatever the others say', async () => {
    const { code, stdout, stderr } = await validate(['broken.json', 'twelve.json', ...AS_OF]);

    expect(decisions(stdout)).toEqual(['Claim/c2 reduced']);
    expect(stderr).toBe('broken.json:2:19: is not JSON: expected a value\n1 of 2 inputs could not be judged\n');
    expect(code).toBe(2);
  });
});

describe('a batch of Bundles', () => {
  test('that holds one that cannot be read has the answers of the others, in order', async () => {
    const { code, stdout, stderr } = await validate(['batch.json', ...AS_OF]);

    expect(decisions(stdout)).toEqual(['Claim/c1 approved', 'Claim/c2 approved']);
    expect(code).toBe(2);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('1 of 3 inputs could not be judged');
    expect(lines.slice(0, -1)).not.toEqual([]);
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/^batch\.json: Bundle\.entry\[1\]\.resource\.entry\[0\]\.resource\.\w+: [a-z]/);
  });

  test('in Parameters that cannot be read is refused as a whole, once', async () => {
    const { code, stdout, stderr } = await validate(['around.json']);

    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: 'around.json: Parameters.parameter[0]: is not an instant with an offset from UTC\n',
    });
  });
});

describe('what comes in', () => {
  test('standard input is one document, without a FILE or as -', async () => {
    const input = JSON.stringify(bundle(), null, 2);

    const [none, dash] = await Promise.all([validate(AS_OF, input), validate(['-', ...AS_OF], input)]);

    expect([none.code, dash.code]).toEqual([0, 0]);
    expect(decisions(none.stdout)).toEqual(['Claim/c1 approved']);
    expect(dash.stdout).toBe(none.stdout);
  });

  test('standard input may hold one a line', async () => {
    const { stdout } = await validate(AS_OF, readFileSync(join(cwd, 'two.ndjson')));

    expect(decisions(stdout)).toEqual(['Claim/c1 approved', 'Claim/c2 reduced']);
  });

  test('lines on standard input of which the first is broken are lines all the same', async () => {
    const { stdout, stderr } = await validate(AS_OF, `{"resourceType":\n${readFileSync(join(cwd, 'two.ndjson'))}`);

    expect(decisions(stdout)).toEqual(['Claim/c1 approved', 'Claim/c2 reduced']);
    expect(stderr).toContain('<stdin>:1:17: is not JSON: it ends too early: expected a value\n');
  });

  test('a broken line is told by its number, and the rest is judged in order', async () => {
    const { code, stdout, stderr } = await validate(['broken.ndjson', ...AS_OF]);

    expect(decisions(stdout)).toEqual(['Claim/c1 approved', 'Claim/c2 approved']);
    expect(stderr.split('\n')).toEqual([
      'broken.ndjson:2:26: is not JSON: it ends too early: expected a property name in double quotes',
      expect.stringMatching(/^broken\.ndjson:5: \S+: must be /),
      '2 of 4 inputs could not be judged',
      '',
    ]);
    expect(code).toBe(2);
  });

  test('a byte order mark is let pass', async () => {
    const [marked, plain] = await Promise.all([validate(['marked.json', ...AS_OF]), validate(['ten.json', ...AS_OF])]);

    expect(marked.stdout).toBe(plain.stdout);
  });

  test.each([
    ['empty.json', 'empty.json: is empty'],
    ['claimless.json', 'claimless.json: Bundle.entry: holds no Claim to judge'],
    ['utf16.json', 'utf16.json: is UTF-16: save it as UTF-8'],
    ['latin1.json', 'latin1.json: is not UTF-8'],
    ['missing.json', 'missing.json: there is no such file'],
    ['.', '.: is a directory, not a file'],
  ])('%s is bad input', async (file, problem) => {
    const { code, stdout, stderr } = await validate([file]);

    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `${problem}\n` });
  });

  test('nothing on standard input is bad input', async () => {
    const { code, stderr } = await validate([], '\n');

    expect([code, stderr]).toEqual([2, '<stdin>: is empty\n']);
  });

  test('an element that is wrong is told by its FHIRPath', async () => {
    const sent = bundle();
    const claim = sent.entry[0]?.resource as { item?: unknown };
    claim.item = 'none';

    const { code, stderr } = await validate([], JSON.stringify(sent));

    expect(stderr).toMatch(/^<stdin>:1: Bundle\.entry\[0\]\.resource\.item: .+\n$/);
    expect(code).toBe(2);
  });
});

describe('what comes out', () => {
  test('is a table when asked for, with where each claim comes from and a count', async () => {
    const { stdout } = await validate(['two.ndjson', '--format', 'table', ...AS_OF]);

    expect(stdout).toMatch(/^── two\.ndjson:1 ─+\nAPPROVED {2}10 of 10 units of S9326 allowed\n/);
    expect(stdout).toContain('\n\n── two.ndjson:2 ─');
    expect(stdout.endsWith('\n\n2 claims: 1 approved, 1 reduced\n')).toBe(true);
  });

  test('is plain where colour is not asked for, and coloured where it is, unless the option says no', async () => {
    const args = ['validate', 'ten.json', '--format', 'table'];
    const env = { FORCE_COLOR: '1' };

    const [plain, forced, refused] = await Promise.all([
      s9326(args, { cwd }),
      s9326(args, { cwd, env }),
      s9326([...args, '--no-color'], { cwd, env }),
    ]);

    expect([plain.stdout, forced.stdout, refused.stdout].map((text) => text.includes('\u001b['))).toEqual([false, true, false]);
  });

  test('is drawn in ASCII when asked for', async () => {
    const { stdout } = await validate(['ten.json', '--format', 'table', '--ascii', ...AS_OF]);

    expect(stdout).toMatch(/^[\n -~]+$/);
  });

  test('is one ClaimResponse a line in the format fhir', async () => {
    const { stdout } = await validate(['two.ndjson', '--format', 'fhir', ...AS_OF]);

    const responses = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(responses.map(({ resourceType, request }) => [resourceType, request.reference])).toEqual([
      ['ClaimResponse', 'Claim/c1'],
      ['ClaimResponse', 'Claim/c2'],
    ]);
  });

  test('goes to the file of --output, which is never an input', async () => {
    const written = await validate(['ten.json', '--output', 'answers.ndjson', ...AS_OF]);
    const refused = await validate(['ten.json', '--output', './ten.json']);

    expect([written.code, written.stdout]).toEqual([0, '']);
    expect(decisions(readFileSync(join(cwd, 'answers.ndjson'), 'utf8'))).toEqual(['Claim/c1 approved']);
    expect([refused.code, refused.stderr]).toEqual([2, '--output ./ten.json: would overwrite an input\n']);
    expect(readFileSync(join(cwd, 'ten.json'), 'utf8')).not.toBe('');
  });

  test('may be left unread', async () => {
    const month = Array.from({ length: 300 }, (_, index) => JSON.stringify(bundle({ id: `c${index}` }))).join('\n');
    writeFileSync(join(cwd, 'many.ndjson'), month);

    const { stdout, stderr } = await run('sh', ['-c', `"${process.execPath}" "${BIN}" validate many.ndjson | head -n 1`], { cwd });

    expect(decisions(stdout)).toEqual(['Claim/c0 approved']);
    expect(stderr).toBe('');
  });

  test.each(['--help', 'rules', 'policy'])('%s may be left unread', async (command) => {
    const { stderr } = await run('sh', ['-c', `"${process.execPath}" "${BIN}" ${command} | true`], { cwd });

    expect(stderr).toBe('');
  });

  test.skipIf(!existsSync('/dev/full'))('a disk that is full is told', async () => {
    const { code, stderr } = await validate(['ten.json', '--output', '/dev/full']);

    expect([code, stderr]).toEqual([2, '/dev/full: cannot be written: the disk is full\n']);
  });
});

describe('the options', () => {
  const policyOf = (stdout: string) => answers(stdout).map(({ policy }) => policy.id);

  test('one policy judges every claim, several those of their payers', async () => {
    const one = await validate(['ten.json', '--policy', 'zeta.json']);
    const several = await validate(['ten.json', '--policy', 'zeta.json', '--policy', 'acme.json']);
    const shipped = await validate(['ten.json', '--policy', 'baseline']);

    expect([one, several, shipped].map(({ stdout }) => policyOf(stdout))).toEqual([['zeta'], ['acme'], ['baseline']]);
  });

  test('a policy that cannot be read stops the run with every fault and its path', async () => {
    const { code, stdout, stderr } = await validate(['ten.json', '--policy', 'faulty.json', '--policy', 'nowhere']);

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('faulty.json: parameters.dayCounting: ');
    expect(stderr).toContain('faulty.json: parameters.foo: ');
    expect(stderr).toContain('faulty.json: rules.nope: ');
    expect(stderr).toMatch(/--policy nowhere: there is no such file, and no shipped policy of this id \(baseline/);
  });

  test('--as-of is an instant with an offset', async () => {
    const [date, instant] = await Promise.all([
      validate(['ten.json', '--as-of', '2025-04-01']),
      validate(['ten.json', '--as-of', '2025-03-31T18:00:00-06:00']),
    ]);

    expect([date.code, date.stderr.split(':')[0]]).toEqual([2, '--as-of 2025-04-01']);
    expect(answers(instant.stdout).map(({ asOf }) => asOf)).toEqual(['2025-04-01T00:00:00Z']);
  });

  test('--time-zone is the care zone, or passed over when there is none of the name', async () => {
    const [real, wrong] = await Promise.all([
      validate(['ten.json', '--time-zone', 'America/Denver']),
      validate(['ten.json', '--time-zone', 'Mars/Base']),
    ]);

    expect(answers(real.stdout).map(({ careZone }) => careZone)).toEqual([{ zone: 'America/Denver', source: 'caller' }]);
    expect(wrong.stderr).toBe('warning: --time-zone Mars/Base: there is no such IANA time zone; it is passed over\n');
    expect(answers(wrong.stdout).map(({ careZone }) => careZone.source)).toEqual(['address']);
    expect(wrong.code).toBe(0);
  });

  test('the command line holds over Parameters', async () => {
    const parameter = [
      { name: 'resource', resource: bundle() },
      { name: 'asOf', valueInstant: '2025-05-01T00:00:00Z' },
      { name: 'policy', valueString: 'nowhere' },
    ];
    const input = JSON.stringify({ resourceType: 'Parameters', parameter });

    const [own, over] = await Promise.all([validate([], input), validate(['--policy', 'acme.json', ...AS_OF], input)]);

    expect([own.code, own.stderr]).toEqual([
      2,
      "<stdin>:1: Parameters.parameter.where(name = 'policy'): names a policy that is neither shipped nor given with --policy\n",
    ]);
    expect(answers(over.stdout).map(({ asOf, policy }) => [asOf, policy.id])).toEqual([['2025-04-01T00:00:00Z', 'acme']]);
  });

  test.each([
    [['validate', '--format', 'xml', 'ten.json'], "argument 'xml' is invalid"],
    [['validate', '--nope'], "unknown option '--nope'"],
    [['sweeps'], "unknown command 'sweeps'"],
    [['serve', '--port', '99999'], 'from 0 to 65535'],
    [[], 'Usage: s9326'],
  ])('%j is told in words', async (args, words) => {
    const { code, stdout, stderr } = await s9326(args, { cwd });

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});

describe('the other commands', () => {
  test('rules prints the catalogue', async () => {
    const { code, stdout } = await s9326(['rules']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ rules, in order of precedence \(rules \d{4}\.\d+\.\d+\)\n/);
    expect(stdout).toMatch(/^day-supported +date +deny +CO-112-N237/m);
  });

  test('policy says what a policy asks, and refuses a faulty one', async () => {
    const [baseline, acme, faulty] = await Promise.all([
      s9326(['policy']),
      s9326(['policy', 'acme.json'], { cwd }),
      s9326(['policy', 'faulty.json'], { cwd }),
    ]);

    expect([baseline.code, acme.code, faulty.code]).toEqual([0, 0, 2]);
    expect(baseline.stdout).toMatch(/^baseline\n/);
    expect(acme.stdout).toMatch(/^acme\nAcme\n/);
    expect(faulty.stderr).toContain('faulty.json: parameters.foo: ');
  });

  test('--version has the version of the rules, --help examples', async () => {
    const [version, help] = await Promise.all([s9326(['--version']), s9326(['--help'])]);

    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+ \(rules \d{4}\.\d+\.\d+\)\n$/);
    expect(help.stdout).toContain('Examples:\n  s9326 validate claim.json');
    expect([version.code, help.code]).toEqual([0, 0]);
  });
});
