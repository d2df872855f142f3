/** Canonical URLs: ours, below one base that a deployment can set, and those of others that we write. */

/** Base of all that we define; a deployment serves its definitions below its own. */
export const CANONICAL_BASE = 'https://s9326.org/fhir';

/** Our extensions; the comment says where each stands. */
export type ExtensionName =
  | 'decision' // ClaimResponse: the decision of the claim, a code
  | 'rule-set' // ClaimResponse: version of the rules and code sets, a string
  | 'care-zone' // ClaimResponse: zone and source
  | 'policy' // ClaimResponse: id and dayCounting
  | 'day-ledger' // ClaimResponse, one a day: date, supported, reason, infusedMinutes, evidence
  | 'per-diem-unit' // ClaimResponse.item that bills S9326, one a unit: date, decision, rule, count (absent: 1)
  | 'earlier-answer' // ClaimResponse: the one to an earlier version of the claim, a Reference
  | 'line-decision'; // any other ClaimResponse.item: denied, pended, separately-payable or not-judged

/** URL of one of our extensions. */
export const extensionUrl = (name: ExtensionName, base: string = CANONICAL_BASE): string => `${trim(base)}/StructureDefinition/${name}`;

/** CodeSystem of our rule ids. */
export const rulesCodeSystem = (base: string = CANONICAL_BASE): string => `${trim(base)}/CodeSystem/rules`;

/** CodeSystem of our adjudication categories. Its one code, `pendreason`, is why units wait: no published system has a word for it. */
export const adjudicationCodeSystem = (base: string = CANONICAL_BASE): string => `${trim(base)}/CodeSystem/adjudication`;

/** CodeSystem of our tags. Its one code, `proposal`, marks a claim that was written for a biller to look at and that nobody has sent. */
export const tagCodeSystem = (base: string = CANONICAL_BASE): string => `${trim(base)}/CodeSystem/tag`;

/** CodeSystem of the reasons for which a card of ours may be passed over. */
export const overrideReasonCodeSystem = (base: string = CANONICAL_BASE): string => `${trim(base)}/CodeSystem/override-reason`;

function trim(base: string): string {
  return base.replace(/\/+$/, '');
}

/** HL7 adjudication categories: `submitted`, `eligible`. */
export const HL7_ADJUDICATION = 'http://terminology.hl7.org/CodeSystem/adjudication';

/**
 * CARIN Blue Button's kinds of adjudication that are no amount: `allowedunits`, and for CARC and RARC `adjustmentreason`, which is
 * since STU 2 (2.0.0) the name of what STU 1 called `denialreason`; `rejectreason` is for NCPDP.
 */
export const CARIN_DISCRIMINATOR = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudicationDiscriminator';

/** Da Vinci PDex's copy of it, which still says `denialreason` (2.0.0 to 2.2.0). */
export const PDEX_DISCRIMINATOR = 'http://hl7.org/fhir/us/davinci-pdex/CodeSystem/PDexAdjudicationDiscriminator';

/** Claim adjustment reason codes (CARIN BB Aliases.fsh). */
export const CARC = 'https://x12.org/codes/claim-adjustment-reason-codes';

/** Remittance advice remark codes (CARIN BB Aliases.fsh). */
export const RARC = 'https://x12.org/codes/remittance-advice-remark-codes';

/** Claim adjustment group codes: X12's page of the list, formed like the two above; CMS Blue Button (BFD, SystemUrls) writes it too. */
export const ADJUSTMENT_GROUP = 'https://x12.org/codes/claim-adjustment-group-codes';

/** HCPCS Level II, as HL7 Terminology and PAS spell it (http, not https). */
export const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';

/** HL7 issue types, for errors that no adjudication-error code names (it has two). */
export const ISSUE_TYPE = 'http://hl7.org/fhir/issue-type';

/** Says that a required element is not known. */
export const DATA_ABSENT_REASON = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';

/** Da Vinci PAS: the FHIRPath of an error. */
export const PAS_ERROR_PATH = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-errorPath';
