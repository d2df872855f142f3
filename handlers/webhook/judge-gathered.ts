/** What was gathered for a claim → its judgement and ClaimResponse. Of evidence that cannot be read, a note is made; a claim that cannot is answered so. */
import type { Bundle, Claim, ClaimResponse } from '@medplum/fhirtypes';
import { writeAnswer } from '../../src/fhir/write-answer.ts';
import { writeClaimError } from '../../src/fhir/write-claim-error.ts';
import { adjudicate, type Issue, type Judgement, readRequest } from '../../src/index.ts';
import type { Source } from './source.ts';

export interface JudgedClaim {
  readonly response: ClaimResponse;
  /** Absent for a claim that could not be read. */
  readonly judgement?: Judgement;
}

interface Judging {
  readonly asOf: number;
  readonly canonicalBase?: string | undefined;
}

export function judgeGathered(
  bundle: Bundle,
  notes: readonly string[],
  claimId: string,
  { policy, timeZone }: Pick<Source, 'policy' | 'timeZone'>,
  { asOf, canonicalBase }: Judging,
): JudgedClaim {
  const isOwn = (resource: unknown): resource is Claim => Object(resource).resourceType === 'Claim' && Object(resource).id === claimId;
  const read = readRequest(bundle);
  if (!read.ok) {
    const { readable, left } = withoutUnreadable(bundle, read.issues, isOwn);
    if (left.length > 0) return judgeGathered(readable, [...notes, ...left], claimId, orAbsent(policy, timeZone), { asOf, canonicalBase });
    return { response: unreadable(bundle, read.issues, isOwn, { asOf, canonicalBase }) };
  }
  const [record] = read.request.records;
  if (!record) throw new Error('nothing to judge was gathered');
  const noted = { ...record, notes: [...record.notes, ...notes] };
  const judgements = adjudicate(noted, { asOf, policies: [], ...orAbsent(policy, timeZone) });
  const judgement = judgements.find(({ claim }) => isOwn(claim));
  if (!judgement) throw new Error('the claim was not judged');
  const answer = writeAnswer(noted, judgement, { canonicalBase });
  const response = answer.resourceType === 'Bundle' ? answer.entry?.[0]?.resource : answer;
  if (response?.resourceType !== 'ClaimResponse') throw new Error('the answer is no ClaimResponse');
  return { response, judgement };
}

const orAbsent = (policy: string | undefined, timeZone: string | undefined) => ({
  ...(policy === undefined ? {} : { policy }),
  ...(timeZone === undefined ? {} : { timeZone }),
});

/** One resource that cannot be read does not take the others with it, unless it is the claim. */
function withoutUnreadable({ entry = [], ...bundle }: Bundle, issues: readonly Issue[], isOwn: (resource: unknown) => boolean) {
  const faulty = new Set(issues.map(({ expression }) => Number(/^Bundle\.entry\[(\d+)\]/.exec(expression)?.[1] ?? -1)));
  const out = entry.filter(({ resource }, i) => faulty.has(i) && !isOwn(resource));
  const left = out.map(({ resource }) => `${nameOf(resource)} could not be read and was left out.`);
  return { readable: { ...bundle, entry: entry.filter((each) => !out.includes(each)) }, left };
}

const nameOf = (resource: { resourceType: string; id?: string } | undefined): string =>
  resource ? `${resource.resourceType}/${resource.id ?? '?'}` : 'An entry without a resource';

function unreadable(
  { entry = [] }: Bundle,
  issues: readonly Issue[],
  isOwn: (resource: unknown) => resource is Claim,
  { asOf, canonicalBase }: Judging,
) {
  const at = entry.findIndex(({ resource }) => isOwn(resource));
  const claim = entry[at]?.resource as Claim;
  const path = `Bundle.entry[${at}].resource`;
  const own = issues.map((issue) => ({ ...issue, expression: issue.expression.replace(path, 'Claim') }));
  const claimReference = { reference: `Claim/${claim.id}` };
  return writeClaimError({ claim, claimReference }, new Date(asOf).toISOString(), own, { canonicalBase });
}
