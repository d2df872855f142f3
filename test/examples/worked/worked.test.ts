/** The worked answers of this folder, asked of the core with the records as they are written there. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Assessment, adjudicate, BASELINE, readRequest } from '../../../src/index.ts';
import { DEFAULT_PARAMETERS, type Parameters } from '../../../src/policy/parameters.ts';

const LETTERS = { inpatient: 'H', unclear: '?', 'under-24-hours': 'u', 'not-counted': 'n', paused: 'p', 'no-infusion': '-' };
const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Judges a bill of every date from `first` for `count` days. */
function judge(zone: string, first: string, count: number, resources: object[], asOf: string, parameters: Partial<Parameters>): Assessment {
  const last = new Date(Date.parse(first) + (count - 1) * 86_400_000).toISOString().slice(0, 10);
  const patient = { reference: 'Patient/p' };
  const concept = (code: string) => ({ coding: [{ code }] });
  const bundle = {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      { resourceType: 'Patient', id: 'p', extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: zone }] },
      {
        resourceType: 'Claim',
        id: 'c',
        status: 'active',
        type: concept('professional'),
        use: 'claim',
        patient,
        created: asOf,
        item: [
          { sequence: 1, productOrService: concept('S9326'), servicedPeriod: { start: first, end: last }, quantity: { value: count } },
        ],
      },
      ...resources.map((resource, i) => ({ id: `r${i}`, subject: patient, ...resource })),
    ].map((resource) => ({ resource })),
  };
  const request = readRequest(bundle);
  const record = request.ok ? request.request.records[0] : undefined;
  if (!record) throw new Error(JSON.stringify(request));
  const policy = { ...BASELINE, periods: [{ from: Number.NEGATIVE_INFINITY, parameters: { ...DEFAULT_PARAMETERS, ...parameters } }] };
  const [judgement] = adjudicate(record, { asOf: Date.parse(asOf), policies: [policy], policy: 'baseline' });
  if (!judgement) throw new Error('no claim');
  return judgement.assessment;
}

const lettersOf = ({ days }: Assessment, first: string, count: number): string =>
  days
    .filter(({ date }) => date >= first)
    .slice(0, count)
    .map(({ reason }) => (reason ? LETTERS[reason] : 'S'))
    .join('');

/** Fields of a line of CSV; quoted ones may hold commas. */
const fieldsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

const periodOf = (text: string) => {
  const [start = '', end = ''] = text.split('/').map((part) => part.trim());
  return { period: end === '' ? { start } : { start, end }, status: end === '' ? 'in-progress' : undefined };
};

const [header = '', ...rows] = read('days.csv').trim().split('\n');
const names = fieldsOf(header);
const cases = rows.flatMap((row) => {
  const values = fieldsOf(row);
  const cell = (name: string) => values[names.indexOf(name)] ?? '';
  return (['access-days', 'infusion-days', 'elapsed-24h'] as const).map((way) => ({ name: cell('case'), way, cell }));
});

describe('the days of days.csv', () => {
  test.each(cases)('$name, by $way', ({ way, cell }) => {
    const list = (name: string) =>
      cell(name)
        .split(';')
        .filter((text) => text.trim() !== '')
        .map(periodOf);
    const infusions = list('infusions').map(({ period, status = 'completed' }) => ({
      resourceType: 'MedicationAdministration',
      status,
      medicationCodeableConcept: { text: 'morphine' },
      effectivePeriod: period,
      dosage: { rateQuantity: { value: 2, unit: 'mg/h' } },
    }));
    const stays = list('stays').map(({ period, status = 'finished' }) => ({
      resourceType: 'Encounter',
      status,
      class: { code: 'IMP' },
      period,
    }));
    const own = cell('parameters')
      .split(';')
      .filter((text) => text.trim() !== '')
      .map((text) => text.trim().split('='));
    const expected = cell(`${way} by date`);
    const first = cell('first date');

    const assessment = judge(cell('zone'), first, expected.length, [...infusions, ...stays], cell('asOf') || '2026-01-01T00:00:00Z', {
      ...Object.fromEntries(own),
      dayCounting: way,
    });

    expect(lettersOf(assessment, first, expected.length)).toBe(expected);
    expect(assessment.days.filter(({ date, supported }) => date >= first && supported)).toHaveLength(Number(cell(way)));
  });
});

interface WorkedRecord {
  readonly case: string;
  readonly administrations: object[];
  readonly others?: object[];
  readonly expected: { readonly 'days 2025-04-01 to 04-05': string; readonly administrations: Record<string, number> };
}

describe('the records of records.ndjson', () => {
  const records = read('records.ndjson')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as WorkedRecord);

  test.each(records)('$case', ({ administrations, others = [], expected }) => {
    const charted = administrations.map((resource) => ({ resourceType: 'MedicationAdministration', ...resource }));

    const assessment = judge('America/Chicago', '2025-04-01', 5, [...charted, ...others], '2026-01-01T00:00:00Z', {});

    expect(lettersOf(assessment, '2025-04-01', 5)).toBe(expected['days 2025-04-01 to 04-05']);
    const counts = Object.entries(Object.groupBy(assessment.administrations, ({ reason }) => reason ?? 'evidence'));
    expect(Object.fromEntries(counts.map(([reason, list]) => [reason, list?.length]))).toEqual(expected.administrations);
  });
});
