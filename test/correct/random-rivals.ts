/** What else stands beside a random claim: a second claim of the patient, an authorization, a benefit. */
import fc from 'fast-check';
import { coded, HCPCS, type Json, PATIENT, perDiemItem } from '../support/build-record.ts';
import { on, whole } from './random-lines.ts';

/** A second claim of the patient: open, answered, or of another provider. */
export const rival = fc.record({
  created: fc.constantFrom('2024-10-20', '2024-11-05'),
  first: whole(0, 20),
  days: whole(1, 12),
  provider: fc.constantFrom('o1', 'o2'),
  paid: fc.boolean(),
});

export const limit = fc.record({ by: fc.constantFrom('authorization', 'benefit'), units: whole(0, 14), used: whole(0, 3) });

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';

export const claimOf = (id: string, created: string, item: Json[], more: Json): Json => ({
  resourceType: 'Claim',
  id,
  identifier: [{ system: 'https://example.org/claims', value: id }],
  meta: { versionId: '3', lastUpdated: '2024-11-01T00:00:00Z', security: [{ system: `${TERMINOLOGY}/v3-Confidentiality`, code: 'R' }] },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Nine days</div>' },
  status: 'active',
  type: coded(`${TERMINOLOGY}/claim-type`, 'professional'),
  use: 'claim',
  patient: PATIENT,
  created,
  provider: { reference: 'Organization/o1' },
  priority: coded(`${TERMINOLOGY}/processpriority`, 'normal'),
  insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v1' } }],
  diagnosis: [{ sequence: 1, diagnosisCodeableConcept: coded('http://hl7.org/fhir/sid/icd-10-cm', 'G89.3') }],
  item,
  ...more,
});

export function rivalOf({
  created,
  first,
  days,
  provider,
  paid,
}: {
  created: string;
  first: number;
  days: number;
  provider: string;
  paid: boolean;
}): Json[] {
  const claim = claimOf('c2', created, [perDiemItem(1, on(first), on(first + days - 1), days)], {
    provider: { reference: `Organization/${provider}` },
  });
  const adjudication = [
    { category: coded('http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudicationDiscriminator', 'allowedunits'), value: days },
  ];
  const answer = {
    resourceType: 'ClaimResponse',
    id: 'r2',
    status: 'active',
    use: 'claim',
    patient: PATIENT,
    outcome: 'complete',
    request: { reference: 'Claim/c2' },
    item: [{ itemSequence: 1, adjudication }],
  };
  return paid ? [claim, answer] : [claim];
}

export function limitOf({ by, units, used }: { by: string; units: number; used: number }): Json {
  const item = { productOrService: coded(HCPCS, 'S9326') };
  if (by === 'benefit')
    return {
      resourceType: 'CoverageEligibilityResponse',
      id: 'b1',
      status: 'active',
      patient: PATIENT,
      insurance: [{ item: [{ ...item, benefit: [{ allowedUnsignedInt: units + used, usedUnsignedInt: used }] }] }],
    };
  return {
    resourceType: 'ClaimResponse',
    id: 'pa1',
    status: 'active',
    use: 'preauthorization',
    patient: PATIENT,
    outcome: 'complete',
    preAuthRef: 'PA-1',
    addItem: [{ ...item, quantity: { value: units } }],
  };
}
