/** One change each of the clean claim (one-clean-claim.yaml), what it raises, and the decision that follows. */
import type { Decision } from '../../src/index.ts';
import type { Json } from '../support/example-kinds.ts';

/** Name; what is laid over the clean claim; the findings, each as effect and rule; the decision. */
type Change = readonly [name: string, change: Json, raises: string, decision: Decision];

const perDiem = (change: Json): Json => ({ claim: { lines: { 1: change } } });
const drug = (change: Json | null): Json => ({ claim: { lines: { 2: change } } });
const beside = (...codes: readonly (string | number)[]): Json => ({
  claim: { lines: Object.fromEntries(codes.map((code, i) => [i + 3, { code, on: '2025-06-04', units: 1, place: 12 }])) },
});
const rule = (id: string, effect: string): Json => ({ policy: { rules: { [id]: effect } } });
const parameter = (name: string, value: unknown): Json => ({ policy: { parameters: { [name]: value } } });
const authorized = (answer: Json): Json => ({ claim: { authorization: 'AUTH-1' }, authorizations: [{ number: 'AUTH-1', ...answer }] });
const earlierClaim = (change: Json): Json => ({
  otherClaims: [
    {
      id: 'c0',
      created: '2025-06-09',
      diagnoses: ['G89.3'],
      lines: { 1: { code: 'S9326', from: '2025-06-02', to: '2025-06-08', units: 7, place: 12 } },
      ...change,
    },
  ],
});
const paidBefore = (change: Json, paid: number): Json => earlierClaim({ result: { lines: { 1: { paid } } }, ...change });
const husbandsPlan = (change: Json): Json => ({ otherCoverages: [{ payor: 'Plan of the husband', type: 'sopt 5', order: 1, ...change }] });
const episodeOfHospice: Json = {
  resourceType: 'EpisodeOfCare',
  id: 'hospice',
  status: 'active',
  type: [{ text: 'Hospice' }],
  patient: { reference: 'Patient/p1' },
  period: { start: '2025-06-08' },
};

export const ON_THE_CLAIM: readonly Change[] = [
  ['The line has no dates', perDiem({ from: null, to: null }), 'deny service-dates-stated', 'denied'],
  ['The line begins and never ends', perDiem({ to: null }), 'deny service-dates-stated', 'denied'],
  ['The line ends before it begins', perDiem({ from: '2025-06-08', to: '2025-06-02' }), 'deny service-dates-stated', 'denied'],
  ['The line begins in a month, not on a day', perDiem({ from: '2025-06' }), 'deny service-dates-stated', 'denied'],
  ['The line is longer than a payer takes', parameter('maxSpanDays', 6), 'deny service-dates-stated', 'denied'],
  ['The line bills no unit', perDiem({ units: 0 }), 'deny units-stated', 'denied'],
  ['The line bills half a day', perDiem({ units: 6.5 }), 'deny units-stated', 'denied'],
  ['No diagnosis is on the claim', { claim: { diagnoses: null } }, 'deny diagnosis-present', 'denied'],
  ['The line points at a diagnosis that is not there', perDiem({ diagnoses: [9] }), 'deny diagnosis-present', 'denied'],
  ['The line is both second and third therapy', perDiem({ modifiers: ['SH', 'SJ'] }), 'deny modifiers-consistent', 'denied'],
  ['The line is second therapy of one', perDiem({ modifiers: ['SH'] }), 'deny modifiers-consistent', 'denied'],
  ['The line is of an infusion suite, at home', perDiem({ modifiers: ['SS'] }), 'deny modifiers-consistent', 'denied'],
  ['A unit more than dates', perDiem({ units: 8 }), 'deny units-within-span', 'reduced'],
  ['A unit fewer than dates', perDiem({ units: 6 }), 'advise units-match-span', 'approved'],
  ['In hospital', perDiem({ place: 21 }), 'deny place-of-service-home', 'denied'],
  ['In the office', perDiem({ place: 11 }), 'deny place-of-service-home', 'denied'],
  ['No place of service', perDiem({ place: null }), 'pend place-of-service-home', 'pended'],
  ['In a hospice', perDiem({ place: 34 }), 'pend not-under-hospice', 'pended'],
  ['Made 366 days after the first date', { claim: { created: '2026-06-03' } }, 'deny timely-filing', 'reduced'],
  ['Made a year and a month after', { claim: { created: '2026-07-08' } }, 'deny timely-filing', 'denied'],
  ['The cancer alone', { claim: { diagnoses: ['C50.919'] } }, 'advise diagnosis-supports-pain', 'approved'],
  ['No line for the drug', drug(null), 'advise drugs-coded-separately', 'approved'],
  ['Milligrams as units of the drug', drug({ units: 78 }), 'advise drug-units-match-infused', 'approved'],
  ['The code of the drug that ended in 2024', drug({ code: 'J1170', units: 20 }), 'deny code-in-force', 'approved'],
  ['An unlisted drug without a name', beside('J3490'), 'deny unlisted-drug-identified', 'approved'],
  ['Pain therapy of another kind', beside('S9325'), 'deny pain-per-diems-exclusive', 'approved'],
  ['Home care with a per diem of its own', beside('S9810'), 'deny excluded-with-per-diem', 'approved'],
  ['Catheter care', beside('S5501'), 'deny catheter-care-included', 'approved'],
  ['Cassettes', beside('A4222'), 'deny supplies-included', 'approved'],
  ['An antibiotic, neither therapy marked', beside('S9500'), 'pend concurrent-therapy-modified', 'approved'],
  ['Further hours of a visit that was not', beside(99602), 'deny nursing-coded-correctly', 'approved'],
  ['Nursing by the hour beside a visit', beside(99601, 'S9123'), 'advise nursing-coded-correctly', 'approved'],
  [
    'A second line for Wednesday',
    { claim: { lines: { 3: { code: 'S9326', on: '2025-06-04', units: 1, place: 12 } } } },
    'deny one-per-diem-per-day',
    'reduced',
  ],
  ['A claim that is a draft', { claim: { status: 'draft' } }, '', 'not-applicable'],
  ['A claim for the drug alone', perDiem({ code: 'S9500' }), '', 'not-applicable'],
  ['The code in small letters', perDiem({ code: ' s9326 ' }), '', 'approved'],
  ['A dry run', { claim: { use: 'predetermination' } }, '', 'approved'],
  ['A preauthorization', { claim: { use: 'preauthorization' } }, '', 'approved'],
  ['A home health bill', { claim: { type: 'institutional', billType: '0329', lines: { 1: { place: null } } } }, '', 'approved'],
];

export const ON_THE_PAYER: readonly Change[] = [
  ['No coverage at hand', { coverage: null }, 'pend coverage-present', 'pended'],
  ['No insurance is focal', { claim: { focal: false } }, 'pend coverage-present', 'pended'],
  ["The husband's card", { coverage: { beneficiary: 'p2' } }, 'deny coverage-beneficiary-matches', 'denied'],
  ['Covered from the second day', { coverage: { from: '2025-06-03' } }, 'deny coverage-in-force', 'reduced'],
  ['Covered to the last day but one', { coverage: { to: '2025-06-07' } }, 'deny coverage-in-force', 'reduced'],
  ['Covered until May', { coverage: { to: '2025-05-31' } }, 'deny coverage-in-force', 'denied'],
  ['A coverage that is a draft', { coverage: { status: 'draft' } }, 'pend coverage-in-force', 'pended'],
  ['Original Medicare', { coverage: { type: 'sopt 1' } }, 'deny payer-accepts-s-codes', 'denied'],
  ['TRICARE', { coverage: { type: 'sopt 311' } }, 'deny payer-accepts-s-codes', 'denied'],
  ['Medicare Advantage', { coverage: { type: 'sopt 11' } }, 'advise payer-accepts-s-codes', 'approved'],
  ['Another plan is first', { coverage: { order: 2 }, ...husbandsPlan({}) }, 'pend primary-payer-first', 'pended'],
  ['Another plan is second', { coverage: { order: 1 }, ...husbandsPlan({ order: 2 }) }, '', 'approved'],
  ['The payer wants an authorization', parameter('authorizationRequired', true), 'deny authorization-present', 'denied'],
  ['Authorized from the second day', authorized({ from: '2025-06-03', review: 'A1' }), 'deny authorization-covers-date', 'reduced'],
  ['Authorization refused', authorized({ review: 'A3' }), 'deny authorization-covers-date', 'denied'],
  ['Authorization not decided', authorized({ review: 'A4' }), 'deny authorization-covers-date', 'denied'],
  ['Six units authorized', authorized({ units: 6, review: 'A1' }), 'deny authorization-units-left', 'reduced'],
  ['Seven units authorized', authorized({ units: 7, review: 'A1' }), '', 'approved'],
  ['Two units left of the benefit', { benefit: { allowed: 90, used: 88 } }, 'deny benefit-units-left', 'reduced'],
  ['Paid before', paidBefore({}, 1050), 'deny one-per-diem-per-day', 'denied'],
  ['Paid before to another', paidBefore({ provider: 'other-infusion' }, 1050), 'deny one-per-diem-per-day', 'denied'],
  ['Paid before, and refused', paidBefore({}, 0), '', 'approved'],
  ['An earlier claim is open', earlierClaim({}), 'pend one-per-diem-per-day', 'pended'],
  ['The payer counts stretches of 24 hours', parameter('dayCounting', 'elapsed-24h'), 'deny day-supported', 'reduced'],
  ['The payer takes only the office', parameter('placesOfService', ['11']), 'deny place-of-service-home', 'denied'],
  ['The payer wants claims within a week', parameter('timelyFilingDays', 7), 'deny timely-filing', 'reduced'],
  ['The payer asks for deliveries', rule('supplies-documented', 'pend'), 'pend supplies-documented', 'pended'],
];

export const ON_THE_RECORD: readonly Change[] = [
  ['She died on Saturday', { patient: { died: '2025-06-07' } }, 'deny patient-alive', 'reduced'],
  ['She died, nobody says when', { patient: { died: true } }, 'pend patient-alive', 'pended'],
  [
    'Judged on Saturday', // what is infused later has not happened yet
    { asOf: '2025-06-07 12:00' },
    'deny day-supported, deny not-future-dated',
    'reduced',
  ],
  [
    'Nobody names the zone, and it decides',
    { asOf: '2025-07-01T09:00:00Z', patient: { timeZone: null, state: null }, infusions: ['2025-06-02T13:00:00Z / 2025-06-08T02:00:00Z'] },
    'pend care-zone-known',
    'pended',
  ],
  ['In hospital from Wednesday to Friday', { stays: ['2025-06-04 11:00 / 2025-06-06 12:00'] }, 'deny not-inpatient', 'reduced'],
  ['In hospital on Wednesday', { stays: ['2025-06-04 11:00 / 2025-06-04 20:00'] }, '', 'approved'],
  [
    'In the care of a hospice from Saturday on',
    { stays: [{ time: '2025-06-07 /', class: 'HH', type: 'Hospice care at home' }] },
    'pend not-under-hospice',
    'pended',
  ],
  ['An episode of hospice from Sunday on', { fhir: { add: [episodeOfHospice] } }, 'pend not-under-hospice', 'pended'],
  ['Nothing was charted', { infusions: [] }, 'pend evidence-present', 'pended'],
  ['The pump is implanted', { infusing: { device: 'Implanted pump' } }, 'deny not-implanted-pump', 'denied'],
  ['The pump is billed as implanted', beside('E0783'), 'deny not-implanted-pump', 'denied'],
  [
    'The week was infused for 23 hours',
    { infusions: ['2025-06-02 08:00 / 2025-06-03 07:00'] },
    'deny day-supported, deny infusion-continuous',
    'denied',
  ],
  ['The infusion ended on Friday', { infusions: { 1: '2025-06-05 08:00 / 2025-06-06 20:00' } }, 'deny day-supported', 'reduced'],
  ['The infusion was in May', { infusions: ['2025-05-01 08:00 / 2025-05-08 08:00'] }, 'deny day-supported', 'denied'],
  ['The second bag has no end', { infusions: { 1: { time: '2025-06-05 08:00 /', status: 'completed' } } }, 'pend day-supported', 'pended'],
  [
    'The second bag was not given',
    { infusions: { 1: { time: '2025-06-05 08:00 / 2025-06-08 20:00', status: 'not-done' } } },
    'deny day-supported',
    'reduced',
  ],
  ['The pump stood still', { infusing: { rate: '0 mg/h' } }, 'deny day-supported', 'denied'],
  ['An antibiotic in the pump', { infusing: { drug: 'vancomycin 5 mg/mL' } }, 'deny day-supported', 'denied'],
  ['Tablets', { infusing: { route: 'oral' } }, 'deny day-supported', 'denied'],
  [
    'Half of the week the pump paused', // and the drug is billed for what was given
    {
      infusions: ['2025-06-02 00:00 / 2025-06-04 00:00', '2025-06-07 00:00 / 2025-06-08 11:59'],
      ...drug({ units: 420 }),
    },
    'advise therapy-mostly-infused',
    'approved',
  ],
  ['No order of the infusion', { orders: { 1: null } }, 'advise order-on-file', 'approved'],
  ['An order without rate', { orders: { 1: { rate: null } } }, 'advise order-on-file', 'approved'],
  ['No order of tablets before', { orders: { 0: null } }, 'advise alternatives-documented', 'approved'],
  ['The tablets go on', { orders: { 0: { status: 'active', stoppedBecause: null } } }, 'advise alternatives-documented', 'approved'],
  [
    'Nothing noted on Thursday',
    { observations: ['2025-06-02..2025-06-04', '2025-06-06..2025-06-08'] },
    'advise progress-documented',
    'approved',
  ],
  ['Nobody ordered', { orders: { 0: { by: null }, 1: { by: null } } }, 'advise ordering-provider-identified', 'approved'],
  [
    'The rate is raised, and a payer asks why', // with no note of the week
    {
      ...rule('adjustments-documented', 'pend'),
      observations: [],
      infusions: { 1: { time: '2025-06-05 08:00 / 2025-06-08 20:00', rate: '0.8 mg/h' } },
    },
    'pend adjustments-documented',
    'pended',
  ],
];
