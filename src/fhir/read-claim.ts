/** FHIR Claim → the claim as the rules see it. */
import type { Claim, ClaimItem, CodeableConcept, Coding, Location, Period } from '@medplum/fhirtypes';
import type { ClaimFacts, ClaimLine, DateSpan } from '../claim.ts';
import type { Zone } from '../time/zone.ts';
import { dateOf } from './civil-times.ts';
import { isCancelled } from './pas.ts';
import { type Entry, labelOf, type Resolver } from './record.ts';
import { requestedDates } from './requested-dates.ts';
import { isHcpcs, isHcpcsOrCpt, isPlaceOfService } from './systems.ts';

export const PER_DIEM_CODE = 'S9326';
const NDC = 'http://hl7.org/fhir/sid/ndc';

/** What a line is billed by, on Claim and ExplanationOfBenefit alike. */
export type BilledItem = Pick<ClaimItem, 'productOrService' | 'servicedDate' | 'servicedPeriod' | 'quantity' | 'modifier'>;

export function readClaim(entry: Entry<Claim>, resolver: Resolver, zone: Zone): ClaimFacts {
  const claim = entry.resource;
  const facilityPlace = placeOfLocation(entry, claim.facility, resolver);
  return {
    reference: labelOf(entry),
    use: claim.use ?? 'claim',
    lines: (claim.item ?? [])
      .map((item) => {
        const place = placeOf(item, entry, resolver) ?? facilityPlace;
        return {
          ...readLine({ ...item, ...requestedDates(item, claim) }, claim.billablePeriod, zone),
          // Only an active claim bills anything, and of an update of a preauthorization what it does not take back.
          ...(claim.status !== 'active' && { isPerDiem: false }),
          ...(isCancelled(item) && { isPerDiem: false, isProcedureCode: false }),
          sequence: item.sequence ?? 0,
          ...(place !== undefined && { place }),
          diagnosisSequences: item.diagnosisSequence ?? [],
          namesDrug: namesDrug(item),
        };
      })
      .sort((a, b) => a.sequence - b.sequence),
    diagnosisCount: claim.diagnosis?.length ?? 0,
    diagnosisSequences: new Set((claim.diagnosis ?? []).flatMap((diagnosis) => diagnosis.sequence ?? [])),
    isHomeHealthBill: billTypes(claim).some((code) => /^0?3\d{1,2}$/.test(code)),
    hasFocalInsurance: focalInsurance(claim) !== undefined,
    authorizationNumbers: focalInsurance(claim)?.preAuthRef ?? [],
  };
}

/** The insurance that is asked to pay: of several marked focal, the first by sequence. */
export function focalInsurance(claim: Claim): NonNullable<Claim['insurance']>[number] | undefined {
  const focal = (claim.insurance ?? []).filter((insurance) => insurance.focal === true);
  return focal.sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))[0];
}

/** Code, modifiers, dates and units of one line. */
export function readLine(
  item: BilledItem,
  billablePeriod: Period | undefined,
  zone: Zone,
): Omit<ClaimLine, 'sequence' | 'place' | 'diagnosisSequences' | 'namesDrug'> {
  const codings = (item.productOrService?.coding ?? []).filter((coding) => (coding.code ?? '').trim() !== '');
  const perDiem = codings.find(isPerDiemCoding);
  const coding = perDiem ?? codings.find(({ system }) => isHcpcsOrCpt(system)) ?? codings[0];
  const isProcedureCode = coding !== undefined && isHcpcsOrCpt(coding.system);
  const span = spanOf(item, billablePeriod, zone);
  return {
    ...(coding?.code !== undefined && { code: isProcedureCode ? normalCode(coding.code) : coding.code.trim() }),
    isProcedureCode,
    isPerDiem: perDiem !== undefined,
    modifiers: new Set(
      (item.modifier ?? []).flatMap((modifier) => (modifier.coding ?? []).flatMap(({ code }) => (code ? [normalCode(code)] : []))),
    ),
    ...(span && { span }),
    quantity: item.quantity?.value ?? 1,
  };
}

const normalCode = (code: string): string => code.trim().toUpperCase();
export const isPerDiemCoding = ({ system, code }: Coding): boolean => isHcpcs(system) && normalCode(code ?? '') === PER_DIEM_CODE;

/** An NDC beside the code or in the detail, or words for what the code leaves open. */
function namesDrug({ productOrService, detail = [] }: ClaimItem): boolean {
  const concepts = [productOrService, ...detail.map((each) => each.productOrService)];
  const hasNdc = concepts.some((concept) => concept?.coding?.some(({ system, code }) => system === NDC && code !== undefined));
  return hasNdc || concepts.some((concept) => (concept?.text ?? '').trim() !== '');
}

/** The first date field that is present decides, also when it is of no use (rule service-dates-stated). */
function spanOf(item: BilledItem, billablePeriod: Period | undefined, zone: Zone): DateSpan | undefined {
  if (item.servicedDate !== undefined) {
    const date = dateOf(item.servicedDate, zone);
    return date === undefined ? undefined : { first: date, last: date };
  }
  const period = item.servicedPeriod ?? billablePeriod;
  const first = dateOf(period?.start, zone);
  const last = dateOf(period?.end, zone);
  return first === undefined || last === undefined || last < first ? undefined : { first, last };
}

function placeOf(item: ClaimItem, entry: Entry<Claim>, resolver: Resolver): string | undefined {
  return (
    placeCode(item.locationCodeableConcept ? [item.locationCodeableConcept] : []) ??
    placeOfLocation(entry, item.locationReference, resolver)
  );
}

function placeOfLocation(entry: Entry<Claim>, reference: Claim['facility'], resolver: Resolver): string | undefined {
  const location = reference && resolver.resolve(reference, entry)?.resource;
  return location?.resourceType === 'Location' ? placeCode((location as Location).type ?? []) : undefined;
}

/** A CMS place of service, as two digits; v3-RoleCode PTRES is the patient's residence. */
function placeCode(concepts: readonly CodeableConcept[]): string | undefined {
  const codings = concepts.flatMap((concept) => concept.coding ?? []);
  const place = codings.find(({ system, code }) => isPlaceOfService(system) && /^\d{1,2}$/.test(code?.trim() ?? ''))?.code;
  if (place !== undefined) return place.trim().padStart(2, '0');
  return codings.some(({ code }) => code === 'PTRES') ? '12' : undefined;
}

/** NUBC type of bill: Claim.subType, or CARIN's supportingInfo of category typeofbill. */
function billTypes(claim: Claim): string[] {
  const subType = (claim.subType?.coding ?? []).filter(({ system }) => /type-?of-?bill/i.test(system ?? ''));
  const info = (claim.supportingInfo ?? []).filter((item) => item.category?.coding?.some(({ code }) => code === 'typeofbill'));
  return [...subType, ...info.flatMap((item) => item.code?.coding ?? [])].flatMap(({ code }) => code ?? []);
}
