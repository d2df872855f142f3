/** Dispenses and deliveries of analgesics (1-days.md 4, `unclear`): they do not show an infusion, but make one likely. */
import type { MedicationDispense, SupplyDelivery } from '@medplum/fhirtypes';
import type { InfusionRecord } from '../evidence/derive-days.ts';
import { dateAfter, type Zone } from '../time/zone.ts';
import { dateOf } from './civil-times.ts';
import type { MedicationReader } from './read-medication.ts';
import { type Entry, labelOf } from './record.ts';

/** Ten years: a supply for longer is a slip of the pen, and dates end somewhere. */
const MOST_DAYS = 3660;

type Supply = InfusionRecord['supplied'][number];

/** The dates of a completed dispense: as many as the days' supply (1 when not stated), from the day it was handed over. */
export function readDispenses(entries: readonly Entry<MedicationDispense>[], medications: MedicationReader, zone: Zone): Supply[] {
  return entries.flatMap((entry) => {
    const { status, medicationCodeableConcept, medicationReference, whenHandedOver, daysSupply } = entry.resource;
    const first = dateOf(whenHandedOver, zone);
    if (status !== 'completed' || first === undefined) return [];
    if (medications.read(medicationCodeableConcept, medicationReference, entry).kind !== 'analgesic') return [];
    const days = Math.ceil(daysSupply?.value ?? 1);
    return days > 0 ? [{ reference: labelOf(entry), first, last: dateAfter(zone, first, Math.min(days, MOST_DAYS) - 1) }] : [];
  });
}

/** The dates on which a completed delivery occurred. */
export function readDeliveries(entries: readonly Entry<SupplyDelivery>[], medications: MedicationReader, zone: Zone): Supply[] {
  return entries.flatMap((entry) => {
    const { status, suppliedItem, occurrenceDateTime, occurrencePeriod, occurrenceTiming } = entry.resource;
    if (status !== 'completed' || !suppliedItem) return [];
    if (medications.read(suppliedItem.itemCodeableConcept, suppliedItem.itemReference, entry).kind !== 'analgesic') return [];
    const reference = labelOf(entry);
    const moments = [occurrenceDateTime, ...(occurrenceTiming?.event ?? [])].flatMap((text) => dateOf(text, zone) ?? []);
    const supplies = moments.map((date) => ({ reference, first: date, last: date }));
    const first = dateOf(occurrencePeriod?.start, zone);
    const last = dateOf(occurrencePeriod?.end, zone) ?? first;
    return first === undefined || last === undefined || last < first ? supplies : [...supplies, { reference, first, last }];
  });
}
