/** One document → its judgements, or every problem that it has. Each entry of a batch is answered on its own. */
import { claimRecordOf } from '../../src/correct/claim-record.ts';
import { type Correction, correctClaim } from '../../src/correct/correct-claim.ts';
import { type BatchPart, batchParts, findSent, isAt } from '../../src/fhir/batch.ts';
import { adjudicate, type Issue, type Judgement, type PatientRecord, type Request, readRequest } from '../../src/index.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { SHIPPED } from '../../src/policy/shipped.ts';
import type { Instant } from '../../src/time/civil-date.ts';
import { fromIssue, type Place, type Problem } from './problem.ts';

/** What the command line says of every claim. What it says holds over what Parameters say. */
export interface Settings {
  /** Time of receipt, for what says no other. */
  readonly now: Instant;
  readonly asOf?: Instant;
  readonly timeZone?: string;
  /** One: judges every claim. Several: chosen among by what they apply to. */
  readonly policies: readonly Policy[];
  /** Corrected claims are asked for too. */
  readonly corrects: boolean;
  /** Base of our canonical URLs in what is written as FHIR; absent, the core's own. */
  readonly canonicalBase?: string;
}

export type Judged =
  | {
      readonly ok: true;
      readonly judgements: readonly Judgement[];
      /** Where each was found: what is written in FHIR may have to bring of it what it names. */
      readonly recordOf: ReadonlyMap<Judgement, PatientRecord>;
      /** Of those that there is something to correct about; none unless asked for. */
      readonly corrections: ReadonlyMap<Judgement, Correction>;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** One answer; of a batch of Bundles one for each entry, in their order. What is wrong around the entries is told once and refuses all. */
export function judgeInput(json: unknown, place: Place, settings: Settings): readonly Judged[] {
  const parts = batchParts(findSent(json));
  if (!parts) return [judgeOne(json, settings, (issue) => fromIssue(issue, place))];
  const judged = parts.map((part) => ({ part, answer: judgePart(part, place, settings) }));
  const around = judged.flatMap(({ answer }) => (answer.ok ? [] : answer.problems.filter((problem) => isAround(problem, parts))));
  return around.length > 0 ? [{ ok: false, problems: distinct(around) }] : judged.map(({ answer }) => answer);
}

function judgePart(part: BatchPart, place: Place, settings: Settings): Judged {
  const placed = (issue: Issue): Problem => fromIssue(part.place(issue), place);
  if (part.json === undefined) return { ok: false, problems: [{ ...place, expression: part.path, text: 'must be a Claim or a Bundle' }] };
  return judgeOne(part.json, settings, placed);
}

const isAround = ({ expression = '' }: Problem, parts: readonly BatchPart[]): boolean => !parts.some(({ path }) => isAt(path, expression));

const distinct = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [`${problem.expression} ${problem.text}`, problem])).values(),
];

type ToProblem = (issue: Issue) => Problem;

const refused = (code: Issue['code'], expression: string, text: string): Issue => ({ severity: 'error', code, expression, text });

function judgeOne(json: unknown, settings: Settings, toProblem: ToProblem): Judged {
  const read = readRequest(json);
  if (!read.ok) return { ok: false, problems: read.issues.map(toProblem) };
  const { request } = read;
  const { policies } = settings;
  const policy = policies.length === 1 ? policies[0]?.id : request.policy;
  if (request.isBatch)
    return {
      ok: false,
      problems: [toProblem(refused('not-supported', findSent(json).path, 'is a batch inside a batch: nest one level at most'))],
    };
  if (policy !== undefined && ![...policies, ...SHIPPED].some(({ id }) => id === policy)) {
    const text = 'names a policy that is neither shipped nor given with --policy';
    return { ok: false, problems: [toProblem(refused('not-found', "Parameters.parameter.where(name = 'policy')", text))] };
  }
  return judgeRequest(request, policy, settings);
}

function judgeRequest(request: Request, policy: string | undefined, settings: Settings): Judged {
  const timeZone = settings.timeZone ?? request.timeZone;
  const options = {
    asOf: settings.asOf ?? request.asOf ?? settings.now,
    policies: settings.policies,
    ...(policy === undefined ? {} : { policy }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
  const corrections = new Map<Judgement, Correction>();
  const recordOf = new Map<Judgement, PatientRecord>();
  const judgements = request.records.flatMap((record) => {
    const ofRecord = adjudicate(record, options);
    const claimRecord = settings.corrects ? claimRecordOf(record, options) : undefined;
    for (const judgement of ofRecord) {
      recordOf.set(judgement, record);
      const correction = claimRecord && correctClaim(judgement, claimRecord, settings);
      if (correction) corrections.set(judgement, correction);
    }
    return ofRecord;
  });
  return { ok: true, judgements, recordOf, corrections };
}
