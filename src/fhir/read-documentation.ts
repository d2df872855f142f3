/** What is written and observed about the patient, as the rules about documentation see it (2-rules.md 35 to 41). */
import type {
  Claim,
  CodeableConcept,
  Condition,
  DeviceUseStatement,
  DocumentReference,
  Encounter,
  Observation,
  Period,
  SupplyDelivery,
} from '@medplum/fhirtypes';
import type { Documentation, Note } from '../documentation.ts';
import { ORDERING_ROLES, SUPPLY_WORDS } from '../policy/documentation-words.ts';
import type { Zone } from '../time/zone.ts';
import { dateOf } from './civil-times.ts';
import { documentsOfAlternatives, saysOtherPainControlFailed, titlesOf, unreadAmong } from './read-alternatives.ts';
import { textsOf } from './read-medication.ts';
import { type Entry, labelOf, type Resolver } from './record.ts';
import { wordTest } from './words.ts';

type Dates = { readonly first: number; readonly last: number };

export interface Papers {
  readonly documents: readonly Entry<DocumentReference>[];
  readonly observations: readonly Entry<Observation>[];
  readonly encounters: readonly Entry<Encounter>[];
  readonly deliveries: readonly Entry<SupplyDelivery>[];
  readonly deviceUse: readonly Entry<DeviceUseStatement>[];
}

export function readDocumentation(
  claim: Entry<Claim>,
  record: Papers,
  orders: Documentation['orders'],
  resolver: Resolver,
  zone: Zone,
): Documentation {
  const current = record.documents.filter(tookPlace);
  const observations = record.observations.filter(tookPlace);
  const encounters = record.encounters.filter(tookPlace);
  const deliveries = record.deliveries.filter(tookPlace);
  const deviceUse = record.deviceUse.filter(tookPlace);
  const saysSupplies = wordTest(SUPPLY_WORDS);
  const aboutSupplies = current.filter((entry) => titlesOf(entry.resource).some(saysSupplies));
  const noteOf = (kind: Note['kind'], entry: Entry, dates: Dates | undefined): Note[] =>
    dates ? [{ reference: labelOf(entry), kind, ...dates }] : [];
  return {
    orders,
    notes: [
      ...current.flatMap((entry) => noteOf('document', entry, documentDates(entry.resource, zone))),
      ...observations.flatMap((entry) =>
        noteOf(
          'observation',
          entry,
          span(entry.resource.effectiveDateTime ?? entry.resource.effectiveInstant, entry.resource.effectivePeriod, zone),
        ),
      ),
      ...encounters.flatMap((entry) => noteOf('encounter', entry, span(undefined, entry.resource.period, zone, goesOn(entry)))),
    ],
    supplies: [
      ...deliveries.flatMap((entry) => dated(entry, span(entry.resource.occurrenceDateTime, entry.resource.occurrencePeriod, zone))),
      ...deviceUse.flatMap((entry) => dated(entry, span(entry.resource.timingDateTime, entry.resource.timingPeriod, zone, goesOn(entry)))),
      ...aboutSupplies.flatMap((entry) => dated(entry, documentDates(entry.resource, zone))),
    ],
    unreadDocuments: unreadAmong(current).map(labelOf),
    alternatives: alternativesIn(claim, current),
    hasOrderingProvider:
      orders.some((order) => order.hasRequester) || claim.resource.referral !== undefined || hasOrderingRole(claim.resource),
    diagnoses: (claim.resource.diagnosis ?? []).flatMap(({ diagnosisCodeableConcept, diagnosisReference }) => {
      const condition = resolver.resolve(diagnosisReference, claim)?.resource as Condition | undefined;
      return [diagnosisCodeableConcept, condition?.code].flatMap((concept) =>
        (concept?.coding ?? []).flatMap(({ code }) => code?.toUpperCase() ?? []),
      );
    }),
  };
}

const dated = (entry: Entry, dates: Dates | undefined) => (dates ? [{ reference: labelOf(entry), ...dates }] : []);

/** A date of at least a day's precision: what was written in June documents no day of June. */
function span(moment: string | undefined, period: Period | undefined, zone: Zone, isOpen = false): Dates | undefined {
  const first = dateOf(moment ?? period?.start, zone);
  if (first === undefined) return undefined;
  if (moment === undefined && period?.end === undefined && isOpen) return { first, last: Number.POSITIVE_INFINITY };
  return { first, last: Math.max((moment === undefined ? dateOf(period?.end, zone) : undefined) ?? first, first) };
}

/** Neither a mistake nor a mere plan. */
const NEVER_WAS: ReadonlySet<string> = new Set(['entered-in-error', 'superseded', 'cancelled', 'planned', 'intended', 'abandoned']);
const tookPlace = ({ resource }: Entry<Papers[keyof Papers][number]['resource']>): boolean => !NEVER_WAS.has(resource.status ?? '');

/** Begun, and without an end. */
const goesOn = ({ resource }: Entry<Encounter | DeviceUseStatement>): boolean =>
  /^(in-progress|onleave|active)$/.test(resource.status ?? '');

const documentDates = ({ context, date }: DocumentReference, zone: Zone): Dates | undefined =>
  span(undefined, context?.period, zone) ?? span(date, undefined, zone);

/** Supporting information of ours, a text of the claim, or a document. */
function alternativesIn(claim: Entry<Claim>, documents: readonly Entry<DocumentReference>[]): string[] {
  const saysSo = saysOtherPainControlFailed();
  const info = (claim.resource.supportingInfo ?? []).filter(
    ({ category, code, valueString }) => [category, code].some(isAlternativesTried) || (valueString !== undefined && saysSo(valueString)),
  );
  return [...(info.length > 0 ? [labelOf(claim)] : []), ...documentsOfAlternatives(documents).map(labelOf)];
}

/** Code `alternatives-tried` of our supporting information, whatever canonical base a deployment has. */
const isAlternativesTried = (concept: CodeableConcept | undefined): boolean =>
  concept?.coding?.some(({ code }) => code === 'alternatives-tried') ?? false;

function hasOrderingRole({ careTeam = [] }: Claim): boolean {
  const namesRole = wordTest(ORDERING_ROLES);
  return careTeam.some(({ role }) => role && [...textsOf(role), ...(role.coding ?? []).flatMap(({ code }) => code ?? [])].some(namesRole));
}
