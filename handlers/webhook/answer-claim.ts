/** From a Claim as its server has it to the answer beside it: gather, judge, write back. Done twice, it ends in one answer. */
import { createHash } from 'node:crypto';
import type { Bundle, Claim, ClaimResponse } from '@medplum/fhirtypes';
import { answerIdentifier, type ClaimVersion, isOwnAnswer, isOwnAnswerTo } from '../../src/fhir/answer-identity.ts';
import { PER_DIEM_CODE } from '../../src/fhir/read-claim.ts';
import { BASELINE } from '../../src/policy/policy.ts';
import { SHIPPED } from '../../src/policy/shipped.ts';
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import type { Widening } from '../fhir-server/gather-administrations.ts';
import { gatherEvidence } from '../fhir-server/gather-evidence.ts';
import { writeBack } from '../fhir-server/write-back.ts';
import { type JudgedClaim, judgeGathered } from './judge-gathered.ts';
import type { Source } from './source.ts';

export interface Answering {
  now(): number;
  /** Name and version. */
  readonly program: string;
  readonly canonicalBase?: string | undefined;
}

export type HowToAnswer = Pick<Source, 'policy' | 'timeZone' | 'countsOwnAnswers' | 'writesTask'>;

/** Undefined for a claim of other therapies: nothing is fetched or written for it. Rejects with a FhirServerError when the server fails. */
export async function answerClaim(
  server: FhirServer,
  claim: Claim,
  version: ClaimVersion,
  how: HowToAnswer,
  { now, program, canonicalBase }: Answering,
): Promise<JudgedClaim | undefined> {
  if (!namesPerDiem(claim)) return undefined;
  // As of when it was written, so that whoever asks when gets the same answer (spec 1-days.md 0).
  const asOf = writtenAt(claim) ?? now();
  const { bundle, notes } = await gatherEvidence(server, claim, { asOf, parameters: widestOf(how.policy) });
  const evidence = withoutOwnAnswers(bundle, how, version.id, canonicalBase);
  const judged = judgeGathered(evidence, notes, version.id, how, { asOf, canonicalBase });
  await writeBack(server, {
    claim: version,
    response: judged.response,
    ...(judged.judgement === undefined ? {} : { judgement: judged.judgement }),
    earlier: earlierAnswer(bundle, version, canonicalBase),
    writesTask: how.writesTask,
    program,
    recorded: new Date(now()).toISOString(),
    canonicalBase,
  });
  return judged;
}

/** A policy may have other values on other dates: so far as any of them can reach. */
function widestOf(id: string | undefined): Widening {
  const { periods } = SHIPPED.find((policy) => policy.id === id) ?? BASELINE;
  const most = (name: keyof Widening): number => Math.max(...periods.map(({ parameters }) => parameters[name]));
  return {
    therapyPauseHours: most('therapyPauseHours'),
    maxSpanDays: most('maxSpanDays'),
    openInfusionDays: most('openInfusionDays'),
  };
}

/** Anywhere in its lines, so that none that the core would judge is passed over. */
const namesPerDiem = ({ item }: Claim): boolean => new RegExp(PER_DIEM_CODE, 'i').test(JSON.stringify(item) ?? '');

function writtenAt({ meta }: Claim): number | undefined {
  const instant = Date.parse(meta?.lastUpdated ?? '');
  return Number.isNaN(instant) ? undefined : instant;
}

/** Of a server without versions, what was written last, else the content, tells one version from another. */
export function versionOf(claim: Claim, id: string): ClaimVersion {
  const { versionId, lastUpdated } = claim.meta ?? {};
  if (versionId) return { id, version: versionId, hasHistory: true };
  const content = lastUpdated ?? JSON.stringify(claim);
  return { id, version: createHash('sha256').update(content).digest('hex').slice(0, 32), hasHistory: false };
}

/** What we said of this claim before is no evidence for it; of other claims it is, where we are the payer. */
function withoutOwnAnswers(bundle: Bundle, { countsOwnAnswers }: HowToAnswer, id: string, base: string | undefined): Bundle {
  const entry = (bundle.entry ?? []).filter(
    ({ resource }) =>
      resource?.resourceType !== 'ClaimResponse' || !(countsOwnAnswers ? isOwnAnswerTo(resource, id, base) : isOwnAnswer(resource, base)),
  );
  return { ...bundle, entry };
}

/** The latest of ours to another version of this claim. */
function earlierAnswer({ entry = [] }: Bundle, version: ClaimVersion, base: string | undefined): string | undefined {
  const { value } = answerIdentifier(version, base);
  const isEarlier = (response: ClaimResponse): boolean =>
    isOwnAnswerTo(response, version.id, base) && !response.identifier?.some((each) => each.value === value);
  const own = entry.flatMap(({ resource }) => (resource?.resourceType === 'ClaimResponse' && isEarlier(resource) ? [resource] : []));
  const latest = own.sort((a, b) => order(a).localeCompare(order(b))).at(-1);
  return latest?.id && `ClaimResponse/${latest.id}`;
}

const order = ({ meta, created }: ClaimResponse): string => meta?.lastUpdated ?? created;
