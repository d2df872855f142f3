/** What stands on record beside the orders: authorizations of S9326, and what says that other pain control failed. */
import type { Claim, ClaimResponse, Coding, Reference } from '@medplum/fhirtypes';
import type { Authorization, Order } from '../documentation.ts';
import { documentsOfAlternatives, saysOtherPainControlFailed, unreadAmong } from '../fhir/read-alternatives.ts';
import { preauthorizationNumbers, readAuthorizations } from '../fhir/read-authorizations.ts';
import { isPerDiemCoding } from '../fhir/read-claim.ts';
import { textsOf } from '../fhir/read-medication.ts';
import { type Entry, labelOf, type Resolver } from '../fhir/record.ts';
import type { CivilDate } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';
import type { OrderResource } from './therapy.ts';

type PatientTest = (reference: Reference | undefined) => boolean;

/** Answers to preauthorizations that name S9326, in what they answer or in what was asked. Units used by claims are not at hand here. */
export function readPerDiemAuthorizations(resolver: Resolver, zone: Zone, isPatients: PatientTest): Authorization[] {
  const responses = resolver
    .ofType('ClaimResponse')
    .filter((entry) => isPatients(entry.resource.patient) && isAboutPerDiem(entry, resolver));
  const numbers = responses.flatMap(({ resource }) => preauthorizationNumbers(resource));
  return readAuthorizations(responses, numbers, resolver, zone, () => 0);
}

function isAboutPerDiem(entry: Entry<ClaimResponse>, resolver: Resolver): boolean {
  const { item = [], addItem = [], request } = entry.resource;
  const asked = resolver.resolve(request, entry)?.resource as Claim | undefined;
  const lines = [...addItem, ...(asked?.resourceType === 'Claim' ? (asked.item ?? []) : [])];
  const details = item.flatMap(({ extension = [] }) =>
    extension.flatMap((outer) => (outer.extension ?? []).flatMap(({ valueCodeableConcept }) => valueCodeableConcept?.coding ?? [])),
  );
  return [...lines.flatMap(({ productOrService }): Coding[] => productOrService?.coding ?? []), ...details].some(isPerDiemCoding);
}

const NEVER_WAS: ReadonlySet<string> = new Set(['entered-in-error', 'superseded']);

/** Orders of analgesics by mouth or skin that ended or have a reason, documents, and the orders' own reasons and notes. */
export function readAlternatives(
  resolver: Resolver,
  isPatients: PatientTest,
  onRecord: readonly Order[],
  orders: readonly Entry<OrderResource>[],
  today: CivilDate,
): { readonly alternatives: readonly string[]; readonly unreadDocuments: readonly string[] } {
  const documents = resolver
    .ofType('DocumentReference')
    .filter(({ resource }) => isPatients(resource.subject) && !NEVER_WAS.has(resource.status ?? ''));
  const tried = onRecord.filter((order) => order.isOtherAnalgesic && order.isStoppedOrReasoned && (order.written ?? today) <= today);
  const saysSo = saysOtherPainControlFailed();
  const saying = orders.filter(({ resource: { reasonCode = [], note = [] } }) =>
    [...reasonCode.flatMap(textsOf), ...note.flatMap(({ text }) => text ?? [])].some(saysSo),
  );
  return {
    alternatives: [...tried.map(({ reference }) => reference), ...documentsOfAlternatives(documents).map(labelOf), ...saying.map(labelOf)],
    unreadDocuments: unreadAmong(documents).map(labelOf),
  };
}
