/** FHIR Coverage → the coverage as the rules see it. */
import type { Coverage, Organization, Reference } from '@medplum/fhirtypes';
import type { CoverageFacts } from '../claim.ts';
import type { Zone } from '../time/zone.ts';
import { datesOf } from './civil-times.ts';
import { textsOf } from './read-medication.ts';
import { type Entry, labelOf, type Resolver } from './record.ts';

export function readCoverage(
  entry: Entry<Coverage>,
  resolver: Resolver,
  zone: Zone,
  isPatient: (reference: Reference | undefined, from: Entry) => boolean,
): CoverageFacts {
  const { status, beneficiary, period, type, class: classes, payor } = entry.resource;
  const start = datesOf(period?.start, zone)?.first;
  const end = datesOf(period?.end, zone)?.last;
  const payors = (payor ?? []).map((reference) => readPayor(reference, entry, resolver));
  return {
    reference: labelOf(entry),
    status: status ?? 'active',
    ...(beneficiary && { isPatients: isPatient(beneficiary, entry) }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    payors: { identifiers: payors.flatMap((each) => each.identifiers), names: payors.flatMap((each) => each.names) },
    typeCodings: (type?.coding ?? []).flatMap(({ system, code }) =>
      code === undefined ? [] : [system === undefined ? { code } : { system, code }],
    ),
    texts: [
      ...(type ? textsOf(type) : []),
      ...(classes ?? []).flatMap((each) => [...(each.type ? textsOf(each.type) : []), each.name, each.value]),
    ].filter((text) => text !== undefined),
  };
}

/** Names and identifiers of a payor: of the organization when it is at hand, and of the reference. A patient who pays is no payer. */
function readPayor(reference: Reference, from: Entry, resolver: Resolver): CoverageFacts['payors'] {
  const organization = resolver.resolve(reference, from)?.resource as Organization | undefined;
  const isOrganization = organization?.resourceType === 'Organization';
  const own = isOrganization ? (organization.identifier ?? []) : [];
  return {
    identifiers: [...own, ...(reference.identifier ? [reference.identifier] : [])].flatMap(({ system, value }) =>
      value === undefined ? [] : [system === undefined ? { value } : { system, value }],
    ),
    names: [reference.display, isOrganization ? organization.name : undefined].filter(
      (name) => name !== undefined && name.trim() !== '',
    ) as string[],
  };
}
