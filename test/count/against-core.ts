/** Judges a record with the core and says where the core and the slow count differ. The only file here that imports the core. */
import type { Assessment } from '../../src/assessment.ts';
import { adjudicate, readRequest } from '../../src/index.ts';
import { DEFAULT_PARAMETERS } from '../../src/policy/parameters.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { type CountParameters, type CountRecord, type DayCounting, minuteOf, WAYS } from './record.ts';
import { type SlowAnswer, slowCounts } from './slow-count.ts';
import { toBundle } from './to-bundle.ts';

const LETTERS: Record<string, string> = {
  inpatient: 'H',
  unclear: '?',
  'under-24-hours': 'u',
  'not-counted': 'n',
  paused: 'p',
  'no-infusion': '-',
};

/** A line for each difference, `what: slow count's answer / core's answer`; none when they agree under all three ways of counting. */
export function differences(record: CountRecord): string[] {
  const slow = slowCounts(record);
  const request = readRequest(toBundle(record));
  if (!request.ok) return [`the core refuses the bundle: ${JSON.stringify(request.issues)}`];
  const patientRecord = request.request.records[0];
  if (!patientRecord) return ['the core found no record in the bundle'];
  return WAYS.flatMap((way, index) => {
    const policy = policyOf({ ...record.parameters, dayCounting: way });
    const judgements = adjudicate(patientRecord, { asOf: minuteOf(record.asOf) * 60_000, policies: [policy], policy: policy.id });
    const assessment = judgements[0]?.assessment;
    return assessment ? compare(way, slow[index] as SlowAnswer, assessment) : [`${way}: no judgement`];
  });
}

function policyOf(parameters: CountParameters): Policy {
  return {
    id: 'count',
    title: 'Parameters of a random record',
    periods: [{ from: Number.NEGATIVE_INFINITY, parameters: { ...DEFAULT_PARAMETERS, ...parameters } }],
    effects: {},
    codes: { included: { add: [], carveOut: [] } },
    sources: {},
  };
}

function compare(way: DayCounting, slow: SlowAnswer, core: Assessment): string[] {
  const found: string[] = [];
  const differ = (what: string, ours: unknown, theirs: unknown) => {
    if (ours !== theirs) found.push(`${way} ${what}: ${ours} / ${theirs}`);
  };
  const days = new Map(core.days.map((day) => [day.date, day]));
  for (const [index, date] of slow.dates.entries()) {
    const day = days.get(date);
    differ(`${date}`, slow.days[index], day?.supported ? 'S' : LETTERS[day?.reason ?? '']);
    differ(`${date} minutes`, slow.infusedMinutes[index], day?.infusedMinutes);
  }
  const [from = '', to = ''] = [slow.dates[0], slow.dates.at(-1)];
  const within = core.days.filter((day) => from <= day.date && day.date <= to);
  differ('number of dates', slow.dates.length, within.length);
  const answers = new Map(core.administrations.map((one) => [one.reference, one.evidence ? 'evidence' : one.reason]));
  for (const [id, reason] of Object.entries(slow.reasons)) differ(id, reason, answers.get(`MedicationAdministration/${id}`));
  differ('number of administrations', Object.keys(slow.reasons).length, core.administrations.length);
  return found;
}

/** The record with everything left out that the difference does not need. */
export function smallest(record: CountRecord): CountRecord {
  const without = <T>(things: readonly T[], thing: T) => things.filter((one) => one !== thing);
  const smaller = function* (from: CountRecord): Generator<CountRecord> {
    for (const one of from.administrations) yield { ...from, administrations: without(from.administrations, one) };
    for (const one of from.encounters) yield { ...from, encounters: without(from.encounters, one) };
    for (const one of from.deliveries) yield { ...from, deliveries: without(from.deliveries, one) };
  };
  for (const candidate of smaller(record)) {
    if (differences(candidate).length > 0) return smallest(candidate);
  }
  return record;
}
