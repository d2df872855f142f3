/** Claim/$submit without HTTP: the bytes that were sent and when → the resource to answer with, and how it went. */
import type { Bundle, BundleEntry, ClaimResponse, OperationOutcome } from '@medplum/fhirtypes';
import type { PatientRecord } from '../../src/fhir/record.ts';
import type { Issue } from '../../src/issue.ts';
import type { Judgement } from '../../src/judgement.ts';
import { type BatchPart, batchParts, findSent, type Sent } from './batch.ts';
import type { Config } from './config.ts';
import type { Core } from './core.ts';
import { readJson } from './read-json.ts';

export interface Answer {
  readonly status: 200 | 400 | 422;
  readonly resource: ClaimResponse | Bundle | OperationOutcome;
  /** For the log, which may know how many and which way, but of whom only the answer. */
  readonly judgements: readonly Judgement[];
}

export type Judge = (body: Uint8Array, receivedAt: number) => Answer;

interface Answered {
  readonly ok: true;
  readonly record: PatientRecord;
  readonly judgements: readonly Judgement[];
}

type Judged = Answered | { readonly ok: false; readonly issues: readonly Issue[] };

export function createJudge(core: Core, config: Config): Judge {
  return (body, receivedAt) => {
    const read = readJson(body);
    if (!read.ok) return refusal([read.issue], 'Resource');
    const sent = findSent(read.json);
    const parts = batchParts(sent);
    return parts ? answerBatch(parts, sent, receivedAt) : answerOne(read.json, sent, receivedAt);
  };

  function answerOne(json: unknown, sent: Sent, receivedAt: number): Answer {
    const judged = judge(json, sent, receivedAt);
    if (!judged.ok) return refusal(judged.issues, sent.path);
    const { judgements } = judged;
    return {
      status: 200,
      resource: sent.bundle?.type === 'batch' ? batchOfClaims(judged, sent.bundle) : resourceOf(judged),
      judgements,
    };
  }

  /** An entry of the answer for each entry that was sent, in its order. What is wrong with the Parameters is wrong with all. */
  function answerBatch(parts: readonly BatchPart[], sent: Sent, receivedAt: number): Answer {
    const results = parts.map((part) => ({ part, judged: judgePart(part, receivedAt) }));
    const own = results.flatMap(({ judged }) =>
      judged.ok ? [] : judged.issues.filter(({ expression }) => !expression.startsWith(sent.path)),
    );
    if (own.length > 0) return refusal(distinct(own), sent.path);
    return {
      status: 200,
      resource: batchResponse(results.map(({ part, judged }) => (judged.ok ? judgedEntry(judged) : refusedEntry(judged.issues, part)))),
      judgements: results.flatMap(({ judged }) => (judged.ok ? judged.judgements : [])),
    };
  }

  function judgePart({ json, path, place }: BatchPart, receivedAt: number): Judged {
    if (json === undefined) return { ok: false, issues: [notSupported(path, 'must be a Claim or a Bundle')] };
    const judged = judge(json, findSent(json), receivedAt);
    return judged.ok ? judged : { ok: false, issues: judged.issues.map(place) };
  }

  function judge(json: unknown, sent: Sent, receivedAt: number): Judged {
    const read = core.readRequest(json);
    if (!read.ok) return read;
    const { records, isBatch, asOf = receivedAt, policy, timeZone } = read.request;
    // Batches are taken apart before, so this one is inside another.
    if (isBatch) return { ok: false, issues: [notSupported(sent.path, 'is a batch inside a batch: nest one level at most')] };
    if (policy !== undefined && !core.knowsPolicy(policy)) return { ok: false, issues: [unknownPolicy(sent.policyPath)] };
    const options = { asOf, policies: [], ...(policy === undefined ? {} : { policy }), ...(timeZone === undefined ? {} : { timeZone }) };
    const [record] = records;
    if (!record) return { ok: false, issues: [notSupported(sent.path, 'holds nothing to judge')] };
    return { ok: true, record, judgements: core.adjudicate(record, options) };
  }

  function refusal(issues: readonly Issue[], path: string): Answer {
    return { status: refusalStatus(issues, path), resource: core.writeOperationOutcome(issues), judgements: [] };
  }

  function resourceOf({ record, judgements }: Answered): ClaimResponse | Bundle {
    const responses = core.writeAnswers(
      record,
      judgements,
      config.canonicalBase === undefined ? {} : { canonicalBase: config.canonicalBase },
    );
    const [first, ...others] = responses;
    if (first && others.length === 0) return first;
    return { resourceType: 'Bundle', type: 'collection', entry: responses.map((resource) => ({ resource })) };
  }

  /** A batch of bare Claims was judged as one record; its answers go in the order of the Claims. */
  function batchOfClaims(judged: Answered, { entry = [] }: Bundle): Bundle {
    const place = ({ claim }: Judgement) => entry.findIndex(({ resource }) => resource === claim);
    const inOrder = [...judged.judgements].sort((a, b) => place(a) - place(b));
    return batchResponse(inOrder.map((judgement) => judgedEntry({ ...judged, judgements: [judgement] })));
  }

  function judgedEntry(judged: Answered): BundleEntry {
    return { resource: resourceOf(judged), response: { status: '200 OK' } };
  }

  function refusedEntry(issues: readonly Issue[], { path }: BatchPart): BundleEntry {
    const status = refusalStatus(issues, path) === 422 ? '422 Unprocessable Content' : '400 Bad Request';
    return { response: { status, outcome: core.writeOperationOutcome(issues) } };
  }
}

/** 422 for what is valid FHIR and only asks for what we cannot do: a Bundle without a Claim, a policy that is not here. */
function refusalStatus(issues: readonly Issue[], path: string): 400 | 422 {
  return issues.every(({ code, expression }) => code === 'not-found' || (code === 'required' && expression === `${path}.entry`))
    ? 422
    : 400;
}

const batchResponse = (entry: BundleEntry[]): Bundle => ({ resourceType: 'Bundle', type: 'batch-response', entry });

const notSupported = (path: string, text: string): Issue => ({ severity: 'error', code: 'not-supported', expression: path, text });

const unknownPolicy = (path: string): Issue => ({
  severity: 'error',
  code: 'not-found',
  expression: path,
  text: 'names a policy that is not shipped',
});

function distinct(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.map((issue) => [`${issue.expression} ${issue.text}`, issue])).values()];
}
