/** Rows of the two sheets → the record of each patient as FHIR resources. Every problem has its file, row and column, and never the cell's text. */
import type { Claim, ClaimItem, Coding, MedicationAdministration, Resource } from '@medplum/fhirtypes';
import { parseInstant } from '../time/fhir-time.ts';
import { type Column, type Route, SHEETS, type SheetName } from './columns.ts';
import { readLocalTime } from './local-time.ts';

/** A row as it was read: cells by column, empty ones left out. */
export interface Row {
  readonly sheet: SheetName;
  /** As a spreadsheet numbers it: the head is row 1. */
  readonly number: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface SheetRecord {
  /** `Patient/P77`; of rows that name no patient, the row. */
  readonly key: string;
  readonly resources: readonly Resource[];
  /** Of its rows. A record with one is not judged: half of it may be missing. */
  readonly problems: readonly string[];
}

/** In the order in which patients first come. */
export function sheetRecords(rows: readonly Row[], timeZone: string | undefined): readonly SheetRecord[] {
  const byPatient = Map.groupBy(rows, ({ cells: { patient }, sheet, number }) =>
    patient === undefined ? `${sheet} row ${number}` : `Patient/${patient}`,
  );
  return [...byPatient].map(([key, own]) => {
    const problems = own.flatMap(rowProblems);
    const isWhole = problems.length === 0;
    const lines = own.filter(({ sheet }) => sheet === 'claim-lines.csv');
    const zone = lines.find(({ cells }) => cells.time_zone !== undefined)?.cells.time_zone ?? timeZone;
    const given = isWhole ? own.filter(({ sheet }) => sheet === 'administrations.csv').map((row) => administration(row, zone)) : [];
    const all = [...problems, ...given.flatMap((each) => ('problems' in each ? each.problems : [])), ...(isWhole ? repeated(own) : [])];
    if (all.length > 0 || !isWhole) return { key: plainKey(key), resources: [], problems: all };
    return {
      key,
      resources: [...patientResources(lines), ...given.flatMap((each) => ('resource' in each ? [each.resource] : []))],
      problems: [],
    };
  });
}

/** A number that is no id may be anything. */
const plainKey = (key: string): string => (/^Patient\/[A-Za-z0-9.-]{1,64}$/.test(key) || !key.startsWith('Patient/') ? key : 'Patient/?');

export const at = ({ sheet, number }: Pick<Row, 'sheet' | 'number'>, column?: string): string =>
  `${sheet} row ${number}${column === undefined ? '' : `, ${column}`}`;

function rowProblems(row: Row): readonly string[] {
  const columns: readonly Column[] = SHEETS[row.sheet];
  return columns.flatMap(({ name, isRequired, check }) => {
    const cell = row.cells[name];
    if (cell === undefined) return isRequired ? [`${at(row, name)}: is missing`] : [];
    const problem = check?.(cell);
    return problem === undefined ? [] : [`${at(row, name)}: ${problem}`];
  });
}

function repeated(rows: readonly Row[]): readonly string[] {
  const nameOf = ({ sheet, cells }: Row): string =>
    sheet === 'claim-lines.csv' ? `${cells.claim} ${cells.line}` : `${cells.administration}`;
  const groups = Map.groupBy(rows, (row) => `${row.sheet} ${nameOf(row)}`);
  return [...groups.values()].flatMap(([, ...again]) =>
    again.map((row) => `${at(row, row.sheet === 'claim-lines.csv' ? 'line' : 'administration')}: stands in an earlier row too`),
  );
}

const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
const CPT = 'http://www.ama-assn.org/go/cpt';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const PLACES = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set';
const ICD10 = 'http://hl7.org/fhir/sid/icd-10-cm';
const SOPT = 'https://nahdo.org/sopt';
const ABSENT = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';
const SNOMED = 'http://snomed.info/sct';
const ROUTE_CODES: Readonly<Record<Route, string>> = {
  subcutaneous: '34206005',
  intravenous: '47625008',
  epidural: '404820008',
  intrathecal: '72607000',
  oral: '26643006',
  transdermal: '45890007',
  intramuscular: '78421000',
};

const procedure = (code: string): Coding => ({ system: /^[A-Za-z]/.test(code) ? HCPCS : CPT, code: code.toUpperCase() });

function patientResources(lines: readonly Row[]): readonly Resource[] {
  const [first] = lines;
  if (!first) return [];
  const { patient = '', state, time_zone: zone } = first.cells;
  const reference = { reference: `Patient/${patient}` };
  const byClaim = [...Map.groupBy(lines, ({ cells }) => cells.claim ?? '').values()];
  return [
    {
      resourceType: 'Patient',
      id: patient,
      ...(zone === undefined ? {} : { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: zone }] }),
      ...(state === undefined ? {} : { address: [{ use: 'home', state, country: 'US' }] }),
    },
    ...byClaim.flatMap((own): Resource[] => {
      const { claim = '', payer = '', payer_type: type, coverage_from: start, coverage_to: end } = own[0]?.cells ?? {};
      return [
        claimOf(own, reference),
        {
          resourceType: 'Coverage',
          id: `coverage-${claim}`.slice(0, 64),
          status: 'active',
          ...(type === undefined ? {} : { type: { coding: [{ system: SOPT, code: type }] } }),
          beneficiary: reference,
          ...(start === undefined && end === undefined
            ? {}
            : { period: { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) } }),
          payor: [{ display: payer }],
        },
      ];
    }),
  ];
}

function claimOf(lines: readonly Row[], patient: { reference: string }): Claim {
  const { claim = '', created = '', authorization, provider = 'not named', ordered_by: orderer } = lines[0]?.cells ?? {};
  const codes = [...new Set(lines.flatMap(({ cells }) => cells.diagnoses?.split(' ') ?? []))];
  return {
    resourceType: 'Claim',
    id: claim,
    status: 'active',
    type: { coding: [{ system: `${TERMINOLOGY}/claim-type`, code: 'professional' }] },
    use: 'claim',
    patient,
    created,
    provider: { display: provider },
    priority: { coding: [{ system: `${TERMINOLOGY}/processpriority`, code: 'normal' }] },
    ...(orderer === undefined
      ? {}
      : {
          referral: { display: orderer },
          careTeam: [
            {
              sequence: 1,
              provider: { display: orderer },
              role: { coding: [{ system: `${TERMINOLOGY}/claimcareteamrole`, code: 'primary' }], text: 'ordering provider' },
            },
          ],
        }),
    insurance: [
      {
        sequence: 1,
        focal: true,
        coverage: { reference: `Coverage/${`coverage-${claim}`.slice(0, 64)}` },
        ...(authorization === undefined ? {} : { preAuthRef: [authorization] }),
      },
    ],
    ...(codes.length === 0
      ? {}
      : { diagnosis: codes.map((code, i) => ({ sequence: i + 1, diagnosisCodeableConcept: { coding: [{ system: ICD10, code }] } })) }),
    item: lines.map((line) => itemOf(line, codes)),
  };
}

function itemOf({ cells }: Row, codes: readonly string[]): ClaimItem {
  const {
    line = '1',
    code = '',
    modifiers,
    from = '',
    to = from,
    units = '0',
    unit_price: price,
    currency = 'USD',
    place_of_service: place,
  } = cells;
  const own = cells.diagnoses?.split(' ') ?? [];
  return {
    sequence: Number(line),
    productOrService: { coding: [procedure(code)] },
    ...(modifiers === undefined ? {} : { modifier: modifiers.split(' ').map((each) => ({ coding: [{ system: HCPCS, code: each }] })) }),
    servicedPeriod: { start: from, end: to },
    quantity: { value: Number(units) },
    ...(price === undefined ? {} : { unitPrice: { value: Number(price), currency: currency as 'USD' } }),
    ...(place === undefined ? {} : { locationCodeableConcept: { coding: [{ system: PLACES, code: place }] } }),
    ...(own.length === 0 ? {} : { diagnosisSequence: own.map((each) => codes.indexOf(each) + 1) }),
  };
}

type Given = { readonly resource: MedicationAdministration } | { readonly problems: readonly string[] };

function administration(row: Row, zone: string | undefined): Given {
  const {
    patient,
    administration: id = '',
    drug = '',
    drug_code: code,
    status = 'completed',
    rate,
    rate_unit: rateUnit,
    dose,
    dose_unit: doseUnit,
    pump,
  } = row.cells;
  const problems: string[] = [];
  const timeOf = (column: 'start' | 'end'): string | undefined => {
    const cell = row.cells[column];
    const read = cell === undefined ? undefined : readLocalTime(cell, zone);
    if (read && !read.ok) problems.push(`${at(row, column)}: ${read.problem}`);
    return read?.ok ? read.dateTime : undefined;
  };
  const [start, end] = [timeOf('start'), timeOf('end')];
  if (rate !== undefined && rateUnit === undefined) problems.push(`${at(row, 'rate_unit')}: is missing beside rate`);
  if (dose !== undefined && doseUnit === undefined) problems.push(`${at(row, 'dose_unit')}: is missing beside dose`);
  if (isBefore(end, start)) problems.push(`${at(row, 'end')}: is before start`);
  if (problems.length > 0) return { problems };
  const isReading = end === undefined && status !== 'in-progress';
  return {
    resource: {
      resourceType: 'MedicationAdministration',
      id,
      status: status as 'completed',
      medicationCodeableConcept: { ...(code === undefined ? {} : { coding: [procedure(code)] }), text: drug },
      subject: { reference: `Patient/${patient}` },
      ...(isReading
        ? { effectiveDateTime: start ?? '' }
        : { effectivePeriod: { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) } }),
      ...(pump === undefined ? {} : { device: [{ display: pump }] }),
      ...dosageOf(row.cells),
    },
  };
}

const isBefore = (end: string | undefined, start: string | undefined): boolean =>
  end !== undefined && start !== undefined && (parseInstant(end) ?? 0) < (parseInstant(start) ?? 0);

/** With neither dose nor rate there is only a route. R4 wants one of them beside it (mad-1): then the dose is said to be unknown. */
function dosageOf({
  route,
  rate,
  rate_unit: rateUnit = '',
  dose,
  dose_unit: doseUnit = '',
}: Row['cells']): Pick<MedicationAdministration, 'dosage'> {
  if (route === undefined && rate === undefined && dose === undefined) return {};
  return {
    dosage: {
      ...(route === undefined ? {} : { route: { coding: [{ system: SNOMED, code: ROUTE_CODES[route as Route] }] } }),
      ...(rate === undefined ? {} : { rateQuantity: { value: Number(rate), unit: rateUnit } }),
      ...(dose === undefined ? {} : { dose: { value: Number(dose), unit: doseUnit } }),
      ...(rate === undefined && dose === undefined ? { dose: { extension: [{ url: ABSENT, valueCode: 'unknown' }] } } : {}),
    },
  };
}
