/** `s9326 validate`: documents in, answers out, problems on standard error. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Judgement, PatientRecord } from '../../src/index.ts';
import { claimsPage } from '../../src/present/page.ts';
import { type Corrected, correctedTo } from './corrected.ts';
import type { Format } from './format-names.ts';
import { answerText, divider } from './formats.ts';
import { type Judged, judgeInput, type Settings } from './judge-input.ts';
import { type Output, openOutput } from './output.ts';
import { type Place, problemText, UsageError } from './problem.ts';
import { type Progress, progressOn } from './progress.ts';
import { type Input, readInputs, STDIN } from './read-inputs.ts';
import { readSettings, type SettingOptions } from './settings.ts';
import { newTally, type Tally } from './tally.ts';
import { styleFor, widthOf } from './terminal.ts';

export interface ValidateOptions extends SettingOptions {
  readonly format?: Format;
  readonly output?: string;
  readonly color: boolean;
  readonly ascii?: boolean;
}

interface Run {
  readonly settings: Settings;
  readonly output: Output;
  readonly progress: Progress;
  readonly tally: Tally;
  readonly corrected?: Corrected;
  /** The text of an answer, and what parts it from the one before. */
  print(judgement: Judgement, record: PatientRecord, place: Place): string;
}

/** The exit code: 0 nothing refused or pended, 1 some claim is, 2 bad input. Throws a UsageError for bad usage. */
export async function validate(named: readonly string[], options: ValidateOptions): Promise<number> {
  const { stdin, stdout, stderr, env } = process;
  const files = named.length > 0 ? named : [STDIN];
  const settings = await readSettings(options, (line) => stderr.write(`${line}\n`));
  const terminal = options.output === undefined ? stdout : undefined;
  const isTable = (options.format ?? (terminal?.isTTY ? 'table' : 'assessment')) === 'table';
  const output = await openOutput(options.output, files, stdout);
  const progress = progressOn(stderr, stderr.isTTY && !(isTable && terminal?.isTTY), await totalBytes(files));
  const tally = newTally();
  const corrected = await openCorrected(options, files, progress);
  if (files.includes(STDIN) && stdin.isTTY) stderr.write('Reading from the terminal: paste a Bundle or a Claim, then press Ctrl-D.\n');

  const look = { width: widthOf(terminal, env), style: styleFor(terminal, env, options), canonicalBase: settings.canonicalBase };
  const pages: Judgement[] = [];
  const print = (judgement: Judgement, record: PatientRecord, place: Place): string => {
    // A page is one document: it is written when all claims are judged.
    if (options.format === 'html') {
      pages.push(judgement);
      return '';
    }
    if (!isTable) return answerText(judgement, record, options.format ?? 'assessment', look);
    const between = tally.claims > 0 ? '\n' : '';
    const isOneOfMany = tally.claims > 0 || files.length > 1 || place.line !== undefined;
    return between + (isOneOfMany ? divider(place, look) : '') + answerText(judgement, record, 'table', look);
  };
  try {
    await judgeAll(readInputs(files, stdin), { settings, output, progress, tally, print, ...(corrected && { corrected }) });
  } finally {
    progress.stop();
  }
  if (pages.length > 0) await output.write(claimsPage(pages));
  if (tally.claims > 1 && isTable) await output.write(`\n${tally.claimsInWords()}\n`);
  else if (tally.claims > 1 && stderr.isTTY) stderr.write(`${tally.claimsInWords()}\n`);
  const bad = tally.badInWords();
  if (bad !== undefined) stderr.write(`${bad}\n`);
  await output.close();
  await corrected?.close();
  return tally.exitCode;
}

async function judgeAll(inputs: AsyncIterable<Input>, { settings, output, progress, tally, print, corrected }: Run): Promise<void> {
  for await (const input of inputs) {
    let claims = 0;
    for (const judged of judgedOrTold(input, settings)) {
      tally.input(judged.ok);
      if (!judged.ok) {
        for (const problem of judged.problems) progress.say(problemText(problem));
        continue;
      }
      claims += judged.judgements.length;
      for (const [judgement, record] of judged.recordOf) {
        const place = input.ok ? input.place : input.problem;
        const text = print(judgement, record, place);
        tally.claim(judgement);
        await output.write(text);
        await corrected?.add(judgement, judged.corrections.get(judgement), place);
      }
    }
    await progress.advance(input.bytes, claims);
    if (!output.isOpen) return;
  }
}

async function openCorrected(
  { corrected: file, output }: ValidateOptions,
  inputs: readonly string[],
  { say }: Progress,
): Promise<Corrected | undefined> {
  if (file === undefined) return undefined;
  if (output !== undefined && resolve(file) === resolve(output)) throw new UsageError(`--corrected ${file}: is the file of --output`);
  return correctedTo(await openOutput(file, inputs, process.stdout, '--corrected'), file, say);
}

/** A fault of ours must not take the other inputs with it; nor may its message, which may quote the record, get out. */
function judgedOrTold(input: Input, settings: Settings): readonly Judged[] {
  if (!input.ok) return [{ ok: false, problems: [input.problem] }];
  try {
    return judgeInput(input.json, input.place, settings);
  } catch (error) {
    if (process.env.S9326_DEBUG) throw error;
    const name = error instanceof Error ? error.constructor.name : 'unknown';
    const text = `could not be judged, by a fault of s9326 itself (${name}); S9326_DEBUG=1 shows where`;
    return [{ ok: false, problems: [{ ...input.place, text }] }];
  }
}

/** Of all files; undefined when some of it comes through a pipe. */
async function totalBytes(files: readonly string[]): Promise<number | undefined> {
  const sizes = await Promise.all(files.map((file) => (file === STDIN ? undefined : sizeOf(file))));
  return sizes.reduce<number | undefined>((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0);
}

const sizeOf = async (file: string): Promise<number | undefined> =>
  stat(file).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => 0,
  );
