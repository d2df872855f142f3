/** Coordination of benefits (2-rules.md 12), hospice (20) and the first date of a claim and its replacements (13). */
import type { Claim, Coverage, Encounter, EpisodeOfCare, ExplanationOfBenefit, Reference } from '@medplum/fhirtypes';
import type { DateSpan } from '../claim.ts';
import { payerKind } from '../policy/payer-kind.ts';
import type { CivilDate } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';
import { datesOf } from './civil-times.ts';
import { type BilledItem, focalInsurance, readLine } from './read-claim.ts';
import { readCoverage } from './read-coverage.ts';
import { textsOf } from './read-medication.ts';
import { type Entry, labelOf, type Resolver } from './record.ts';

type IsPatient = (reference: Reference | undefined, from: Entry) => boolean;

/** Active medical coverages of the patient with a lower order than the focal one, of which no result is at hand. */
export function unansweredBefore(
  claim: Entry<Claim>,
  resolver: Resolver,
  zone: Zone,
  isPatient: IsPatient,
  waivesMedicare: boolean,
): string[] {
  const insurances = (claim.resource.insurance ?? []).map((insurance) => ({
    insurance,
    coverage: resolver.resolve(insurance.coverage, claim),
  }));
  const sequenceOf = (entry: Entry) => insurances.find(({ coverage }) => coverage?.resource === entry.resource)?.insurance.sequence;
  const orderOf = (entry: Entry<Coverage>) => entry.resource.order ?? sequenceOf(entry);
  const focal = resolver.resolve(focalInsurance(claim.resource)?.coverage, claim) as Entry<Coverage> | undefined;
  const focalOrder = focal && orderOf(focal);
  if (!focal || focalOrder === undefined) return [];
  return resolver
    .ofType('Coverage')
    .filter(
      (entry) => entry.resource !== focal.resource && entry.resource.status === 'active' && isPatient(entry.resource.beneficiary, entry),
    )
    .filter((entry) => {
      const kind = payerKind(readCoverage(entry, resolver, zone, isPatient));
      const order = orderOf(entry);
      const isBefore = order !== undefined && order < focalOrder && kind !== 'not-medical';
      return isBefore && !(waivesMedicare && kind === 'medicare') && !isAnswered(entry, claim, resolver, zone, isPatient);
    })
    .map(labelOf)
    .sort();
}

/**
 * By a ClaimResponse at hand that insurance.claimResponse of that coverage leads to, or by explanations of benefits under it: one that
 * names this very claim, or those that together hold every date on which it bills S9326. The primary payer was sent a claim of its own.
 */
function isAnswered(coverage: Entry<Coverage>, claim: Entry<Claim>, resolver: Resolver, zone: Zone, isPatient: IsPatient): boolean {
  const linked = (claim.resource.insurance ?? []).some(
    ({ coverage: reference, claimResponse }) =>
      resolver.resolve(claimResponse, claim)?.resource.resourceType === 'ClaimResponse' &&
      resolver.resolve(reference, claim)?.resource === coverage.resource,
  );
  if (linked) return true;
  const explained = resolver
    .ofType('ExplanationOfBenefit')
    .filter(
      (entry) =>
        entry.resource.status === 'active' &&
        entry.resource.insurance?.some((insurance) => resolver.resolve(insurance.coverage, entry)?.resource === coverage.resource),
    );
  if (explained.some((entry) => resolver.resolve(entry.resource.claim, entry)?.resource === claim.resource)) return true;
  const billed = perDiemSpans(claim.resource, zone);
  const answered = explained
    .filter(
      ({ resource, ...entry }) =>
        resource.outcome !== 'queued' &&
        (resource.use ?? 'claim') === (claim.resource.use ?? 'claim') &&
        isPatient(resource.patient, { ...entry, resource }),
    )
    .flatMap(({ resource }) => perDiemSpans(resource, zone))
    .sort((a, b) => a.first - b.first);
  return billed.length > 0 && billed.every((span) => isCovered(span, answered));
}

function perDiemSpans({ item = [], billablePeriod }: Claim | ExplanationOfBenefit, zone: Zone): DateSpan[] {
  return (item as readonly BilledItem[]).flatMap((each) => {
    const { span, isPerDiem } = readLine(each, billablePeriod, zone);
    return span && isPerDiem ? [span] : [];
  });
}

/** Every date of the span lies in one of the spans, which are in order of their first dates. */
function isCovered({ first, last }: DateSpan, spans: readonly DateSpan[]): boolean {
  let next = first;
  for (const span of spans) if (span.first <= next && next <= span.last) next = span.last + 1;
  return next > last;
}

export interface HospiceCare {
  readonly reference: string;
  readonly first: CivilDate;
  readonly last: CivilDate;
}

/** Encounters, episodes and coverages that say hospice, with the dates that they take; open sides are open. */
export function readHospice(
  encounters: readonly Entry<Encounter>[],
  episodes: readonly Entry<EpisodeOfCare>[],
  coverages: readonly Entry<Coverage>[],
  zone: Zone,
): HospiceCare[] {
  const encounterTexts = ({ class: kind, type = [], serviceType }: Encounter) => [
    kind?.code,
    kind?.display,
    ...[...type, ...(serviceType ? [serviceType] : [])].flatMap(textsAndCodes),
  ];
  return [
    ...encounters
      .filter(({ resource }) => /^(in-progress|onleave|finished)$/.test(resource.status ?? '') && saysHospice(encounterTexts(resource)))
      .map((entry) => careOf(entry, periodOf(entry.resource), zone)),
    ...episodes
      .filter(
        ({ resource }) =>
          /^(active|onhold|finished)$/.test(resource.status ?? '') && saysHospice((resource.type ?? []).flatMap(textsAndCodes)),
      )
      .map((entry) => careOf(entry, entry.resource.period, zone)),
    ...coverages
      .filter(
        ({ resource }) =>
          resource.status === 'active' &&
          saysHospice([
            ...(resource.type ? textsAndCodes(resource.type) : []),
            ...(resource.class ?? []).flatMap(({ name, value }) => [name, value]),
          ]),
      )
      .map((entry) => careOf(entry, entry.resource.period, zone)),
  ];
}

const textsAndCodes = (concept: Parameters<typeof textsOf>[0]): (string | undefined)[] => [
  ...textsOf(concept),
  ...(concept.coding ?? []).map(({ code }) => (code !== undefined && HOSPICE_CODES.has(code) ? 'hospice' : code)),
];

/** SNOMED CT: admission to hospice, hospice care, patient in hospice. */
const HOSPICE_CODES: ReadonlySet<string> = new Set(['305336008', '385763009', '170935008']);

const saysHospice = (texts: readonly (string | undefined)[]): boolean => texts.some((text) => text !== undefined && /hospice/i.test(text));

/** As of stays (1-days.md 4): a finished one without an end took its first date. */
const periodOf = ({ status, period }: Encounter): Encounter['period'] =>
  status === 'finished' && period?.start !== undefined ? { start: period.start, end: period.end ?? period.start } : period;

function careOf(entry: Entry, period: { start?: string; end?: string } | undefined, zone: Zone): HospiceCare {
  return {
    reference: labelOf(entry),
    first: datesOf(period?.start, zone)?.first ?? Number.NEGATIVE_INFINITY,
    last: datesOf(period?.end, zone)?.last ?? Number.POSITIVE_INFINITY,
  };
}

/** The date on which the claim was made; of a replacement, the first claim of its chain. */
export function filedOn(claims: ReadonlySet<Entry>, zone: Zone): CivilDate | undefined {
  const dates = [...claims].flatMap(({ resource }) => datesOf((resource as Claim).created, zone)?.first ?? []);
  return dates.length > 0 ? Math.min(...dates) : undefined;
}
