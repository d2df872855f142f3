import type { Claim, ClaimItem } from '@medplum/fhirtypes';
import { pasUrl } from './pas.ts';

export type RequestedDates = Pick<ClaimItem, 'servicedDate' | 'servicedPeriod'>;

/**
 * The dates that an item asks for. A preauthorization states them as a claim does; one without takes those of PAS: the extension
 * for the requested date (of its answers, but seen on items), then the billable period, then the dates of the patient event.
 */
export function requestedDates(item: ClaimItem, claim: Claim): RequestedDates {
  const { servicedDate, servicedPeriod } = item;
  if (servicedDate !== undefined) return { servicedDate };
  if (servicedPeriod !== undefined) return { servicedPeriod };
  if (claim.use !== 'preauthorization') return {};
  const asked = item.extension?.find(({ url }) => url === pasUrl('itemRequestedServiceDate'));
  if (asked?.valuePeriod !== undefined) return { servicedPeriod: asked.valuePeriod };
  if (asked?.valueDateTime !== undefined) return { servicedDate: asked.valueDateTime };
  if (claim.billablePeriod !== undefined) return {};
  const event = claim.supportingInfo?.find(({ category }) => category?.coding?.some(({ code }) => code === 'patientEvent'));
  if (event?.timingPeriod !== undefined) return { servicedPeriod: event.timingPeriod };
  return event?.timingDate === undefined ? {} : { servicedDate: event.timingDate };
}
