/** Who answered a claim, by which rules and from what, as a Provenance beside the ClaimResponse. */
import type { Provenance, ProvenanceEntity, Reference } from '@medplum/fhirtypes';
import type { Assessment } from '../assessment.ts';
import { CANONICAL_BASE, extensionUrl } from './canonical.ts';
import { isReference } from './copy.ts';

export interface ProvenanceOf {
  /** The ClaimResponse, as the server knows it. */
  readonly answer: string;
  /** The version of the Claim that was judged: `Claim/c1/_history/2`. */
  readonly claim: string;
  /** The answer to an earlier version of the claim. */
  readonly earlier?: string | undefined;
  /** Name and version of the program. */
  readonly program: string;
  readonly recorded: string;
}

/** Of a long record, the most that are named: the ledger in the answer has each day's. */
const MOST_SOURCES = 500;

/** The claim and its evidence are `source`, an earlier answer is `revision`. */
export function writeProvenance(
  { days, findings, ruleSet }: Assessment,
  { answer, claim, earlier, program, recorded }: ProvenanceOf,
  base: string = CANONICAL_BASE,
): Provenance {
  const evidence = [...new Set([...days, ...findings].flatMap((each) => each.evidence))].filter(isReference).sort();
  const entities = [entity('source', claim), ...evidence.slice(0, MOST_SOURCES).map((each) => entity('source', each))];
  return {
    resourceType: 'Provenance',
    extension: [{ url: extensionUrl('rule-set', base), valueString: ruleSet }],
    target: [{ reference: answer }],
    recorded,
    activity: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-DataOperation', code: 'CREATE' }] },
    agent: [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'assembler' }] },
        who: { display: `${program}, rule set ${ruleSet}` },
      },
    ],
    entity: earlier === undefined ? entities : [...entities, entity('revision', earlier)],
  };
}

const entity = (role: ProvenanceEntity['role'], reference: string): ProvenanceEntity => ({ role, what: { reference } as Reference });
