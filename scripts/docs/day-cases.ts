/** The cases of docs/days.md, and a Bundle of each. */

export interface DayCase {
  /** Of its place in the page. */
  readonly name: string;
  readonly first: string;
  readonly last: string;
  /** Clock times in the care zone: `from / to`. */
  readonly infusions: readonly string[];
  readonly stays?: readonly string[];
  /** Told at the end of the row of the pump. */
  readonly hours: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Without changes of the clock. */
export const ZONE = 'America/Phoenix';
const OFFSET = ':00-07:00';

export const DAY_CASES: readonly DayCase[] = [
  { name: 'a day and a half', first: '2025-03-01', last: '2025-03-03', infusions: ['2025-03-01T08:00 / 2025-03-02T20:00'], hours: '36 h' },
  {
    name: 'one minute short',
    first: '2025-03-01',
    last: '2025-03-03',
    infusions: ['2025-03-01T10:00 / 2025-03-02T09:59'],
    hours: '23 h 59 min',
  },
  {
    name: 'a pause of two and a half days',
    first: '2025-04-01',
    last: '2025-04-07',
    infusions: ['2025-04-01T08:00 / 2025-04-03T08:00', '2025-04-05T20:00 / 2025-04-07T20:00'],
    hours: '48 h, 48 h',
  },
  {
    name: 'a pause of more than three days',
    first: '2025-04-01',
    last: '2025-04-07',
    infusions: ['2025-04-01T08:00 / 2025-04-03T08:00', '2025-04-06T09:00 / 2025-04-07T20:00'],
    hours: '48 h, 35 h',
  },
  {
    name: 'a stay in hospital',
    first: '2025-03-03',
    last: '2025-03-09',
    infusions: ['2025-03-03T10:00 / 2025-03-09T10:00'],
    stays: ['2025-03-05T15:00 / 2025-03-07T11:00'],
    hours: '144 h',
  },
];

/** A patient, a claim of one unit for each date, the infusions and the stays. */
export function caseBundle({ first, last, infusions, stays = [] }: DayCase): unknown {
  const subject = { reference: 'Patient/p' };
  const periodOf = (span: string) => {
    const [start, end] = span.split(' / ');
    return { start: start + OFFSET, end: end + OFFSET };
  };
  const quantity = { value: (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1 };
  const line = { sequence: 1, productOrService: { coding: [{ code: 'S9326' }] }, servicedPeriod: { start: first, end: last }, quantity };
  const resources = [
    { resourceType: 'Patient', id: 'p' },
    { resourceType: 'Coverage', id: 'v', status: 'active', beneficiary: subject, payor: [{ display: 'Example Plan' }] },
    {
      resourceType: 'Claim',
      id: 'c',
      status: 'active',
      type: { coding: [{ code: 'professional' }] },
      use: 'claim',
      patient: subject,
      created: last,
      provider: { display: 'Home infusion' },
      priority: { coding: [{ code: 'normal' }] },
      diagnosis: [{ sequence: 1, diagnosisCodeableConcept: { coding: [{ code: 'G89.3' }] } }],
      insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v' } }],
      item: [{ ...line, locationCodeableConcept: { coding: [{ code: '12' }] } }],
    },
    ...infusions.map((span, i) => ({
      resourceType: 'MedicationAdministration',
      id: `i${i}`,
      status: 'completed',
      medicationCodeableConcept: { text: 'hydromorphone infusion' },
      subject,
      effectivePeriod: periodOf(span),
    })),
    ...stays.map((span, i) => ({
      resourceType: 'Encounter',
      id: `s${i}`,
      status: 'finished',
      class: { code: 'IMP' },
      subject,
      period: periodOf(span),
    })),
  ];
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}
