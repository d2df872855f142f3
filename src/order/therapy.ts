/** The home pain infusion that a request is about, as the questions see it: FHIR is left behind, but for the orders that an answer mends. */
import type { DeviceRequest, MedicationRequest, ServiceRequest } from '@medplum/fhirtypes';
import type { CoverageFacts } from '../claim.ts';
import type { Authorization } from '../documentation.ts';
import type { Parameters } from '../policy/parameters.ts';
import type { PayerKind } from '../policy/payer-kind.ts';
import type { CivilDate } from '../time/civil-date.ts';
import type { Hook, PainInfusionCode } from './advice.ts';

export type OrderResource = MedicationRequest | ServiceRequest | DeviceRequest;

/** How the drug runs, and the words for why we think so. */
export interface Delivery {
  readonly kind: 'continuous' | 'intermittent' | 'implanted';
  readonly why: string;
}

/** Where it runs: at home, or at the place named. */
export type Setting = { readonly isHome: true } | { readonly isHome: false; readonly place: string };

export interface OrderCase {
  /** `ServiceRequest/1`, as the context names it. */
  readonly reference: string;
  readonly resource: OrderResource;
  /** What a clinician would call it: "morphine infusion". */
  readonly name: string;
  /** S9325 to S9328, where the order carries one. */
  readonly code?: PainInfusionCode | 'S9325';
  readonly delivery?: Delivery;
  readonly setting?: Setting;
  /** Of an order for a drug: what an infusion needs and the order does not say. */
  readonly missing: readonly ('dose' | 'rate')[];
  readonly namesDrug: boolean;
}

export interface Therapy {
  readonly hook: Hook;
  /** In the order in which they were sent. At least one. */
  readonly orders: readonly OrderCase[];
  /** Of the orders together: a pump that runs on for one of them runs on. */
  readonly delivery?: Delivery;
  readonly setting?: Setting;
  /** An order for the drug is among these, or in force on record. */
  readonly hasDrugOrder: boolean;
  readonly coverage?: CoverageFacts;
  readonly payer?: PayerKind;
  readonly parameters: Parameters;
  readonly policyTitle: string;
  /** False under baseline, which is no payer's word. */
  readonly isPayersPolicy: boolean;
  readonly today: CivilDate;
  /** The first date that the orders name, today at the earliest. */
  readonly start: CivilDate;
  /** That answer requests for S9326. */
  readonly authorizations: readonly Authorization[];
  /** What says that other pain control failed or does not suit; documents that could not be read. */
  readonly alternatives: readonly string[];
  readonly unreadDocuments: readonly string[];
}

const FITTING = { continuous: 'S9326', intermittent: 'S9327', implanted: 'S9328' } as const;

/** The code that fits how the drug runs; undefined when the orders do not say it. */
export const fittingCode = ({ delivery }: Therapy): PainInfusionCode | undefined => delivery && FITTING[delivery.kind];

/** The code that the days are to be billed with: what fits, else what is ordered, else S9326. */
export function billingCode(therapy: Therapy): PainInfusionCode {
  const ordered = therapy.orders.flatMap(({ code }) => (code === undefined || code === 'S9325' ? [] : [code]))[0];
  return fittingCode(therapy) ?? ordered ?? 'S9326';
}
