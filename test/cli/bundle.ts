/** A month of home infusion as a Bundle: ten days of morphine in Chicago, with the claim to be judged. */
interface Wishes {
  readonly id?: string;
  /** Units of S9326 from 2025-03-03 on; ten are supported. */
  readonly units?: number;
  readonly code?: string;
  readonly payor?: string;
}

export function bundle({ id = 'c1', units = 10, code = 'S9326', payor = 'Acme Health Plan' }: Wishes = {}) {
  const patient = { reference: 'Patient/p1' };
  const last = `2025-03-${String(2 + units).padStart(2, '0')}`;
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      {
        resource: {
          resourceType: 'Claim',
          id,
          status: 'active',
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'professional' }] },
          use: 'claim',
          patient,
          created: '2025-03-20',
          provider: { reference: 'Organization/o1' },
          priority: { coding: [{ code: 'normal' }] },
          diagnosis: [
            {
              sequence: 1,
              diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'G89.3' }] },
            },
          ],
          insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v1' } }],
          item: [
            {
              sequence: 1,
              productOrService: { coding: [{ system: 'https://bluebutton.cms.gov/resources/codesystem/hcpcs', code }] },
              servicedPeriod: { start: '2025-03-03', end: last },
              locationCodeableConcept: { coding: [{ code: '12' }] },
              quantity: { value: units },
            },
          ],
        },
      },
      {
        resource: {
          resourceType: 'Patient',
          id: 'p1',
          address: [{ use: 'home', state: 'IL', country: 'US' }],
        },
      },
      {
        resource: {
          resourceType: 'Coverage',
          id: 'v1',
          status: 'active',
          beneficiary: patient,
          payor: [{ display: payor }],
          period: { start: '2025-01-01' },
        },
      },
      {
        resource: {
          resourceType: 'MedicationAdministration',
          id: 'a1',
          status: 'completed',
          subject: patient,
          medicationCodeableConcept: { text: 'morphine' },
          effectivePeriod: { start: '2025-03-03T10:00:00-06:00', end: '2025-03-12T18:30:00-05:00' },
          dosage: { rateQuantity: { value: 2, unit: 'mg/h' } },
        },
      },
    ],
  };
}
