/** The columns of the two sheets, for people whose systems have no FHIR: what stands in them, and by what a cell is known to be wrong. */
import { parseDate } from '../time/civil-date.ts';
import { zoneNamed } from '../time/zone.ts';

export interface Column {
  readonly name: string;
  readonly isRequired?: boolean;
  readonly what: string;
  readonly example: string;
  /** What is wrong with a cell that is not empty, completing "units must …"; undefined when it is right. Absent: any text. */
  readonly check?: (cell: string) => string | undefined;
}

const matching = (pattern: RegExp, rule: string) => (cell: string) => (pattern.test(cell) ? undefined : rule);
const id = matching(/^[A-Za-z0-9.-]{1,64}$/, 'must be up to 64 letters, digits, - and .');
const date = (cell: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(cell) && parseDate(cell) !== undefined ? undefined : 'must be a date such as 2025-03-02';
const number = matching(/^-?\d{1,12}(\.\d{1,8})?$/, 'must be a number with a point, without signs of thousands');
const words = matching(/^\S+( \S+)*$/, 'must be codes, divided by single spaces');
const zone = (cell: string) => (zoneNamed(cell) ? undefined : 'must be an IANA time zone such as America/Chicago');

export const CLAIM_LINES: readonly Column[] = [
  { name: 'claim', isRequired: true, what: 'number of the claim; lines of one claim repeat it', example: 'C1001', check: id },
  {
    name: 'line',
    isRequired: true,
    what: 'number of the line, from 1',
    example: '1',
    check: matching(/^[1-9]\d{0,3}$/, 'must be a whole number from 1'),
  },
  { name: 'patient', isRequired: true, what: 'number of the patient, the same in both sheets', example: 'P77', check: id },
  { name: 'created', isRequired: true, what: 'date of the claim', example: '2025-03-12', check: date },
  {
    name: 'code',
    isRequired: true,
    what: 'HCPCS or CPT code',
    example: 'S9326',
    check: matching(/^[A-Za-z0-9]{5}$/, 'must be a code of five characters'),
  },
  { name: 'modifiers', what: 'divided by spaces', example: '', check: words },
  { name: 'from', isRequired: true, what: 'first date of service', example: '2025-03-03', check: date },
  { name: 'to', what: 'last date of service; empty: the first', example: '2025-03-09', check: date },
  { name: 'units', isRequired: true, what: 'units billed', example: '7', check: number },
  { name: 'unit_price', what: 'price of one unit', example: '150.00', check: number },
  { name: 'currency', what: 'of the price; empty: USD', example: '', check: matching(/^[A-Z]{3}$/, 'must be a code such as USD') },
  { name: 'place_of_service', what: 'two digits: 12 is home', example: '12', check: matching(/^\d{2}$/, 'must be two digits, such as 12') },
  { name: 'diagnoses', what: 'ICD-10-CM, divided by spaces, the first one first', example: 'G89.3 C25.9', check: words },
  { name: 'payer', isRequired: true, what: 'name of the payer', example: 'Acme Health Plan' },
  {
    name: 'payer_type',
    what: 'SOPT code: 5 commercial, 1 Medicare, 2 Medicaid',
    example: '5',
    check: matching(/^\d{1,6}$/, 'must be a code of the Source of Payment Typology, such as 5'),
  },
  { name: 'coverage_from', what: 'first date of the coverage', example: '2025-01-01', check: date },
  { name: 'coverage_to', what: 'last date of the coverage', example: '2025-12-31', check: date },
  { name: 'authorization', what: 'number of the authorization', example: '' },
  { name: 'provider', what: 'name of the home infusion provider', example: 'Example Home Infusion' },
  { name: 'ordered_by', what: 'who ordered the therapy', example: 'Dr. Example' },
  {
    name: 'state',
    what: 'where the patient lives, two letters',
    example: 'IL',
    check: matching(/^[A-Z]{2}$/, 'must be two letters, such as IL'),
  },
  { name: 'time_zone', what: 'IANA zone of the care, for times without an offset', example: 'America/Chicago', check: zone },
];

const STATUSES = ['completed', 'in-progress', 'stopped', 'on-hold', 'not-done', 'entered-in-error', 'unknown'];
const ROUTES = ['subcutaneous', 'intravenous', 'epidural', 'intrathecal', 'oral', 'transdermal', 'intramuscular'] as const;
export type Route = (typeof ROUTES)[number];

export const ADMINISTRATIONS: readonly Column[] = [
  { name: 'patient', isRequired: true, what: 'number of the patient, as in the lines', example: 'P77', check: id },
  { name: 'administration', isRequired: true, what: 'number of the administration', example: 'A1', check: id },
  { name: 'drug', isRequired: true, what: 'name and strength', example: 'hydromorphone 1 mg/mL' },
  {
    name: 'drug_code',
    what: 'HCPCS code of the drug',
    example: 'J1171',
    check: matching(/^[A-Za-z0-9]{5}$/, 'must be a code of five characters'),
  },
  { name: 'start', isRequired: true, what: 'when it began, by the clock there or with an offset', example: '2025-03-02 20:00' },
  { name: 'end', what: 'when it ended; empty: still running, or a reading at one time', example: '2025-03-05 08:00' },
  {
    name: 'status',
    what: `${STATUSES.join(', ')}; empty: completed`,
    example: '',
    check: (cell) => (STATUSES.includes(cell) ? undefined : `must be one of ${STATUSES.join(', ')}`),
  },
  {
    name: 'route',
    what: ROUTES.join(', '),
    example: 'subcutaneous',
    check: (cell) => (ROUTES.some((route) => route === cell) ? undefined : `must be one of ${ROUTES.join(', ')}`),
  },
  { name: 'rate', what: 'rate of the pump', example: '0.4', check: number },
  { name: 'rate_unit', what: 'such as mg/h or mL/h', example: 'mg/h' },
  { name: 'dose', what: 'dose given in all', example: '', check: number },
  { name: 'dose_unit', what: 'such as mg', example: '' },
  { name: 'pump', what: 'the device', example: 'CADD pump' },
];

export const SHEETS = { 'claim-lines.csv': CLAIM_LINES, 'administrations.csv': ADMINISTRATIONS } as const;
export type SheetName = keyof typeof SHEETS;

/** The head and one row of example, as CSV. */
export const template = (name: SheetName): string =>
  [SHEETS[name].map((column) => column.name), SHEETS[name].map(({ example }) => example)].map((cells) => `${cells.join(',')}\r\n`).join('');
