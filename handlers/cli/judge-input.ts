/** One document → its judgements, or every problem that it has. */
import { claimRecordOf } from '../../src/correct/claim-record.ts';
import { type Correction, correctClaim } from '../../src/correct/correct-claim.ts';
import { adjudicate, type Judgement, type PatientRecord, readRequest } from '../../src/index.ts';
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

export function judgeInput(json: unknown, place: Place, settings: Settings): Judged {
  const read = readRequest(json);
  if (!read.ok) return { ok: false, problems: read.issues.map((issue) => fromIssue(issue, place)) };
  const { request } = read;
  const { policies } = settings;
  const policy = policies.length === 1 ? policies[0]?.id : request.policy;
  const timeZone = settings.timeZone ?? request.timeZone;
  if (policy !== undefined && ![...policies, ...SHIPPED].some(({ id }) => id === policy)) {
    const text = 'names a policy that is neither shipped nor given with --policy';
    return { ok: false, problems: [{ ...place, expression: "Parameters.parameter.where(name = 'policy')", text }] };
  }
  const options = {
    asOf: settings.asOf ?? request.asOf ?? settings.now,
    policies,
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
      const correction = claimRecord && correctClaim(judgement, claimRecord);
      if (correction) corrections.set(judgement, correction);
    }
    return ofRecord;
  });
  return { ok: true, judgements, recordOf, corrections };
}
