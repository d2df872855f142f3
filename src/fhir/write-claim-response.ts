import type { ClaimResponse } from '@medplum/fhirtypes';
import type { Assessment, Decision } from '../assessment.ts';
import type { Judgement } from '../judgement.ts';
import { CANONICAL_BASE } from './canonical.ts';
import { copyConcept } from './copy.ts';
import { stated } from './stated.ts';
import { writeAddItems } from './write-add-item.ts';
import { writeAdjudication } from './write-adjudication.ts';
import { writeClaimLedger } from './write-ledger.ts';
import { writeNotes } from './write-notes.ts';
import {
  type Asked,
  absent,
  writeInsurance,
  writeInsurer,
  writePatient,
  writePreAuthRef,
  writeRequest,
  writeRequestor,
} from './write-parties.ts';

export interface WriteOptions {
  /** Base of our canonical URLs; absent, the constant. */
  readonly canonicalBase?: string | undefined;
  readonly id?: string | undefined;
  /** The payer's number for what a preauthorization is granted; none is made up. */
  readonly authorizationNumber?: string | undefined;
}

/** The judgement as a ClaimResponse (3-interfaces.md): `complete`, whatever was decided. Only a preauthorization has an `addItem`. */
export function writeClaimResponse(judgement: Judgement, options: WriteOptions = {}): ClaimResponse {
  const { assessment } = judgement;
  const base = options.canonicalBase ?? CANONICAL_BASE;
  const { item, total } = writeAdjudication(judgement, base);
  return stated({
    ...writeHead(judgement, assessment.asOf, options),
    extension: writeClaimLedger(assessment, base),
    outcome: 'complete' as const,
    disposition: writeDisposition(assessment),
    preAuthRef: writePreAuthRef(judgement.claim),
    item,
    addItem: writeAddItems(judgement),
    total,
    processNote: writeNotes(assessment),
    insurance: writeInsurance(judgement.claim),
  });
}

/** What every answer to a claim repeats of it. */
export function writeHead(asked: Asked, created: string, { id }: WriteOptions) {
  const { claim } = asked;
  const { subType, use } = claim;
  const type = copyConcept(claim.type);
  return stated({
    resourceType: 'ClaimResponse' as const,
    id,
    status: 'active' as const,
    type: Object.keys(type).length > 0 ? type : absent(),
    subType: subType && copyConcept(subType),
    // A claim that could not be read may lack its use, which has a required binding and so no word for not known.
    use: use ?? ('claim' as const),
    patient: writePatient(claim),
    created,
    insurer: writeInsurer(asked),
    requestor: writeRequestor(claim),
    request: writeRequest(asked),
  });
}

const WORDS: Readonly<Record<Decision, string>> = {
  approved: 'Approved',
  reduced: 'Reduced',
  denied: 'Denied',
  pended: 'Pended',
  'not-applicable': 'Not applicable',
};

/** One sentence with the units: `Reduced: 6 of 9 units of S9326 allowed, 3 denied.` */
export function writeDisposition({ decision, units }: Assessment): string {
  if (decision === 'not-applicable') return 'Not applicable: no units of S9326 were judged.';
  const { submitted, allowed, denied, pended } = units;
  const rest = [...(denied > 0 ? [`${denied} denied`] : []), ...(pended > 0 ? [`${pended} pended`] : [])];
  return `${WORDS[decision]}: ${[`${allowed} of ${submitted} ${submitted === 1 ? 'unit' : 'units'} of S9326 allowed`, ...rest].join(', ')}.`;
}
