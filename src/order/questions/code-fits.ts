import type { Coding, ServiceRequest } from '@medplum/fhirtypes';
import { HCPCS } from '../../fhir/canonical.ts';
import { isHcpcs } from '../../fhir/systems.ts';
import type { Advice, PainInfusionCode } from '../advice.ts';
import { fittingCode, type OrderCase, type Therapy } from '../therapy.ts';
import { sourceOf } from './source.ts';

/** What HCPCS has each of the three for, in short. */
const DISPLAYS = {
  S9326: 'Home infusion therapy, continuous (24 hours or more) pain management infusion, per diem',
  S9327: 'Home infusion therapy, intermittent (less than 24 hours) pain management infusion, per diem',
  S9328: 'Home infusion therapy, implanted pump pain management infusion, per diem',
} as const satisfies Record<PainInfusionCode, string>;

const MEANING = 'S9326 is for an infusion that runs 24 hours or more, S9327 for a shorter one, S9328 for an implanted pump.';

/** Which code fits, and why? Nothing is said when the one that fits stands on the order, or when S9326 fits an order that needs no code. */
export function codeFits(therapy: Therapy): readonly Advice[] {
  const fitting = fittingCode(therapy);
  const coded = therapy.orders.filter(({ code }) => code !== undefined);
  if (fitting === undefined) return askHow(therapy, coded);
  const wrong = coded.filter(({ code }) => code !== fitting);
  if (wrong.length > 0) return wrong.map((order) => corrected(order, fitting, therapy));
  return coded.length > 0 ? [] : named(therapy, fitting);
}

/** S9325 says nothing of how the drug runs, and no code says even less. */
function askHow({ orders }: Therapy, coded: readonly OrderCase[]): readonly Advice[] {
  const open = coded.length === 0 ? orders[0] : coded.find(({ code }) => code === 'S9325');
  if (!open) return [];
  return [
    {
      question: 'code-fits',
      order: open.reference,
      indicator: 'info',
      summary: 'The order does not say whether the infusion runs 24 hours or more: S9326 or S9327 depends on it',
      detail: `${MEANING} Say on the order for the ${open.name} how it runs: a rate without a pause, or how long each infusion lasts.`,
      source: sourceOf('hcpcs-2026'),
    },
  ];
}

function corrected(order: OrderCase, fitting: PainInfusionCode, therapy: Therapy): Advice {
  const resource = withCode(order, fitting);
  return {
    question: 'code-fits',
    order: order.reference,
    indicator: 'warning',
    summary: `${fitting} fits this order, not ${order.code}: ${therapy.delivery?.why}`,
    detail: `${MEANING} Of the order for the ${order.name}: ${therapy.delivery?.why}.`,
    source: sourceOf('hcpcs-2026'),
    ...(resource && { suggestion: { label: `Order ${fitting} in place of ${order.code}`, resource } }),
  };
}

/** An order of the service can carry the code; an order of the drug cannot, and there only what is not S9326 is worth a card. */
function named(therapy: Therapy, fitting: PainInfusionCode): readonly Advice[] {
  const service = therapy.orders.find(({ resource }) => resource.resourceType === 'ServiceRequest');
  const order = service ?? (fitting === 'S9326' ? undefined : therapy.orders[0]);
  if (!order) return [];
  const resource = service && addedCode(service, fitting);
  return [
    {
      question: 'code-fits',
      order: order.reference,
      indicator: 'info',
      summary: `${fitting} is the code that fits: ${therapy.delivery?.why}`,
      detail: `${MEANING} Of the order for the ${order.name}: ${therapy.delivery?.why}.`,
      source: sourceOf('hcpcs-2026'),
      ...(resource && { suggestion: { label: `Put ${fitting} on the order`, resource } }),
    },
  ];
}

/** Only where the code stands once, as the code of the service. */
function withCode({ resource, code }: OrderCase, fitting: PainInfusionCode): ServiceRequest | undefined {
  if (resource.resourceType !== 'ServiceRequest' || !resource.code?.coding) return undefined;
  const isIt = (coding: Coding): boolean => isHcpcs(coding.system) && coding.code?.trim().toUpperCase() === code;
  if (resource.code.coding.filter(isIt).length !== 1) return undefined;
  const coding = resource.code.coding.map((each) => (isIt(each) ? { ...each, code: fitting, display: DISPLAYS[fitting] } : each));
  return { ...resource, code: { ...resource.code, coding } };
}

function addedCode({ resource }: OrderCase, fitting: PainInfusionCode): ServiceRequest | undefined {
  if (resource.resourceType !== 'ServiceRequest') return undefined;
  const coding = [...(resource.code?.coding ?? []), { system: HCPCS, code: fitting, display: DISPLAYS[fitting] }];
  return { ...resource, code: { ...resource.code, coding } };
}
