/** Which coverage an order is weighed by. */
import type { Coverage, Reference } from '@medplum/fhirtypes';
import type { CoverageFacts } from '../claim.ts';
import { readCoverage } from '../fhir/read-coverage.ts';
import type { Entry, Resolver } from '../fhir/record.ts';
import { payerKind } from '../policy/payer-kind.ts';
import type { CivilDate } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';
import type { OrderResource } from './therapy.ts';

/** The one that an order names as its insurance, else of those at hand the first in force that pays for medical care. */
export function chooseCoverage(
  orders: readonly Entry<OrderResource>[],
  resolver: Resolver,
  zone: Zone,
  isPatients: (reference: Reference | undefined) => boolean,
  today: CivilDate,
): CoverageFacts | undefined {
  const read = (entry: Entry<Coverage>) => readCoverage(entry, resolver, zone, isPatients);
  for (const order of orders) {
    for (const reference of insuranceOf(order.resource)) {
      const named = resolver.resolve(reference, order);
      if (isCoverage(named) && isPatients(named.resource.beneficiary)) return read(named);
    }
  }
  return resolver
    .ofType('Coverage')
    .filter(({ resource }) => isPatients(resource.beneficiary) && resource.status !== 'entered-in-error')
    .toSorted((a, b) => (a.resource.order ?? 1) - (b.resource.order ?? 1))
    .map(read)
    .toSorted((a, b) => Number(isUsable(b, today)) - Number(isUsable(a, today)))[0];
}

/** Active, and its period holds the date. */
export const isInForce = ({ status, start, end }: CoverageFacts, date: CivilDate): boolean =>
  status === 'active' && (start ?? date) <= date && date <= (end ?? date);

const isUsable = (coverage: CoverageFacts, date: CivilDate): boolean => isInForce(coverage, date) && payerKind(coverage) !== 'not-medical';

const insuranceOf = (order: OrderResource): readonly Reference[] => order.insurance ?? [];

const isCoverage = (entry: Entry | undefined): entry is Entry<Coverage> => entry?.resource.resourceType === 'Coverage';
