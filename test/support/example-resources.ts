/** Pieces of FHIR that every part of an example's Bundle is made of. */
import type { Json } from './example-kinds.ts';
import { fhirPeriod } from './example-time.ts';

export type Word = string | number;

export const BASE = 'https://example.org/fhir';
export const PLACES = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set';
const HL7 = 'http://terminology.hl7.org/CodeSystem';
const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
const CPT = 'http://www.ama-assn.org/go/cpt';
const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const NDC = 'http://hl7.org/fhir/sid/ndc';
const TIME_ZONE = 'http://hl7.org/fhir/StructureDefinition/timezone';

/** The SNOMED CT codes of the routes that examples name; another route is written as its text. */
const ROUTES: Readonly<Record<string, string>> = {
  subcutaneous: '34206005',
  intravenous: '47625008',
  epidural: '404820008',
  intrathecal: '72607000',
  oral: '26643006',
  intramuscular: '78421000',
};

export const reference = (text: string): Json => ({ reference: text });
export const concept = (system: string, code: Word): Json => ({ coding: [{ system, code: String(code) }] });
export const hl7 = (system: string, code: Word): Json => concept(`${HL7}/${system}`, code);
export const hl7Coding = (system: string, code: Word): Json => ({ system: `${HL7}/${system}`, code: String(code) });
export const text = (words: Word): Json => ({ text: String(words) });

/** Without the members that are undefined. */
export function stated(members: Json): Json {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** `S9326` → HCPCS, five digits → CPT; another system by its address; `none` for a code without system. */
export function procedure(code: Word, system: Word | undefined, description: Word | undefined): Json {
  const own = /^\d{5}$/.test(String(code)) ? CPT : HCPCS;
  const coding = stated({ system: system === 'none' ? undefined : (system ?? own), code: String(code) });
  return stated({ coding: [coding], text: description });
}

/** `J1171 hydromorphone`, `rxnorm 3423`, `ndc 00409-1134-03` or words alone. */
export function drug(words: Word): Json {
  const [first = '', ...rest] = String(words).split(' ');
  if (/^[A-Z]\d{4}$/.test(first))
    return stated({ coding: [{ system: HCPCS, code: first }], text: rest.length > 0 ? rest.join(' ') : undefined });
  const system = { rxnorm: RXNORM, ndc: NDC }[first];
  if (system === undefined) return text(words);
  return stated({ coding: [{ system, code: rest[0] }], text: rest.length > 1 ? rest.slice(1).join(' ') : undefined });
}

/** One drug is a concept; a mixture is a Medication of its own with its ingredients, which joins the resources. */
export function medication(drugs: Word | readonly Word[], id: string, others: Json[]): Json {
  if (typeof drugs !== 'object') return { medicationCodeableConcept: drug(drugs) };
  const ingredient = drugs.map((each) => ({ itemCodeableConcept: drug(each) }));
  others.push({ resourceType: 'Medication', id: `mixture-of-${id}`, ingredient });
  return { medicationReference: reference(`Medication/mixture-of-${id}`) };
}

/** `0.5 mg/h`, `100 mL`. */
export function quantity(words: Word): Json {
  const [, value, unit] = /^(-?[\d.]+)\s*(.*)$/.exec(String(words)) ?? [];
  if (value === undefined) throw new Error(`"${words}" must be a number and its unit`);
  return stated({ value: Number(value), unit: unit === '' ? undefined : unit });
}

export function route(words: Word): Json {
  const code = ROUTES[String(words)];
  return code === undefined ? text(words) : concept('http://snomed.info/sct', code);
}

export const period = (words: Word, zone: string | undefined): Json => ({ ...fhirPeriod(String(words), zone) });
export const timeZone = (zone: Word | undefined): Json[] | undefined =>
  zone === undefined ? undefined : [{ url: TIME_ZONE, valueCode: zone }];
export const home = (state: Word | undefined): Json | undefined =>
  state === undefined ? undefined : { use: 'home', state, country: 'US' };

/** `sopt 5`, `x12 MB`, or words. */
export function payerType(words: Word): Json {
  const [system = '', code] = String(words).split(' ');
  if (system === 'sopt' && code !== undefined) return concept('https://nahdo.org/sopt', code);
  if (system === 'x12' && code !== undefined) return concept('https://codesystem.x12.org/005010/1032', code);
  return text(words);
}
