/** Reads the project's worked answers into records of the slow count. */
import { readFileSync } from 'node:fs';
import { type Administration, type Amount, type CountRecord, type Delivery, SPEC_DEFAULTS, textOf } from './record.ts';
import { addDays } from './zone-days.ts';

const text = (name: string) => readFileSync(new URL(`../examples/worked/${name}`, import.meta.url), 'utf8');

export interface WorkedDays {
  readonly name: string;
  readonly record: CountRecord;
  /** By way of counting. */
  readonly letters: Record<string, string>;
  readonly supported: Record<string, number>;
}

export function workedDays(): WorkedDays[] {
  const [header = [], ...rows] = text('days.csv').trim().split('\n').map(cells);
  return rows.map((row) => {
    const cell = (name: string) => row[header.indexOf(name)] ?? '';
    const letters = Object.fromEntries(['access-days', 'infusion-days', 'elapsed-24h'].map((way) => [way, cell(`${way} by date`)]));
    const supported = Object.fromEntries(Object.keys(letters).map((way) => [way, Number(cell(way))]));
    const first = cell('first date');
    const parameters = Object.fromEntries(parts(cell('parameters')).map((one) => one.split('=')));
    const record: CountRecord = {
      zone: cell('zone'),
      asOf: minuteText(cell('asOf') || '2026-01-01T00:00:00Z'),
      first,
      last: addDays(first, cell('access-days by date').length - 1),
      parameters: { ...SPEC_DEFAULTS, ...parameters },
      administrations: parts(cell('infusions')).map((one, index) => ({
        id: `a${index + 1}`,
        status: edges(one).end === undefined ? 'in-progress' : 'completed',
        drug: 'morphine',
        rate: { value: 2, unit: 'mg/h' },
        period: edges(one),
      })),
      encounters: parts(cell('stays')).map((one, index) => ({
        id: `e${index + 1}`,
        class: 'IMP',
        status: edges(one).end === undefined ? 'in-progress' : 'finished',
        ...edges(one),
      })),
      deliveries: [],
    };
    return { name: cell('case'), record, letters, supported };
  });
}

const cells = (line: string) => [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((match) => match[2] ?? match[1] ?? '');
const parts = (cell: string) => cell.split(';').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
const minuteText = (time: string) => (time.includes('T') ? textOf(Date.parse(time) / 60_000) : time);

function edges(span: string): { start: string; end?: string } {
  const [start = '', end = ''] = span.split('/').map((one) => one.trim());
  return { start: minuteText(start), ...(end === '' ? {} : { end: minuteText(end) }) };
}

export interface WorkedRecord {
  readonly name: string;
  readonly record: CountRecord;
  readonly letters: string;
  readonly counts: Record<string, number>;
}

interface Charted {
  status: Administration['status'];
  medicationCodeableConcept: { text?: string; coding?: { system: string }[] };
  effectiveDateTime?: string;
  effectivePeriod?: { start: string; end?: string };
  category?: unknown;
  dosage?: { rateQuantity?: Amount; dose?: Amount; route?: { coding: { code: string }[] } };
}

interface Case {
  case: string;
  administrations: Charted[];
  others?: { whenHandedOver: string; daysSupply: { value: number } }[];
  expected: { administrations: Record<string, number> } & Record<string, unknown>;
}

export function workedRecords(): WorkedRecord[] {
  return text('records.ndjson')
    .trim()
    .split('\n')
    .map((line) => {
      const { case: name, administrations, others = [], expected } = JSON.parse(line) as Case;
      const record: CountRecord = {
        zone: 'America/Chicago',
        asOf: '2026-01-01T00:00Z',
        first: '2025-04-01',
        last: '2025-04-05',
        parameters: SPEC_DEFAULTS,
        administrations: administrations.map((one, index) => administration(one, `a${index + 1}`)),
        encounters: [],
        deliveries: others.map(
          (one): Delivery => ({
            id: 'd1',
            kind: 'dispense',
            status: 'completed',
            analgesic: true,
            on: minuteText(one.whenHandedOver),
            daysSupply: one.daysSupply.value,
          }),
        ),
      };
      return { name, record, letters: String(expected['days 2025-04-01 to 04-05']), counts: expected.administrations };
    });
}

/** Only what the worked cases use. */
function administration(one: Charted, id: string): Administration {
  const { text: name = '', coding } = one.medicationCodeableConcept;
  const { rateQuantity: rate, dose, route } = one.dosage ?? {};
  const unknown = coding?.[0]?.system.endsWith('ndc') ?? false;
  const period = one.effectivePeriod;
  return {
    id,
    status: one.status,
    drug: unknown ? 'unknown' : /tablet|vancomycin/.test(name) ? 'not-pain' : 'morphine',
    words: /pump|pca/i.test(name),
    inpatient: one.category !== undefined,
    ...(rate ? { rate } : {}),
    ...(dose ? { dose } : {}),
    ...(route ? { route: route.coding[0]?.code === '45890007' ? 'other' : 'infusion' } : {}),
    ...(one.effectiveDateTime ? { at: minuteText(one.effectiveDateTime) } : {}),
    ...(period ? { period: { start: minuteText(period.start), ...(period.end ? { end: minuteText(period.end) } : {}) } } : {}),
  };
}
