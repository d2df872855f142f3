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
import { FAILURE_WORDS, MOUTH_OR_SKIN_WORDS, ORDERING_ROLES, OTHER_ANALGESIC_NAMES, SUPPLY_WORDS } from '../policy/documentation-words.ts';
import type { Zone } from '../time/zone.ts';
import { datesOf } from './civil-times.ts';
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
  const { documents, observations, encounters, deliveries, deviceUse } = record;
  const current = documents.filter(({ resource }) => resource.status !== 'entered-in-error' && resource.status !== 'superseded');
  const saysSupplies = wordTest(SUPPLY_WORDS);
  const aboutSupplies = current.filter((entry) => textsOfDocument(entry.resource).some(saysSupplies));
  const noteOf = (kind: Note['kind'], entry: Entry, dates: Dates | undefined): Note[] =>
    dates ? [{ reference: labelOf(entry), kind, ...dates }] : [];
  return {
    orders,
    notes: [
      ...current.flatMap((entry) => noteOf('document', entry, documentDates(entry.resource, zone))),
      ...observations.flatMap((entry) =>
        noteOf('observation', entry, span(entry.resource.effectiveDateTime, entry.resource.effectivePeriod, zone)),
      ),
      ...encounters.flatMap((entry) => noteOf('encounter', entry, span(undefined, entry.resource.period, zone))),
    ],
    supplies: [
      ...deliveries.flatMap((entry) => dated(entry, span(entry.resource.occurrenceDateTime, entry.resource.occurrencePeriod, zone))),
      ...deviceUse.flatMap((entry) => dated(entry, span(entry.resource.timingDateTime, entry.resource.timingPeriod, zone))),
      ...aboutSupplies.flatMap((entry) => dated(entry, documentDates(entry.resource, zone))),
    ],
    unreadDocuments: current
      .filter(({ resource }) => resource.content?.some(({ attachment }) => attachment?.url ?? attachment?.data))
      .map(labelOf),
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

function span(moment: string | undefined, period: Period | undefined, zone: Zone): Dates | undefined {
  const start = datesOf(moment ?? period?.start, zone);
  const end = moment === undefined ? datesOf(period?.end, zone) : undefined;
  return start && { first: start.first, last: Math.max(end?.last ?? start.last, start.first) };
}

const documentDates = ({ context, date }: DocumentReference, zone: Zone): Dates | undefined =>
  span(undefined, context?.period, zone) ?? span(date, undefined, zone);

const textsOfDocument = ({ description, type, category = [], content = [] }: DocumentReference): string[] =>
  [description, ...[...(type ? [type] : []), ...category].flatMap(textsOf), ...content.map(({ attachment }) => attachment?.title)].filter(
    (text) => text !== undefined,
  );

/** Supporting information of ours, a document of medical necessity, or a text that names another pain control and that it failed or does not suit. */
function alternativesIn(claim: Entry<Claim>, documents: readonly Entry<DocumentReference>[]): string[] {
  const saysFailed = wordTest(FAILURE_WORDS);
  const namesOther = wordTest([...OTHER_ANALGESIC_NAMES, ...MOUTH_OR_SKIN_WORDS]);
  const saysBoth = (text: string): boolean => saysFailed(text) && namesOther(text);
  const info = (claim.resource.supportingInfo ?? []).filter(
    ({ category, code, valueString }) => [category, code].some(isAlternativesTried) || (valueString !== undefined && saysBoth(valueString)),
  );
  const own = documents.filter((entry) =>
    textsOfDocument(entry.resource).some((text) => saysBoth(text) || /medical necessity/i.test(text)),
  );
  return [...(info.length > 0 ? [labelOf(claim)] : []), ...own.map(labelOf)];
}

/** Code `alternatives-tried` of our supporting information, whatever canonical base a deployment has. */
const isAlternativesTried = (concept: CodeableConcept | undefined): boolean =>
  concept?.coding?.some(({ code }) => code === 'alternatives-tried') ?? false;

function hasOrderingRole({ careTeam = [] }: Claim): boolean {
  const namesRole = wordTest(ORDERING_ROLES);
  return careTeam.some(({ role }) => role && [...textsOf(role), ...(role.coding ?? []).flatMap(({ code }) => code ?? [])].some(namesRole));
}
