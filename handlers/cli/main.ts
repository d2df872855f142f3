/** The command line: what can be called, with which options. Each command is loaded when it is called. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { FORMATS } from './format-names.ts';
import { UsageError } from './problem.ts';

const EXAMPLES = `
Examples:
  s9326 validate claim.json                       a claim with its record
  s9326 validate month/*.json --policy acme.json  under a payer's contract
  s9326 validate claims.ndjson --output answers.ndjson
  curl -s $FHIR/Bundle/42 | s9326 validate --format fhir
  s9326 rules                                     what is checked
  s9326 policy acme.json                          what a policy file asks
`;

const VALIDATE_HELP = `
Input: a Bundle, a Claim or Parameters. A .json file holds one, a .ndjson file
one a line; what comes through a pipe may be either.

Output: a table on a terminal, else assessments. In the formats assessment and
fhir every answer is one line of JSON, in order of input, then by claim.

Policies: one --policy judges every claim. Of several, each claim is judged by
the first by id that applies to its payer, else by baseline.

Corrected claims: one a line, each a replacement of a claim that is refused in
whole or part, with what of it stands. What was changed, and what is left to
you, is told on standard error.

Options hold over what Parameters say.

Exit code: 0 nothing is refused or pended, 1 some claim is reduced, denied or
pended, 2 bad input or usage. What cannot be read is told on standard error by
file, line and FHIRPath; the rest is judged all the same.
`;

const SWEEP_HELP = `
Output: claim-responses.ndjson, claims, lines and findings as .csv and .parquet,
worklist.html with a page for each claim to look at, set-aside.ndjson with what
could not be judged and why, summary.json.

Ctrl-C stops it; the same command goes on from there, and gives the same bytes.

Exit code: 0 nothing is refused or pended, 1 some claim is, or was set aside,
2 bad usage, 130 stopped.
`;

/** Runs the command line and gives its exit code. Only a fault of ours throws. */
export async function main(argv: readonly string[]): Promise<number> {
  // Whoever stops reading does not want to be told. What becomes of answers, the output of each command looks to.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  let exitCode = 0;
  const program = commandLine(await version(argv), (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version end that way, too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    for (const problem of error.problems) process.stderr.write(`${problem}\n`);
    return 2;
  }
}

/** The rules have a version of their own, which every answer carries; they are loaded only for whoever asks. */
async function version(argv: readonly string[]): Promise<string> {
  if (!argv.some((word) => word === '-V' || word === '--version')) return packageJson.version;
  const { RULE_SET } = await import('../../src/index.ts');
  return `${packageJson.version} (rules ${RULE_SET})`;
}

function commandLine(version: string, done: (code: number) => void): Command {
  const program = new Command('s9326')
    .description('Judges claims that bill HCPCS S9326 by the record of the infusion.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(s9326 --help says what can be called)')
    .exitOverride()
    .addHelpText('after', EXAMPLES);

  program
    .command('validate')
    .description('judge claims')
    .argument('[FILE...]', 'files, or - for standard input (default)')
    .addOption(new Option('--format <FORMAT>', 'table on a terminal, else assessment').choices(FORMATS))
    .addOption(new Option('--policy <FILE|ID>', 'policy file or shipped policy (repeatable)').argParser(collected))
    .option('--as-of <INSTANT>', 'judge as of then, such as 2025-04-01T00:00:00Z (default: now)')
    .option('--time-zone <ZONE>', 'where care was given, such as America/Chicago')
    .option('--output <FILE>', 'write the answers there')
    .option('--corrected <FILE>', 'write corrected claims there, as proposals')
    .option('--ascii', 'draw the table with the characters of a keyboard')
    .option('--no-color', 'no colour (as with NO_COLOR=1)')
    .addHelpText('after', VALIDATE_HELP)
    .action(async (files, options) => done(await (await import('./validate.ts')).validate(files, options)));

  program
    .command('serve')
    .description('answer over HTTP on this machine')
    .option('--port <PORT>', 'port on 127.0.0.1; 0 for any free one', portNumber, 9326)
    .option('--fhir', 'with a FHIR server in memory under /fhir: each Claim that is written there gets its answer')
    .action(async (options) => done(await (await import('./serve.ts')).serveRoutes(options)));

  program
    .command('sweep')
    .description('judge every claim of a source')
    .requiredOption(
      '--source <PATH>',
      'folder of Bundles, of NDJSON by resource type (.ndjson, .ndjson.gz) or of CSV sheets; one such file; s3://BUCKET/PREFIX with such objects; or the base of a FHIR server',
    )
    .option('--export <LEVEL>', 'of a FHIR server, what Bulk Data export gives: all, Patient or Group/ID', 'all')
    .option('--search', 'of a FHIR server without Bulk Data export, its Claims by search')
    .option('--write-back', 'write the answers to the FHIR server, once for a version of a claim')
    .option('--record <FOLDER>', 'where the record of a FHIR server or a bucket is kept from one sweep to the next (default: in --out)')
    .requiredOption('--out <FOLDER>', 'where the answers go; a sweep that was stopped goes on there')
    .addOption(
      new Option('--policy <FILE|ID>', 'policy file or shipped policy; the second and further ones say what would change').argParser(
        collected,
      ),
    )
    .option('--as-of <INSTANT>', 'judge as of then (default: the start)')
    .option('--time-zone <ZONE>', 'where care was given, such as America/Chicago')
    .option('--threads <NUMBER>', 'threads that judge (default: one less than there are)', threadNumber)
    .option('--memory <SIZE>', 'what reading and checking the lines may take of memory, such as 1GB; else 192 MB and 160 for each thread')
    .addHelpText('after', SWEEP_HELP)
    .action(async (options) => done(await (await import('./sweep.ts')).sweepCommand(options)));

  program
    .command('sheets')
    .description('write the two CSV sheets as templates, for a sweep without FHIR')
    .argument('<FOLDER>', 'where they go')
    .action(async (folder) => done((await import('./sheets.ts')).writeTemplates(folder)));

  program
    .command('partition')
    .description('prepare a source for the sweep on AWS')
    .requiredOption('--source <PATH>', 'folder of Bundles, or of NDJSON by resource type; or one such file')
    .requiredOption('--out <FOLDER>', 'where the objects go, to be copied to work/ of the bucket')
    .option('--size <NUMBER>', 'patients in an object, at most', patientNumber, 200)
    .option('--memory <SIZE>', 'what reading and checking the lines may take of memory, such as 1GB; else 192 MB and 160 for each thread')
    .action(async (options) => done(await (await import('./partition.ts')).partitionCommand(options)));

  program
    .command('collect')
    .description('fetch a run of the sweep on AWS: worklist, sheets, totals, as of a sweep on one machine')
    .requiredOption('--run <URL>', 's3://BUCKET/runs/NAME')
    .requiredOption('--out <FOLDER>', 'where it goes; what was stopped goes on there')
    .option('--threads <NUMBER>', 'threads that draw pages (default: one less than there are)', threadNumber)
    .action(async (options) => done(await (await import('./collect.ts')).collectCommand(options)));

  program
    .command('rules')
    .description('print the rules')
    .option('--no-color', 'no colour (as with NO_COLOR=1)')
    .action(async (options) => done(await (await import('./rules.ts')).rules(options)));

  program
    .command('policy')
    .description('check policies and say what they ask')
    .addArgument(new Argument('[FILE|ID...]', 'policy files or shipped policies (default: baseline)'))
    .action(async (files) => done(await (await import('./policy.ts')).policy(files)));

  return program;
}

const collected = (value: string, previous: readonly string[] | undefined): readonly string[] => [...(previous ?? []), value];

function threadNumber(text: string): number {
  const threads = Number(text);
  if (!/^\d{1,3}$/.test(text) || threads < 1) throw new InvalidArgumentError('Must be a number from 1.');
  return threads;
}

function patientNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('Must be a number from 1 to 99999.');
  return Number(text);
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('Must be a number from 0 to 65535.');
  return port;
}
