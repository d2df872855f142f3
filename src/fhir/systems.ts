/** Code systems that we read, with every URI under which senders name them (reference: THO, CARIN Blue Button, Da Vinci PAS and CRD, Blue Button 2.0). */
const HCPCS = new Set([
  'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  'https://bluebutton.cms.gov/resources/codesystem/hcpcs',
  'urn:oid:2.16.840.1.113883.6.285',
]);
const CPT = new Set(['http://www.ama-assn.org/go/cpt', 'https://www.ama-assn.org/go/cpt', 'urn:oid:2.16.840.1.113883.6.12']);
const RXNORM = new Set(['http://www.nlm.nih.gov/research/umls/rxnorm', 'urn:oid:2.16.840.1.113883.6.88']);
const SNOMED = new Set(['http://snomed.info/sct', 'urn:oid:2.16.840.1.113883.6.96']);

/** A HCPCS URI, or no system at all: billers' systems often leave it out. */
export const isHcpcs = (system: string | undefined): boolean => system === undefined || HCPCS.has(system);
/** HCPCS level I is CPT: nursing visits come under either. */
export const isHcpcsOrCpt = (system: string | undefined): boolean => isHcpcs(system) || CPT.has(system ?? '');
export const isRxNorm = (system: string | undefined): boolean => RXNORM.has(system ?? '');
export const isSnomed = (system: string | undefined): boolean => SNOMED.has(system ?? '');

/** CMS place-of-service codes as PAS, Candid and HL7's example system name them; or no system. */
export const isPlaceOfService = (system: string | undefined): boolean =>
  system === undefined || /place-of-service|ex-serviceplace/i.test(system);

export const TIME_ZONE_EXTENSION = 'http://hl7.org/fhir/StructureDefinition/timezone';
