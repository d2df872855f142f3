/** FHIR MedicationAdministration → what was charted (`src/evidence/administration.ts`). */
import type { CodeableConcept, MedicationAdministration, MedicationAdministrationDosage } from '@medplum/fhirtypes';
import type { Administration } from '../evidence/administration.ts';
import { INFUSION_WORDS, isInfusionRoute, ROUTE_WORDS } from '../policy/code-sets.ts';
import { parseFhirTime } from '../time/fhir-time.ts';
import type { Zone } from '../time/zone.ts';
import { endBound, startBound } from './civil-times.ts';
import { isImplantedPump } from './read-device.ts';
import { type MedicationRead, type MedicationReader, textsOf } from './read-medication.ts';
import { mgPerHour, rateOf, runningTimeOf } from './read-rate.ts';
import { isStayClass } from './read-stays.ts';
import { type Entry, labelOf, type Resolver } from './record.ts';
import { isSnomed } from './systems.ts';
import { type WordTest, wordTest } from './words.ts';

type Effective = Pick<Administration, 'effective' | 'start' | 'end'>;

/** Every administration of the list, in order of its reference. */
export function readAdministrations(
  entries: readonly Entry<MedicationAdministration>[],
  resolver: Resolver,
  medications: MedicationReader,
  zone: Zone,
): Administration[] {
  const namesRoute = wordTest(ROUTE_WORDS);
  const namesInfusion = wordTest(INFUSION_WORDS);
  return entries.map((entry) => {
    const { resource } = entry;
    const { dosage } = resource;
    const medication = medications.read(resource.medicationCodeableConcept, resource.medicationReference, entry);
    const rate = rateOf(dosage);
    const time = effectiveOf(resource, zone);
    return {
      reference: labelOf(entry),
      status: resource.status ?? 'unknown',
      medication: medication.kind,
      medicationKey: medication.key,
      route: routeOf(dosage?.route, namesRoute),
      inHospital: isForInpatient(entry, resolver),
      effective: time.effective,
      start: time.start,
      end: time.end,
      medicationName: medication.texts[0],
      rate: rate?.value,
      rateUnit: rate?.name,
      mgPerHour: rate && mgPerHour(rate),
      ingredient: medication.ingredient,
      runningTime: rate && runningTimeOf(dosage, rate),
      byImplantedPump: resource.device?.some((device) => isImplantedPump(device, entry, resolver)) ?? false,
      namedAsInfusion: (resource.device?.length ?? 0) > 0 || textsAbout(dosage, medication).some(namesInfusion),
    };
  });
}

/** A route with a SNOMED code is judged by its code, another by its words. */
function routeOf(route: CodeableConcept | undefined, namesRoute: WordTest): Administration['route'] {
  if (!route) return 'not-stated';
  const codings = route.coding ?? [];
  const snomed = codings.filter(({ system, code }) => code !== undefined && isSnomed(system));
  if (snomed.length > 0) return snomed.some(({ code }) => isInfusionRoute(code?.trim() ?? '')) ? 'infusion' : 'other';
  const texts = textsOf(route);
  if (texts.length === 0 && !codings.some((coding) => coding.code !== undefined)) return 'not-stated';
  return texts.some(namesRoute) ? 'infusion' : 'other';
}

function isForInpatient(entry: Entry<MedicationAdministration>, resolver: Resolver): boolean {
  const { category, context } = entry.resource;
  if (category?.coding?.some((coding) => coding.code === 'inpatient')) return true;
  const encounter = context && resolver.resolve(context, entry)?.resource;
  return encounter?.resourceType === 'Encounter' && isStayClass(encounter);
}

const IMPRECISE = { start: undefined, end: undefined };

/** A date as a period's bound means the whole of that date; as a moment it is too imprecise. */
function effectiveOf(resource: MedicationAdministration, zone: Zone): Effective {
  const { effectiveDateTime, effectivePeriod: period } = resource;
  if (effectiveDateTime !== undefined) {
    const time = parseFhirTime(effectiveDateTime);
    return time?.precision === 'instant'
      ? { effective: 'reading', start: time.instant, end: undefined }
      : { effective: 'reading', ...IMPRECISE };
  }
  if (!period) return { effective: 'none', ...IMPRECISE };
  const start = startBound(period.start, zone);
  const end = endBound(period.end, zone);
  if (start === undefined || start === 'imprecise' || end === 'imprecise') return { effective: 'period', ...IMPRECISE };
  return { effective: 'period', start, end };
}

/** The texts in which "pump" or "drip" may stand: method, dosage, medication. */
function textsAbout(dosage: MedicationAdministrationDosage | undefined, medication: MedicationRead): readonly string[] {
  if (!dosage?.text && !dosage?.method) return medication.texts;
  return [...medication.texts, ...(dosage.text ? [dosage.text] : []), ...(dosage.method ? textsOf(dosage.method) : [])];
}
