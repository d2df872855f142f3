/** When a therapy is to begin. */
import { dateOf } from '../fhir/civil-times.ts';
import type { CivilDate } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';
import type { OrderResource } from './therapy.ts';

/** The first date that the orders name, or today when that has passed or none is named. */
export function startOf(orders: readonly OrderResource[], today: CivilDate, zone: Zone): CivilDate {
  const dates = orders.flatMap(textsOfStart).flatMap((text) => dateOf(text, zone) ?? []);
  return dates.length === 0 ? today : Math.max(today, Math.min(...dates));
}

function textsOfStart(order: OrderResource): (string | undefined)[] {
  if (order.resourceType === 'MedicationRequest') {
    const repeats = (order.dosageInstruction ?? []).map(({ timing }) => timing?.repeat?.boundsPeriod?.start);
    return [...repeats, order.dispenseRequest?.validityPeriod?.start];
  }
  const { occurrenceDateTime, occurrencePeriod, occurrenceTiming } = order;
  return [occurrenceDateTime, occurrencePeriod?.start, occurrenceTiming?.repeat?.boundsPeriod?.start];
}
