/** A claim for a week of March 2025, and what is infused for it. */
import type { Claim, MedicationAdministration } from '@medplum/fhirtypes';
import { DAY_MS, formatInstant } from '../../../src/time/civil-date.ts';

/** Noon of a day of March 2025; 0 and below are of February. */
export const march = (day: number): number => Date.UTC(2025, 2, day, 12);
const P1 = { reference: 'Patient/p1' };
const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';

export const weekClaim = (more: Partial<Claim> = {}): Claim => ({
  resourceType: 'Claim',
  id: 'c1',
  status: 'active',
  type: { text: 'professional' },
  use: 'claim',
  patient: P1,
  created: '2025-04-01',
  provider: { display: 'Home infusion' },
  priority: { text: 'normal' },
  insurance: [],
  item: [
    {
      sequence: 1,
      productOrService: { coding: [{ system: HCPCS, code: 'S9326' }] },
      servicedPeriod: { start: '2025-03-10', end: '2025-03-16' },
    },
  ],
  ...more,
});

/** From noon to noon. */
export const infusion = (day: number, days: number, more: Partial<MedicationAdministration> = {}): MedicationAdministration => ({
  resourceType: 'MedicationAdministration',
  id: `day${day}`,
  status: 'completed',
  medicationCodeableConcept: { text: 'morphine' },
  subject: P1,
  effectivePeriod: { start: formatInstant(march(day)), end: formatInstant(march(day) + days * DAY_MS) },
  dosage: { rateQuantity: { value: 1, unit: 'mg/h' } },
  ...more,
});
