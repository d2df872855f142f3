/** One case against the routes, as they run on Lambda and under `serve`: any body, any headers, and what must hold of the answer. */
import { createHash } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import { assembleApp } from '../../handlers/http/assemble.ts';
import { readConfig } from '../../handlers/http/config.ts';
import { core } from '../../handlers/http/core.ts';
import { writeAnswers } from '../../src/fhir/write-answer.ts';
import { adjudicate, readRequest } from '../../src/index.ts';
import type { Dice } from '../count/dice.ts';
import { checksOf, coreCase, diceOf, thrown, validProblems } from './core-target.ts';
import type { Corpus } from './corpus.ts';
import { MARKER } from './extremes.ts';
import { hasEmpty } from './invariants.ts';
import { isRecord } from './places.ts';
import { hostileBytes } from './raw-bytes.ts';

export interface HandlerCase {
  readonly origin: string;
  /** Undefined where the bytes are no longer those of a value that is known. */
  readonly json: unknown;
  readonly bytes: Uint8Array;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly receivedAt: number;
}

/** Those of docs/http.md that a call with proof can get; 429, 500 and 503 are none of them. */
const STATUSES: ReadonlySet<number> = new Set([200, 400, 406, 413, 415, 422]);
const TYPES: ReadonlySet<unknown> = new Set(['ClaimResponse', 'Bundle', 'OperationOutcome']);
const KEY = 'a key for the fuzzer';

const CONTENT_TYPES = [
  'application/json',
  'application/fhir+json; charset=utf-8',
  'application/fhir+json;fhirVersion=4.0',
  'APPLICATION/FHIR+JSON',
  'application/json; charset=latin1',
  'application/fhir+xml',
  'text/plain',
  ';;;',
  'a/b;c=;',
];
const ACCEPTS = ['*/*', 'application/json', 'application/fhir+xml', 'application/fhir+json;q=x', 'a;q=0,*/*;q=1e999', ',,,', 'text/html'];
const PREFERENCES = [
  'return=minimal',
  'return=representation',
  'return=OperationOutcome',
  'handling=lenient',
  'handling=strict',
  'handling=lenient, return=OperationOutcome',
  'return="minimal"; a=b',
  '=,;=',
  MARKER,
];
const QUERIES = [
  '?_format=json',
  '?_format=xml',
  '?_pretty=true',
  '?_format=application/fhir+json',
  `?x=${MARKER}`,
  '?_format=%00',
  '?&&=',
  '?%',
];

export function handlerCase(seed: number, number: number, corpus: Corpus): HandlerCase {
  const dice = diceOf(seed + 7, number);
  const { origin, json, options } = coreCase(seed, number, corpus);
  const whole = Buffer.from(JSON.stringify(json));
  const isRaw = dice.chance(0.15);
  return {
    origin,
    json: isRaw ? undefined : json,
    bytes: isRaw ? hostileBytes(whole, dice) : whole,
    query: dice.chance(0.1) ? dice.pick(QUERIES) : '',
    headers: headersOf(dice),
    receivedAt: options.asOf,
  };
}

function headersOf(dice: Dice): Record<string, string> {
  return {
    'x-api-key': KEY,
    'content-type': dice.chance(0.08) ? dice.pick(CONTENT_TYPES) : 'application/fhir+json',
    ...(dice.chance(0.08) && { accept: dice.pick(ACCEPTS) }),
    // Lenient often: what the gate of R4 refuses would else never be judged.
    ...(dice.chance(0.6) && { prefer: dice.chance(0.6) ? 'handling=lenient' : dice.pick(PREFERENCES) }),
    ...(dice.chance(0.01) && { 'content-encoding': dice.pick(['gzip', 'identity', 'x']) }),
    ...(dice.chance(0.01) && { 'x-correlation-id': dice.pick([MARKER, 'x'.repeat(9000), '{}']) }),
  };
}

const read = readConfig({ S9326_API_KEY_SHA256: createHash('sha256').update(KEY).digest('hex') });
if (!read.ok) throw new Error('The configuration of the fuzzer cannot be read.');
const lines: string[] = [];
let receivedAt = 0;
const app = assembleApp({ config: read.config, core, now: () => receivedAt, write: (line) => lines.push(line) });

/** What is wrong, in sentences without values; empty: nothing. */
export async function handlerProblems(one: HandlerCase, checksValid: boolean): Promise<string[]> {
  lines.length = 0;
  receivedAt = one.receivedAt;
  try {
    const { bytes: body, headers, query } = one;
    const response = await app.request(`http://localhost/fhir/Claim/$submit${query}`, { method: 'POST', headers, body: Buffer.from(body) });
    const text = await response.text();
    return [...new Set([...answerProblems(response, text, one, checksValid), ...logProblems()])];
  } catch (error) {
    return [thrown(error)];
  }
}

function answerProblems({ status, headers }: Response, text: string, one: HandlerCase, checksValid: boolean): string[] {
  if (!STATUSES.has(status)) return [`status ${status}`];
  if (text === '')
    return status === 200 && /minimal/.test(one.headers.prefer ?? '')
      ? []
      : [`status ${status} without a body that nobody asked to leave out`];
  const problems = /^application\/(fhir\+)?json/.test(headers.get('content-type') ?? '') ? [] : ['an answer that is not called JSON'];
  const answer: unknown = JSON.parse(text);
  if (!isRecord(answer) || !TYPES.has(answer.resourceType)) return [...problems, 'an answer of another type'];
  if (hasEmpty(answer)) problems.push('something empty in the answer');
  if (status !== 200 && answer.resourceType !== 'OperationOutcome') problems.push(`status ${status} without an OperationOutcome`);
  if (status !== 200 && text.includes(MARKER)) problems.push('a refusal quotes what was sent');
  if (status === 200) problems.push(...unlikeCore(text, answer, one));
  // What a lenient call sends stands in its answer as it came.
  if (checksValid && !/lenient/.test(one.headers.prefer ?? '')) problems.push(...validProblems(answer as unknown as Resource));
  return problems;
}

/** The core's answer to the same value, where it is asked for whole; batches are taken apart by the routes. */
function unlikeCore(text: string, answer: Record<string, unknown>, { json, headers, receivedAt: at }: HandlerCase): string[] {
  if (json === undefined || answer.type === 'batch-response' || /return/i.test(headers.prefer ?? '')) return [];
  const own = readRequest(json);
  if (!own.ok) return ['judged, but the core cannot read it'];
  const { records, asOf = at, policy, timeZone } = own.request;
  const [record] = records;
  if (!record) return ['judged, but the core finds nothing to judge'];
  const options = { asOf, policies: [], ...(policy !== undefined && { policy }), ...(timeZone !== undefined && { timeZone }) };
  const answers = writeAnswers(record, adjudicate(record, options));
  const [first] = answers;
  const expected =
    answers.length === 1 ? first : { resourceType: 'Bundle', type: 'collection', entry: answers.map((resource) => ({ resource })) };
  return JSON.stringify(JSON.parse(text)) === JSON.stringify(expected) ? [] : ['another answer than the core’s'];
}

/** One line a call, and nothing in it of what was sent. */
function logProblems(): string[] {
  const problems = lines.some((line) => line.includes(MARKER)) ? ['the log quotes what was sent'] : [];
  return lines.length === 1 ? problems : [...problems, `${lines.length} lines in the log`];
}

export const isChecked = (number: number): boolean => checksOf(number).valid;
