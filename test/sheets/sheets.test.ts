/** The two CSV sheets: the same answers as the record has as FHIR, and a clear word for each bad row. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeTemplates } from '../../handlers/cli/sheets.ts';
import { sweep } from '../../handlers/sweep/sweep.ts';
import { ADMINISTRATIONS, CLAIM_LINES, template } from '../../src/sheets/columns.ts';
import { readLocalTime } from '../../src/sheets/local-time.ts';
import { sheetRecords } from '../../src/sheets/to-records.ts';
import { problemsOf } from '../support/valid-r4.ts';
import { folder } from '../sweep/source.ts';

const AS_OF = Date.UTC(2025, 3, 1);

/** The week of the README: 6 of 9 units are allowed, the supply is not, the drug is paid apart. */
const LINES = [
  'claim,line,patient,created,code,from,to,units,unit_price,place_of_service,diagnoses,payer,payer_type,coverage_from,coverage_to,state,time_zone',
  'C1,1,P77,2025-03-12,S9326,2025-03-03,2025-03-09,9,150,12,G89.3,Acme Health Plan,5,2025-01-01,2025-12-31,IL,America/Chicago',
  'C1,2,P77,2025-03-12,A4222,2025-03-04,,1,45,12,,Acme Health Plan,5,2025-01-01,2025-12-31,IL,America/Chicago',
  'C1,3,P77,2025-03-12,J1171,2025-03-03,2025-03-09,568,0.25,12,,Acme Health Plan,5,2025-01-01,2025-12-31,IL,America/Chicago',
];
const GIVEN = [
  'patient,administration,drug,drug_code,start,end,route,rate,rate_unit,pump',
  'P77,A1,hydromorphone 1 mg/mL,J1171,2025-03-02 20:00,2025-03-05 08:00,subcutaneous,0.4,mg/h,CADD pump',
  'P77,A2,hydromorphone 1 mg/mL,J1171,2025-03-05 08:00,2025-03-08 22:00,subcutaneous,0.4,mg/h,CADD pump',
];

async function swept(lines: string, given: string) {
  const [source, out] = [folder(), folder()];
  writeFileSync(join(source, 'claim-lines.csv'), lines);
  writeFileSync(join(source, 'administrations.csv'), given);
  const outputs = await sweep({ source, directory: out, options: { policies: [], asOf: AS_OF }, threads: 1, now: () => AS_OF });
  const asides = readFileSync(join(out, 'set-aside.ndjson'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { key: string; reasons: { text: string }[] });
  const rows = readFileSync(join(out, 'lines.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','));
  return { summary: outputs?.summary, asides: asides.map(({ key, reasons }) => [key, ...reasons.map(({ text }) => text)]), rows };
}

const text = (rows: readonly string[], end = '\n'): string => rows.join(end) + end;

test('the week of the README has the same answer as from its FHIR record', async () => {
  const { summary, rows, asides } = await swept(text(LINES), text(GIVEN));
  expect(asides).toEqual([]);
  expect(summary?.byDecision).toEqual({ reduced: { claims: 1, units: 9, atStake: { USD: 450 } } });
  expect(rows.map((row) => [row[3], row[4], row[6], row[7], row[9], row[10]])).toEqual([
    ['1', 'S9326', '6.0', '3.0', '', ''],
    ['2', 'A4222', '', '', 'denied', 'supplies-included'],
    ['3', 'J1171', '', '', 'separately-payable', ''],
  ]);
});

test.each([
  ['with CRLF and a byte order mark', (rows: readonly string[]) => `\uFEFF${text(rows, '\r\n')}`],
  ['with semicolons', (rows: readonly string[]) => text(rows.map((row) => row.replaceAll(',', ';')))],
  ['with tabs', (rows: readonly string[]) => text(rows.map((row) => row.replaceAll(',', '\t')))],
  [
    'with quotes',
    (rows: readonly string[]) =>
      text(
        rows.map((row) =>
          row
            .split(',')
            .map((cell) => `"${cell}"`)
            .join(','),
        ),
      ),
  ],
  ['with empty rows', (rows: readonly string[]) => text(rows.flatMap((row) => [row, ',,,']))],
])('a sheet is read %s', async (_form, write) => {
  const { summary, asides } = await swept(write(LINES), write(GIVEN));
  expect([asides, summary?.byDecision.reduced?.units]).toEqual([[], 9]);
});

test('a bad row sets its patient aside, with file, row and column of every fault and no cell of it; the others are judged', async () => {
  const [head = '', line = ''] = LINES;
  const lines = [
    head,
    line,
    line.replace('C1,1,P77', 'C2,1,P78').replace(',9,150,12,', ',nine,1.000.50,Maria,').replace('2025-03-12', '12.3.2025'),
    line.replace('C1,1,P77', 'C3,1,P79'),
  ];
  const [top = '', first = ''] = GIVEN;
  const given = [top, first, first.replace('P77', 'P79').replace('mg/h', '').replace('2025-03-02 20:00', '2025-03-09 02:30')];
  const { asides, summary } = await swept(text(lines), text(given));
  expect(asides).toEqual([
    [
      'Patient/P78',
      'claim-lines.csv row 3, created: must be a date such as 2025-03-02',
      'claim-lines.csv row 3, units: must be a number with a point, without signs of thousands',
      'claim-lines.csv row 3, unit_price: must be a number with a point, without signs of thousands',
      'claim-lines.csv row 3, place_of_service: must be two digits, such as 12',
    ],
    [
      'Patient/P79',
      'administrations.csv row 3, start: is a time that the clocks of the zone left out',
      'administrations.csv row 3, rate_unit: is missing beside rate',
    ],
  ]);
  expect(summary).toMatchObject({ claims: 1, setAside: 2 });
});

test('a row without a patient, and a row that comes twice, are told', async () => {
  const [head = '', line = ''] = LINES;
  const { asides } = await swept(text([head, line, line, line.replace('P77', '')]), text(GIVEN));
  expect(asides).toEqual([
    ['Patient/P77', 'claim-lines.csv row 3, line: stands in an earlier row too'],
    ['claim-lines.csv row 4', 'claim-lines.csv row 4, patient: is missing'],
  ]);
});

test.each([
  ['a column that is missing', text(LINES).replace('units,', 'amount,'), /claim-lines.csv: column units is missing; column 8 is not known/],
  ['a column that is there twice', text(LINES).replace('claim,line', 'claim,claim'), /column line is missing; column claim is there twice/],
  ['an empty file', '', /claim-lines.csv: column claim is missing/],
  ['an open quote', `${text(LINES)}"C9`, /claim-lines.csv: a quote is opened and not closed/],
])('a sheet with %s is not read at all', async (_case, lines, message) => {
  await expect(swept(lines, text(GIVEN))).rejects.toThrow(message);
});

test('one sheet alone, or sheets beside FHIR, are no source', async () => {
  const source = folder();
  writeFileSync(join(source, 'claim-lines.csv'), text(LINES));
  const run = () => sweep({ source, directory: folder(), options: { policies: [], asOf: AS_OF }, threads: 1, now: () => AS_OF });
  await expect(run()).rejects.toThrow('The folder must have one administrations.csv (s9326 sheets writes both as templates)');
  writeFileSync(join(source, 'Claim.ndjson'), '{}\n');
  await expect(run()).rejects.toThrow('The source has both sheets and FHIR');
});

describe('a time', () => {
  test.each([
    ['2025-03-02 20:00', 'America/Chicago', '2025-03-02T20:00:00-06:00'],
    ['2025-03-09 01:59', 'America/Chicago', '2025-03-09T01:59:00-06:00'],
    ['2025-03-09 03:00', 'America/Chicago', '2025-03-09T03:00:00-05:00'],
    ['2025-07-02T20:00:30', 'Asia/Kolkata', '2025-07-02T20:00:30+05:30'],
    ['2025-03-02T20:00-06:00', undefined, '2025-03-02T20:00:00-06:00'],
    ['2025-03-02 20:00Z', 'America/Chicago', '2025-03-02T20:00:00Z'],
  ])('%s in %s is %s', (written, zone, dateTime) => {
    expect(readLocalTime(written, zone)).toEqual({ ok: true, dateTime });
  });

  test.each([
    ['2025-03-09 02:00', 'America/Chicago', 'is a time that the clocks of the zone left out'],
    ['2025-03-09 02:59', 'America/Chicago', 'is a time that the clocks of the zone left out'],
    ['2025-11-02 01:30', 'America/Chicago', 'is a time that came twice when the clocks were set back: write its offset, such as -05:00'],
    ['2025-03-02 20:00', undefined, 'has no offset, and no time_zone says whose clock it is'],
    ['2025-02-30 20:00', 'UTC', 'must be a time such as 2025-03-02 20:00, or with its offset 2025-03-02T20:00-06:00'],
    ['2025-03-02', 'UTC', 'must be a time such as 2025-03-02 20:00, or with its offset 2025-03-02T20:00-06:00'],
  ])('%s in %s %s', (written, zone, problem) => {
    expect(readLocalTime(written, zone)).toEqual({ ok: false, problem });
  });
});

test('the templates are written once, and are sheets that can be swept', async () => {
  const directory = folder();
  expect(writeTemplates(directory)).toBe(0);
  expect(() => writeTemplates(directory)).toThrow('would be written over');
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  const { summary, asides } = await swept(read('claim-lines.csv'), read('administrations.csv'));
  expect([asides, summary?.claims]).toEqual([[], 1]);
  expect(read('claim-lines.csv')).toBe(template('claim-lines.csv'));
  mkdirSync(join(directory, 'x'));
});

test('what is made of the sheets is valid R4', () => {
  const rowOf = (sheet: 'claim-lines.csv' | 'administrations.csv', columns: typeof CLAIM_LINES) => ({
    sheet,
    number: 2,
    cells: Object.fromEntries(columns.flatMap(({ name, example }) => (example === '' ? [] : [[name, example]]))),
  });
  const rows = [rowOf('claim-lines.csv', CLAIM_LINES), rowOf('administrations.csv', ADMINISTRATIONS)];
  const bare = {
    ...rows[1],
    cells: { patient: 'P77', administration: 'A2', drug: 'morphine', start: '2025-03-03 08:00', route: 'subcutaneous' },
  } as (typeof rows)[1];
  const [record] = sheetRecords(
    [...rows, bare].flatMap((row) => row ?? []),
    undefined,
  );
  expect(record?.problems).toEqual([]);
  expect(record?.resources.map(({ resourceType }) => resourceType)).toEqual([
    'Patient',
    'Claim',
    'Coverage',
    'MedicationAdministration',
    'MedicationAdministration',
  ]);
  expect(record?.resources.flatMap((resource) => problemsOf(resource))).toEqual([]);
});

test('docs/sheets.md has every column, with what stands in it', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/sheets.md'), 'utf8');
  const table = (columns: typeof CLAIM_LINES) =>
    columns.map(({ name, what, isRequired, example }) => `| \`${name}\` | ${isRequired ? 'yes' : ''} | ${what} | ${example} |`);
  for (const row of [...table(CLAIM_LINES), ...table(ADMINISTRATIONS)]) expect(page).toContain(row);
});
