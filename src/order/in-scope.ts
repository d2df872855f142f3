/** Which orders are for a pain infusion at home, each read as a case. */
import type { Encounter, MedicationRequest } from '@medplum/fhirtypes';
import type { MedicationRead, MedicationReader } from '../fhir/read-medication.ts';
import { readOrders as readMedicationOrders } from '../fhir/read-orders.ts';
import { type Entry, labelOf, type Resolver } from '../fhir/record.ts';
import { isSnomed } from '../fhir/systems.ts';
import { wordTest } from '../fhir/words.ts';
import { IMPLANTED_PUMP_CODES, INFUSION_WORDS, isInfusionRoute, PAIN_DRUG_NAMES, ROUTE_WORDS } from '../policy/code-sets.ts';
import { isPainDiagnosis } from '../policy/documentation-words.ts';
import { ingredientsNamed } from '../policy/ingredients.ts';
import type { Parameters } from '../policy/parameters.ts';
import type { Zone } from '../time/zone.ts';
import { type OrderTexts, orderTexts } from './order-texts.ts';
import { readDelivery } from './read-delivery.ts';
import { isInpatientOrder, readSetting } from './read-setting.ts';
import type { OrderCase, OrderResource } from './therapy.ts';

export interface OrderReading {
  readonly resolver: Resolver;
  readonly zone: Zone;
  readonly medications: MedicationReader;
  readonly encounters: readonly Encounter[];
}

/** S9325 is the pain infusion of which nobody says how it runs; it may not stand beside the other three. */
const PAIN_CODES: ReadonlySet<string> = new Set(['S9325', 'S9326', 'S9327', 'S9328']);
/** HCPCS of pumps that infuse: ambulatory and parenteral ones, elastomeric ones, and implanted ones. */
const PUMP_CODES: ReadonlySet<string> = new Set(['E0779', 'E0780', 'E0781', 'E0791', 'A4305', 'A4306', ...IMPLANTED_PUMP_CODES]);
const OTHER_PUMP = /\b(?:insulin|enteral|feeding|breast)\b/i;
const PAIN = /\bpain\b|\banalges/i;
const HOME = /\bhome\b/i;

interface Read {
  readonly entry: Entry<OrderResource>;
  readonly texts: OrderTexts;
  readonly medication?: MedicationRead;
  readonly code?: NonNullable<OrderCase['code']>;
}

/** In the order in which they came. What one order leaves open (a pump, but for what?) another one of the same request says. */
export function casesInScope(entries: readonly Entry<OrderResource>[], reading: OrderReading, parameters: Parameters): OrderCase[] {
  const read = entries.map((entry) => readOne(entry, reading));
  const own = new Set(read.filter((each) => isPainInfusion(each, reading, false)));
  const all = own.size === 0 ? [] : read.filter((each) => own.has(each) || isPainInfusion(each, reading, true));
  return all.flatMap((each) => caseOf(each, reading, parameters) ?? []);
}

function readOne(entry: Entry<OrderResource>, { medications, resolver }: OrderReading): Read {
  const { resource } = entry;
  const medication =
    resource.resourceType === 'MedicationRequest'
      ? medications.read(resource.medicationCodeableConcept, resource.medicationReference, entry)
      : undefined;
  const texts = orderTexts(entry, resolver, medication?.texts ?? []);
  const code = texts.codes.find((each) => PAIN_CODES.has(each)) as Read['code'];
  return { entry, texts, ...(medication && { medication }), ...(code && { code }) };
}

/** By code; for a drug, a pump or words beside another order of the therapy (`isBeside`) less is asked. */
function isPainInfusion({ entry, texts, code }: Read, reading: OrderReading, isBeside: boolean): boolean {
  if (code !== undefined) return true;
  const saysInfusion = texts.texts.some(wordTest(INFUSION_WORDS));
  const isPain = namesPain(texts);
  switch (entry.resource.resourceType) {
    case 'MedicationRequest': {
      const [order] = readMedicationOrders([entry as Entry<MedicationRequest>], reading.medications, reading.zone);
      return order?.isForInfusion === true && (order.hasRate || saysInfusion || (isBeside && hasInfusionRoute(entry.resource, texts)));
    }
    case 'ServiceRequest':
      return saysInfusion && isPain && (isBeside || isAtHome(entry, texts, reading));
    case 'DeviceRequest': {
      const isPump =
        texts.codes.some((each) => PUMP_CODES.has(each)) || (saysInfusion && texts.texts.some((text) => /\bpump\b/i.test(text)));
      return isPump && !texts.texts.some((text) => OTHER_PUMP.test(text)) && (isBeside || isPain);
    }
  }
}

const namesPain = ({ texts, reasons, reasonCodes }: OrderTexts): boolean =>
  [...texts, ...reasons].some((text) => PAIN.test(text)) || texts.some(wordTest(PAIN_DRUG_NAMES)) || reasonCodes.some(isPainDiagnosis);

const isAtHome = (entry: Entry<OrderResource>, texts: OrderTexts, { resolver }: OrderReading): boolean =>
  texts.texts.some((text) => HOME.test(text)) || readSetting(entry, texts, false, resolver, ['12'])?.isHome === true;

const hasInfusionRoute = ({ dosageInstruction = [] }: MedicationRequest, { texts }: OrderTexts): boolean =>
  texts.some(wordTest(ROUTE_WORDS)) ||
  dosageInstruction.some(({ route }) =>
    route?.coding?.some(({ system, code }) => isSnomed(system) && isInfusionRoute(code?.trim() ?? '') === true),
  );

/** Undefined for a hospital's order for its own patient. */
function caseOf(read: Read, reading: OrderReading, parameters: Parameters): OrderCase | undefined {
  const { entry, texts, medication, code } = read;
  const { resource } = entry;
  const setting = readSetting(entry, texts, code !== undefined, reading.resolver, parameters.placesOfService);
  if (isInpatientOrder(entry, reading.resolver, reading.encounters, setting)) return undefined;
  const delivery = readDelivery(resource, texts, parameters.continuousHours);
  const drug = medication?.ingredient ?? texts.texts.flatMap(ingredientsNamed)[0];
  return {
    reference: labelOf(entry),
    resource,
    name: nameOf(resource, drug),
    ...(code && { code }),
    ...(delivery && { delivery }),
    ...(setting && { setting }),
    namesDrug: resource.resourceType === 'MedicationRequest',
    missing: resource.resourceType === 'MedicationRequest' ? missingFrom(entry as Entry<MedicationRequest>, reading, delivery) : [],
  };
}

/** A drug that is given at times has doses and no rate. */
function missingFrom(
  entry: Entry<MedicationRequest>,
  { medications, zone }: OrderReading,
  delivery: OrderCase['delivery'],
): OrderCase['missing'] {
  const [order] = readMedicationOrders([entry], medications, zone);
  const dose = order?.hasDose ? [] : (['dose'] as const);
  return order?.hasRate || delivery?.kind === 'intermittent' ? dose : [...dose, 'rate'];
}

function nameOf(resource: OrderResource, drug: string | undefined): string {
  if (resource.resourceType === 'DeviceRequest') return drug === undefined ? 'infusion pump' : `pump for ${drug}`;
  return drug === undefined ? 'pain infusion' : `${drug} infusion`;
}
