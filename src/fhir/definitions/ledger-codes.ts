/** The codes that our extensions carry, each with what it means. The compiler sees to it that none of the assessment is left out. */
import type { CareZoneSource, DayCounting, DayReason, Decision, LineDecision, UnitDecision } from '../../assessment.ts';

export interface Meaning {
  readonly display: string;
  readonly definition: string;
}

export interface CodeSet {
  readonly title: string;
  readonly description: string;
  readonly codes: Readonly<Record<string, Meaning>>;
}

const decision: Readonly<Record<Decision, Meaning>> = {
  approved: { display: 'Approved', definition: 'Every unit of S9326 that the claim bills is allowed.' },
  reduced: { display: 'Reduced', definition: 'Some units of S9326 are allowed, some denied, and none waits.' },
  denied: { display: 'Denied', definition: 'No unit of S9326 is allowed, and none waits.' },
  pended: { display: 'Pended', definition: 'At least one unit of S9326 waits until something is sent or a person has looked.' },
  'not-applicable': { display: 'Not applicable', definition: 'No unit of S9326 was judged: the claim bills none, or is not active.' },
};

const unitDecision: Readonly<Record<UnitDecision, Meaning>> = {
  allowed: { display: 'Allowed', definition: 'The unit may be paid.' },
  denied: { display: 'Denied', definition: 'A rule refuses the unit.' },
  pended: { display: 'Pended', definition: 'The unit waits until something is sent or a person has looked.' },
};

const lineDecision: Readonly<Record<LineDecision, Meaning>> = {
  denied: { display: 'Denied', definition: 'The line is refused, most often because the per diem includes it.' },
  pended: { display: 'Pended', definition: 'The line waits, most often with the unit of S9326 of its date.' },
  'separately-payable': { display: 'Separately payable', definition: 'The line may be paid beside the per diem.' },
  'not-judged': { display: 'Not judged', definition: 'Nothing of the line concerns the per diem.' },
};

const careZoneSource: Readonly<Record<CareZoneSource, Meaning>> = {
  caller: { display: 'Caller', definition: 'The one who asked for the judgement named the zone.' },
  patient: { display: 'Patient', definition: "The patient's record names the zone." },
  facility: { display: 'Facility', definition: "The claim's facility names the zone." },
  policy: { display: 'Policy', definition: 'The policy names the zone.' },
  address: { display: 'Address', definition: 'The zone is that of the state in the home address, else in the address of the facility.' },
  default: { display: 'Default', definition: 'Nothing names a zone; UTC is taken.' },
};

const dayCounting: Readonly<Record<DayCounting, Meaning>> = {
  'access-days': {
    display: 'Access days',
    definition: 'Every date from the first to the last of a continuous therapy counts, infused or not.',
  },
  'infusion-days': { display: 'Infusion days', definition: 'Every date of a continuous therapy on which something was infused counts.' },
  'elapsed-24h': { display: 'Elapsed 24 hours', definition: 'Every full 24 hours of a continuous run count as one.' },
};

const dayReason: Readonly<Record<DayReason, Meaning>> = {
  inpatient: { display: 'Inpatient', definition: 'The patient was in hospital on the date.' },
  unclear: { display: 'Unclear', definition: 'Something that may be an infusion touches the date, and the record does not show one.' },
  'under-24-hours': { display: 'Under 24 hours', definition: 'Infused, but in no continuous stretch of 24 hours.' },
  'not-counted': { display: 'Not counted', definition: 'Infused, but the way of counting has no unit for the date.' },
  paused: { display: 'Paused', definition: 'The therapy stood still and had not ended.' },
  'no-infusion': { display: 'No infusion', definition: 'No infusion is on record for the date.' },
};

/** By id of the CodeSystem, which is that of its ValueSet too. */
export const LEDGER_CODES = {
  decision: { title: 'S9326 claim decision', description: 'What became of the units of S9326 of a claim.', codes: decision },
  'unit-decision': { title: 'S9326 unit decision', description: 'What became of a unit of S9326.', codes: unitDecision },
  'line-decision': {
    title: 'S9326 other line decision',
    description: 'What became of a claim line of another code than S9326.',
    codes: lineDecision,
  },
  'care-zone-source': {
    title: 'S9326 care zone source',
    description: 'Where the time zone comes from in which dates are counted.',
    codes: careZoneSource,
  },
  'day-counting': { title: 'S9326 day counting', description: 'Ways of counting the days of a per diem.', codes: dayCounting },
  'day-reason': { title: 'S9326 day reason', description: 'Why the record does not support a date.', codes: dayReason },
} satisfies Readonly<Record<string, CodeSet>>;

/** A set of codes that an element of ours is bound to. */
export type BoundCodes = keyof typeof LEDGER_CODES | 'rules';
