import type { MedicationRequest, ServiceRequest } from '@medplum/fhirtypes';
import type { Advice } from '../advice.ts';
import { billingCode, type OrderCase, type Therapy } from '../therapy.ts';
import { sourceOf } from './source.ts';

/** Is the setting the patient's home? */
export function settingHome(therapy: Therapy): readonly Advice[] {
  const { setting, orders } = therapy;
  const code = billingCode(therapy);
  if (setting?.isHome) return [];
  if (setting) {
    const order = orders.find((each) => each.setting?.isHome === false);
    return [
      {
        question: 'setting-home',
        order: order?.reference ?? '',
        indicator: 'warning',
        summary: `${code} pays for infusion at home, and the order names another place`,
        detail: `The order for the ${order?.name} has it run at ${setting.place}. If the patient is to be at home, correct the place; else the facility bills, and ${code} is not payable.`,
        source: sourceOf('cms-pos'),
      },
    ];
  }
  const [order] = [...orders].sort((a, b) => Number(canState(b)) - Number(canState(a)));
  const resource = order && statedHome(order);
  return order
    ? [
        {
          question: 'setting-home',
          order: order.reference,
          indicator: 'info',
          summary: `The order does not say where the infusion runs: ${code} pays for a home only`,
          detail: `The order for the ${order.name} names no place. Say that it is the patient's home, if it is: the payer looks for it.`,
          source: sourceOf('cms-pos'),
          ...(resource && { suggestion: { label: 'The patient is at home: write it on the order', resource } }),
        },
      ]
    : [];
}

const canState = ({ resource }: OrderCase): boolean => resource.resourceType === 'ServiceRequest';

/** The order with the home on it, in the element that its type has for it; a DeviceRequest has none. */
function statedHome({ resource }: OrderCase): ServiceRequest | MedicationRequest | undefined {
  if (resource.resourceType === 'ServiceRequest') return { ...resource, locationCode: [...(resource.locationCode ?? []), RESIDENCE] };
  if (resource.resourceType === 'MedicationRequest') return { ...resource, category: [...(resource.category ?? []), COMMUNITY] };
  return undefined;
}

const RESIDENCE = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'PTRES', display: "Patient's Residence" }],
};
const COMMUNITY = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category', code: 'community', display: 'Community' }],
};
