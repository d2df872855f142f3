/** `node test/real-data/print-stay.ts 386d1d61`: the raw rows of a stay in time order, as the hand-checked cases were worked from. Not the core. */
import type { MedicationAdministration } from '@medplum/fhirtypes';
import { ICU_SOURCES, icuRows, stayOf } from './sources.ts';

const startOf = ({ effectivePeriod, effectiveDateTime }: MedicationAdministration): string =>
  effectivePeriod?.start ?? effectiveDateTime ?? '';
const minutesBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;

function lineOf(row: MedicationAdministration): string {
  const { status, statusReason, dosage, effectivePeriod } = row;
  const start = startOf(row);
  const end = effectivePeriod?.end;
  const time = end === undefined ? 'moment' : `to ${end.slice(0, 16)} = ${minutesBetween(start, end)} min`;
  const drug = row.medicationCodeableConcept?.text ?? row.medicationCodeableConcept?.coding?.[0]?.display;
  const { rateQuantity, dose } = dosage ?? {};
  const rate = rateQuantity ? `rate ${rateQuantity.value} "${rateQuantity.unit}"` : 'no rate';
  const amount = dose ? `, dose ${dose.value} ${dose.unit}` : '';
  return `${row.id?.slice(0, 6)} ${start.slice(0, 16)} ${time}; ${status} ${statusReason?.[0]?.text ?? ''}; ${drug}; ${rate}${amount}`;
}

for (const wanted of process.argv.slice(2)) {
  const rows = ICU_SOURCES.flatMap(icuRows).filter((row) => stayOf(row).startsWith(wanted));
  const inOrder = rows.toSorted((a, b) => Date.parse(startOf(a)) - Date.parse(startOf(b)));
  let before: string | undefined;
  for (const row of inOrder) {
    const since = before === undefined ? '' : ` (${minutesBetween(before, startOf(row))} min after the row before)`;
    console.log(lineOf(row) + since);
    before = startOf(row);
  }
}
