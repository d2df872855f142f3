import type { Claim, ClaimResponseInsurance, Coverage, Extension, Reference } from '@medplum/fhirtypes';
import { DATA_ABSENT_REASON } from './canonical.ts';
import { type AnyReference, copyIdentifier, copyReference } from './copy.ts';
import { focalInsurance } from './read-claim.ts';
import { stated } from './stated.ts';

/** What the parties of an answer are taken from; also at hand for a claim that could not be judged. */
export interface Asked {
  readonly claim: Claim;
  readonly claimReference: Reference;
  readonly coverage?: Coverage | undefined;
}

type PartyReference = AnyReference | { extension: Extension[] };

/** Stands for a required element that the claim leaves out. */
export const absent = (): { extension: Extension[] } => ({ extension: [{ url: DATA_ABSENT_REASON, valueCode: 'unknown' }] });

/** The patient's reference, never the display; the identifier only where it is the one link. */
export function writePatient(claim: Claim): PartyReference {
  const { reference, identifier } = copyReference(claim.patient, ['Patient']) ?? {};
  if (reference) return { reference };
  return identifier ? { identifier } : absent();
}

/** Who may be one in R4; a reference to anybody else is left out. */
const INSURER = ['Organization'] as const;

/** The claim's insurer, else the Coverage's payor, else the name at hand, else that it is not known (ClaimResponse.insurer is 1..1). */
export function writeInsurer({ claim, coverage }: Asked): PartyReference {
  const display = focalInsurance(claim)?.coverage?.display;
  return copyReference(claim.insurer, INSURER) ?? payor(claim, coverage) ?? (display ? { display } : absent());
}

/** The claim's provider. */
export function writeRequestor({ provider }: Claim): AnyReference | undefined {
  return copyReference(provider, ['Practitioner', 'PractitionerRole', 'Organization']);
}

/** The claim as the reference says, else by its own identifier. */
export function writeRequest({ claim, claimReference }: Asked): AnyReference | undefined {
  const { reference, identifier } = copyReference(claimReference, ['Claim']) ?? {};
  if (reference) return { reference };
  const known = identifier ?? copyIdentifier(claim.identifier?.[0]);
  return known && { type: 'Claim', identifier: known };
}

/** Every insurance of the claim, without the subscriber's own numbers. */
export function writeInsurance(claim: Claim): ClaimResponseInsurance[] {
  return (claim.insurance ?? []).map(({ sequence, focal, coverage, businessArrangement, claimResponse }, i) =>
    stated({
      // Both are 1..1: a claim that lacks them is judged, too.
      sequence: sequence ?? i + 1,
      focal: focal ?? false,
      coverage: copyReference(coverage, ['Coverage']) ?? absent(),
      businessArrangement,
      claimResponse: copyReference(claimResponse, ['ClaimResponse']),
    }),
  );
}

/** The first authorization number of the focal insurance: a ClaimResponse has room for one. */
export function writePreAuthRef(claim: Claim): string | undefined {
  return focalInsurance(claim)?.preAuthRef?.find((number) => /\S/.test(number));
}

/** The first payor that is an organization: someone who pays for himself is no insurer, and his name is not repeated. */
function payor(claim: Claim, coverage: Coverage | undefined): AnyReference | undefined {
  const persons = [claim.patient, coverage?.beneficiary, coverage?.subscriber, coverage?.policyHolder].map((each) => each?.reference);
  for (const each of coverage?.payor ?? []) {
    const person = isPerson(each) || (each.reference !== undefined && persons.includes(each.reference));
    const copy = person ? undefined : copyReference(each, INSURER);
    if (copy) return copy;
    const contained = person ? undefined : containedName(coverage, each.reference);
    if (contained) return { display: contained };
  }
  return undefined;
}

function isPerson({ reference, type }: AnyReference): boolean {
  return type === 'Patient' || type === 'RelatedPerson' || /(^|\/)(Patient|RelatedPerson)\//.test(reference ?? '');
}

function containedName(coverage: Coverage | undefined, reference: string | undefined): string | undefined {
  const found = coverage?.contained?.find(({ id }) => id !== undefined && reference === `#${id}`);
  return found?.resourceType === 'Organization' ? found.name : undefined;
}
