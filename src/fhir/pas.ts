/** Da Vinci PAS 2.2.1: its URLs, and X12 codes by number only, for their texts are X12's. */
import type { CodeableConcept, Extension } from '@medplum/fhirtypes';
import { HL7_ADJUDICATION } from './canonical.ts';

export const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';

/** URL of an extension of PAS: `itemTraceNumber`. */
export const pasUrl = (name: string): string => `${PAS}/extension-${name}`;

/** Today's name, and that of the first release. */
const CANCELLED: ReadonlySet<string | undefined> = new Set([`${PAS}/modifierextension-infoCancelled`, pasUrl('itemCancelled')]);
const REVIEW_ACTION_CODES = 'https://codesystem.x12.org/005010/306';

/** X12 901, why a request is rejected. */
export const REJECT_REASON_CODES = 'https://codesystem.x12.org/005010/901';

/** Certified in total; not certified; pended; modified (reference/fhir.md 1.3). */
export type ReviewCode = 'A1' | 'A3' | 'A4' | 'A6';

/** The one category of adjudication that PAS allows, whatever is said in it. */
export const SUBMITTED: CodeableConcept = { coding: [{ system: HL7_ADJUDICATION, code: 'submitted' }] };

/** The verdict, with the payer's number of the authorization where there is one. */
export function reviewAction(code: ReviewCode, number: string | undefined): Extension {
  const action = { url: pasUrl('reviewActionCode'), valueCodeableConcept: { coding: [{ system: REVIEW_ACTION_CODES, code }] } };
  return { url: pasUrl('reviewAction'), extension: number ? [{ url: 'number', valueString: number }, action] : [action] };
}

/** True for an item that an update takes back: PAS says so by a modifier, which nobody may overlook. */
export function isCancelled({ modifierExtension }: { readonly modifierExtension?: readonly Extension[] }): boolean {
  return modifierExtension?.some(({ url, valueBoolean }) => CANCELLED.has(url) && valueBoolean === true) ?? false;
}

const REQUEST = /^http:\/\/hl7\.org\/fhir\/us\/davinci-pas\/StructureDefinition\/profile-(claim|claim-update|pas-request-bundle)(\||$)/;
const INQUIRY = /^http:\/\/hl7\.org\/fhir\/us\/davinci-pas\/StructureDefinition\/profile-(claim-inquiry|pas-inquiry-request-bundle)(\||$)/;

/** What profiles say that a Claim or Bundle is. An inquiry asks what became of a request. */
export function pasKind(profiles: readonly string[]): 'request' | 'inquiry' | undefined {
  if (profiles.some((profile) => INQUIRY.test(profile))) return 'inquiry';
  return profiles.some((profile) => REQUEST.test(profile)) ? 'request' : undefined;
}
