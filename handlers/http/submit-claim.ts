/** Claim/$submit without HTTP: the bytes that were sent and when → the resource to answer with, and how it went. */
import type { Bundle, Parameters } from '@medplum/fhirtypes';
import { type BatchPart, batchParts, findSent, type Sent } from '../../src/fhir/batch.ts';
import type { Issue } from '../../src/issue.ts';
import type { Judgement } from '../../src/judgement.ts';
import { type Answered, type AnsweredResource, createAnswerWriter } from './answer-writer.ts';
import type { Config } from './config.ts';
import type { Core } from './core.ts';
import type { Preferences } from './prefer.ts';
import { readJson } from './read-json.ts';

export interface Answer {
  readonly status: 200 | 400 | 422;
  /** Absent: the caller prefers none. */
  readonly resource?: AnsweredResource;
  /** For the log, which may know how many and which way, but of whom only the answer. */
  readonly judgements: readonly Judgement[];
}

export type Judge = (body: Uint8Array, receivedAt: number, preferences?: Preferences) => Answer;

/** What R4 asks beyond what the core needs: every departure, with its place. */
export type CheckR4 = (json: unknown) => readonly Issue[];

type Judged = Answered | { readonly ok: false; readonly issues: readonly Issue[] };
type Place = (issue: Issue) => Issue;

export function createJudge(core: Core, config: Config, checkR4: CheckR4): Judge {
  return (body, receivedAt, preferences = {}) => {
    const read = readJson(body);
    if (!read.ok) return { status: 400, resource: core.writeOperationOutcome([read.issue]), judgements: [] };
    return createSubmission(core, config, departuresOf(read.json, preferences, checkR4), receivedAt, preferences).answer(read.json);
  };
}

/** `lenient` reads what can be read; `strict` also refuses parameters that would be passed over. */
function departuresOf(json: unknown, { handling }: Preferences, checkR4: CheckR4) {
  const departures = checkR4(json);
  if (handling === 'lenient') return { refused: [], passed: departures };
  return { refused: handling === 'strict' ? [...departures, ...unknownParameters(json)] : departures, passed: [] };
}

interface Departures {
  readonly refused: readonly Issue[];
  readonly passed: readonly Issue[];
}

function createSubmission(core: Core, config: Config, departures: Departures, receivedAt: number, preferences: Preferences) {
  const write = createAnswerWriter(core, config, preferences);
  return { answer };

  function answer(json: unknown): Answer {
    const sent = findSent(json);
    const parts = batchParts(sent);
    return parts ? answerBatch(parts, sent) : answerOne(json, sent);
  }

  function answerOne(json: unknown, sent: Sent): Answer {
    const judged = judge(json, sent, departures);
    if (!judged.ok) return refusal(judged.issues, sent.path);
    const resource = sent.bundle?.type === 'batch' ? write.batch(inOrderOf(sent.bundle, judged).map(write.entry)) : write.one(judged);
    return { status: 200, judgements: judged.judgements, ...(resource === undefined ? {} : { resource }) };
  }

  /** An entry of the answer for each entry that was sent, in its order. What is wrong around the entries is wrong with all. */
  function answerBatch(parts: readonly BatchPart[], sent: Sent): Answer {
    const results = parts.map((part) => ({ part, judged: judgePart(part) }));
    const isOfNoPart = (issue: Issue) => !parts.some((part) => isOfPart(part, issue));
    const around = [
      ...results.flatMap(({ judged }) => (judged.ok ? [] : judged.issues.filter(isOfNoPart))),
      ...departures.refused.filter(isOfNoPart),
    ];
    if (around.length > 0) return refusal(distinct(around), sent.path);
    const entries = results.map(({ part, judged }) => (judged.ok ? write.entry(judged) : refusedEntry(judged.issues, part)));
    return {
      status: 200,
      resource: write.batch(entries),
      judgements: results.flatMap(({ judged }) => (judged.ok ? judged.judgements : [])),
    };
  }

  function judgePart(part: BatchPart): Judged {
    const { json, path, place } = part;
    if (json === undefined) return { ok: false, issues: [notSupported(path, 'must be a Claim or a Bundle')] };
    const ofPart = (issue: Issue) => isOfPart(part, issue);
    const own = { refused: departures.refused.filter(ofPart), passed: departures.passed.filter(ofPart) };
    return judge(json, findSent(json), own, place);
  }

  function judge(json: unknown, sent: Sent, { refused, passed }: Departures, place: Place = (issue) => issue): Judged {
    const read = core.readRequest(json);
    const issues = distinct([...(read.ok ? [] : read.issues.map(place)), ...refused]);
    if (!read.ok || issues.length > 0) return { ok: false, issues };
    const { records, isBatch, asOf = receivedAt, policy, timeZone } = read.request;
    const refuse = (issue: Issue): Judged => ({ ok: false, issues: [place(issue)] });
    // Batches are taken apart before, so this one is inside another.
    if (isBatch) return refuse(notSupported(sent.path, 'is a batch inside a batch: nest one level at most'));
    if (policy !== undefined && !core.knowsPolicy(policy)) return refuse(unknownPolicy(sent.policyPath));
    const options = { asOf, policies: [], ...(policy === undefined ? {} : { policy }), ...(timeZone === undefined ? {} : { timeZone }) };
    const [record] = records;
    if (!record) return refuse(notSupported(sent.path, 'holds nothing to judge'));
    return { ok: true, record, judgements: core.adjudicate(record, options), passed };
  }

  function refusal(issues: readonly Issue[], path: string): Answer {
    return { status: refusalStatus(issues, path), resource: core.writeOperationOutcome(issues), judgements: [] };
  }

  function refusedEntry(issues: readonly Issue[], { path }: BatchPart) {
    const status = refusalStatus(issues, path) === 422 ? '422 Unprocessable Content' : '400 Bad Request';
    return { response: { status, outcome: core.writeOperationOutcome(issues) } };
  }
}

/** A batch of bare Claims was judged as one record; its answers go in the order of the Claims. What was passed over is told with the first. */
function inOrderOf({ entry = [] }: Bundle, judged: Answered): readonly Answered[] {
  const place = ({ claim }: Judgement) => entry.findIndex(({ resource }) => resource === claim);
  const inOrder = [...judged.judgements].sort((a, b) => place(a) - place(b));
  return inOrder.map((judgement, i) => ({ ...judged, judgements: [judgement], passed: i === 0 ? judged.passed : [] }));
}

/** 422 for what is valid FHIR and only asks for what we cannot do: a Bundle without a Claim, a policy that is not here. */
function refusalStatus(issues: readonly Issue[], path: string): 400 | 422 {
  return issues.every(({ code, expression }) => code === 'not-found' || (code === 'required' && expression === `${path}.entry`))
    ? 422
    : 400;
}

const notSupported = (path: string, text: string): Issue => ({ severity: 'error', code: 'not-supported', expression: path, text });

const unknownPolicy = (path: string): Issue => ({
  severity: 'error',
  code: 'not-found',
  expression: path,
  text: 'names a policy that is not shipped',
});

const KNOWN_PARAMETERS: ReadonlySet<unknown> = new Set(['resource', 'asOf', 'policy', 'timeZone']);

function unknownParameters(json: unknown): readonly Issue[] {
  const { resourceType, parameter } = Object(json) as Partial<Parameters>;
  if (resourceType !== 'Parameters' || !Array.isArray(parameter)) return [];
  return parameter.flatMap((each, i) =>
    KNOWN_PARAMETERS.has(each?.name)
      ? []
      : [notSupported(`Parameters.parameter[${i}]`, 'is a parameter that this operation does not have')],
  );
}

/** One issue a place and kind: what the core says of it goes before what the gate says. */
function distinct(issues: readonly Issue[]): readonly Issue[] {
  const byPlace = new Map<string, Issue>();
  for (const issue of issues) {
    const key = `${issue.expression} ${issue.code}`;
    if (!byPlace.has(key)) byPlace.set(key, issue);
  }
  return [...byPlace.values()];
}

/** At the entry of the part, or inside it. */
function isOfPart({ path }: BatchPart, { expression }: Issue): boolean {
  const entry = path.replace(/\.resource$/, '');
  return expression === entry || expression.startsWith(`${entry}.`);
}
