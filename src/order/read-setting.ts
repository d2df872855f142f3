/** Where an order has the infusion run. */
import type { CodeableConcept, Encounter, Location } from '@medplum/fhirtypes';
import { textsOf } from '../fhir/read-medication.ts';
import type { Entry, Resolver } from '../fhir/record.ts';
import { isPlaceOfService } from '../fhir/systems.ts';
import { placeName } from '../policy/code-sets.ts';
import type { OrderTexts } from './order-texts.ts';
import type { OrderResource, Setting } from './therapy.ts';

const HOME: Setting = { isHome: true };
const SAYS_HOME = /\bhome\b(?![\s-]*(?:med|medication)s?\b)/i;
const NURSING_HOME = /\bnursing home\b|\bskilled nursing\b/i;

/** HL7 v3 ServiceDeliveryLocationRoleType: the patient's residence, and places of which none is a home. */
const RESIDENCE = 'PTRES';
const PLACES: Readonly<Record<string, string>> = {
  HOSP: 'a hospital',
  GACH: 'a hospital',
  HU: 'a hospital unit',
  ICU: 'an intensive care unit',
  ER: 'an emergency department',
  RH: 'a rehabilitation hospital',
  PHU: 'a psychiatric hospital unit',
  NCCF: 'a nursing facility',
  SNF: 'a skilled nursing facility',
};
/** HL7 medicationrequest-category: taken at home, or begun on release from a facility. */
const HOME_CATEGORIES: ReadonlySet<string> = new Set(['community', 'discharge']);
const INPATIENT_CATEGORY: ReadonlySet<string> = new Set(['inpatient']);
/** HL7 v3 ActCode: encounters of a patient who lies in a hospital. */
const INPATIENT: ReadonlySet<string> = new Set(['IMP', 'ACUTE', 'NONAC', 'EMER', 'OBSENC', 'SS', 'PRENC']);

/** What a place says goes before what a category or a word says. `isHomeCode`: the order carries a home infusion code. */
export function readSetting(
  entry: Entry<OrderResource>,
  { texts, reasons }: OrderTexts,
  isHomeCode: boolean,
  resolver: Resolver,
  homes: readonly string[],
): Setting | undefined {
  const place = placeOf(entry, resolver, homes);
  if (place) return place;
  const { resource } = entry;
  const isCategory = resource.resourceType === 'MedicationRequest' && hasCategory(resource.category, HOME_CATEGORIES);
  if (isCategory || isHomeCode || encounterClass(entry, resolver) === 'HH') return HOME;
  return [...texts, ...reasons].some((text) => SAYS_HOME.test(text) && !NURSING_HOME.test(text)) ? HOME : undefined;
}

/** An order of a hospital for its own patient: by its category, else by its encounter unless it says home. */
export function isInpatientOrder(
  entry: Entry<OrderResource>,
  resolver: Resolver,
  encounters: readonly Encounter[],
  setting: Setting | undefined,
): boolean {
  const { resource } = entry;
  if (resource.resourceType === 'MedicationRequest' && hasCategory(resource.category, INPATIENT_CATEGORY)) return true;
  if (setting) return false;
  const own = encounterClass(entry, resolver);
  if (own !== undefined) return INPATIENT.has(own);
  // An order without an encounter was written in the one that the hook was called for, when that is the only one at hand.
  const [only, ...others] = encounters.filter(({ status }) => status === 'in-progress');
  return others.length === 0 && resource.encounter === undefined && INPATIENT.has(only?.class?.code ?? '');
}

function encounterClass(entry: Entry<OrderResource>, resolver: Resolver): string | undefined {
  const found = resolver.resolve(entry.resource.encounter, entry)?.resource;
  return found?.resourceType === 'Encounter' ? found.class?.code : undefined;
}

function placeOf(entry: Entry<OrderResource>, resolver: Resolver, homes: readonly string[]): Setting | undefined {
  const { resource } = entry;
  if (resource.resourceType !== 'ServiceRequest') return undefined;
  const locations = (resource.locationReference ?? []).flatMap((reference) => {
    const found = resolver.resolve(reference, entry)?.resource;
    return found?.resourceType === 'Location' ? [found] : [];
  });
  const settings = [
    ...(resource.locationCode ?? []).flatMap((concept) => settingOfConcept(concept, homes) ?? []),
    ...locations.flatMap((location) => settingOfLocation(location, homes) ?? []),
  ];
  return settings.find(({ isHome }) => !isHome) ?? settings[0];
}

function settingOfLocation({ type = [], physicalType }: Location, homes: readonly string[]): Setting | undefined {
  if (physicalType?.coding?.some(({ code }) => code === 'ho')) return HOME;
  return type.flatMap((concept) => settingOfConcept(concept, homes) ?? [])[0];
}

function settingOfConcept(concept: CodeableConcept, homes: readonly string[]): Setting | undefined {
  for (const { system, code = '' } of concept.coding ?? []) {
    if (code === RESIDENCE) return HOME;
    if (Object.hasOwn(PLACES, code)) return { isHome: false, place: PLACES[code] ?? code };
    const name = isPlaceOfService(system) ? placeName(code) : undefined;
    if (name !== undefined) return homes.includes(code) ? HOME : { isHome: false, place: `place of service ${code}, ${name}` };
  }
  return textsOf(concept).some((text) => SAYS_HOME.test(text) && !NURSING_HOME.test(text)) ? HOME : undefined;
}

const hasCategory = (category: readonly CodeableConcept[] | undefined, codes: ReadonlySet<string>): boolean =>
  category?.some(({ coding }) => coding?.some(({ code }) => codes.has(code ?? ''))) ?? false;
