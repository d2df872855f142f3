/** MedicationRequests as the rules about orders and alternatives see them (2-rules.md 35, 37, 39). */
import type { CodeableConcept, Dosage, MedicationRequest } from '@medplum/fhirtypes';
import type { Order } from '../documentation.ts';
import { isMouthOrSkinRoute, MOUTH_OR_SKIN_WORDS, OTHER_ANALGESIC_NAMES } from '../policy/documentation-words.ts';
import type { Zone } from '../time/zone.ts';
import { dateOf } from './civil-times.ts';
import { type MedicationReader, textsOf } from './read-medication.ts';
import { type Entry, labelOf } from './record.ts';
import { isSnomed } from './systems.ts';
import { wordTest } from './words.ts';

const IN_FORCE: ReadonlySet<string> = new Set(['active', 'completed', 'stopped']);
/** A proposal or a plan is no order yet. */
const NOT_ORDERED: ReadonlySet<string> = new Set(['proposal', 'plan', 'option']);

export function readOrders(entries: readonly Entry<MedicationRequest>[], medications: MedicationReader, zone: Zone): Order[] {
  const namesAnalgesic = wordTest(OTHER_ANALGESIC_NAMES);
  const saysMouthOrSkin = wordTest(MOUTH_OR_SKIN_WORDS);
  return entries.flatMap((entry) => {
    const { resource } = entry;
    const { status, intent, dosageInstruction = [], statusReason, requester } = resource;
    if (NOT_ORDERED.has(intent ?? '') || status === 'entered-in-error') return [];
    const medication = medications.read(resource.medicationCodeableConcept, resource.medicationReference, entry);
    const routes = dosageInstruction.flatMap((dosage) => dosage.route ?? []);
    const texts = [...medication.texts, ...dosageInstruction.flatMap(({ text }) => text ?? []), ...routes.flatMap(textsOf)];
    const isByMouthOrSkin = routes.some(hasMouthOrSkinCode) || texts.some(saysMouthOrSkin);
    const written = dateOf(resource.authoredOn, zone);
    return [
      {
        reference: labelOf(entry),
        ...(written !== undefined && { written }),
        isForInfusion: medication.kind === 'analgesic' && !isByMouthOrSkin,
        isOtherAnalgesic: isByMouthOrSkin && medication.texts.some(namesAnalgesic),
        isInForce: IN_FORCE.has(status ?? ''),
        isStoppedOrReasoned: status === 'stopped' || statusReason !== undefined,
        hasDose: dosageInstruction.some(statesDose),
        hasRate: dosageInstruction.some(statesRate),
        hasRequester: requester !== undefined,
      },
    ];
  });
}

const hasMouthOrSkinCode = (route: CodeableConcept): boolean =>
  route.coding?.some(({ system, code }) => isSnomed(system) && code !== undefined && isMouthOrSkinRoute(code.trim())) ?? false;

/** Structured, or written with a number and a unit of mass or volume; an infusion's rate is its dose over time and states both. */
const statesDose = (dosage: Dosage): boolean =>
  (dosage.doseAndRate ?? []).some((each) => each.doseQuantity ?? each.doseRange) ||
  statesRate(dosage) ||
  /\d\s*(mg|mcg|ug|µg|g|ml|units?)\b/i.test(dosage.text ?? '');

const statesRate = (dosage: Dosage): boolean =>
  (dosage.doseAndRate ?? []).some((each) => each.rateQuantity ?? each.rateRatio ?? each.rateRange) ||
  /\d\s*(mg|mcg|ug|µg|g|ml|units?)\s*(\/|per)\s*(h|hr|hour|min|d|day)\b/i.test(dosage.text ?? '');
