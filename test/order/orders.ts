/** Orders and what is prefetched with them, in short. */
import type {
  ClaimResponse,
  Coverage,
  DeviceRequest,
  DocumentReference,
  Dosage,
  MedicationRequest,
  Resource,
  ServiceRequest,
} from '@medplum/fhirtypes';
import type { Advice, Advised, Hook } from '../../src/order/advice.ts';
import { type AdviseOptions, advise } from '../../src/order/advise.ts';
import { readPolicies } from '../../src/policy/read-policies.ts';

export const AS_OF = Date.parse('2026-03-02T15:00:00Z');
const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
const PATIENT = { reference: 'Patient/p1' };

/** Meant for the payor "Acme Health"; asks for an authorization unless told otherwise. */
export const acme = (parameters: Readonly<Record<string, unknown>> = { authorizationRequired: true }) => {
  const dated = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, [{ from: '2020-01-01', value, source: 'contract' }]]),
  );
  const file = {
    id: 'acme',
    title: 'Acme Health',
    extends: 'baseline',
    appliesTo: { payorNames: ['Acme Health'], payorIdentifiers: [] },
    parameters: dated,
    sources: { contract: { title: 'Contract' } },
  };
  const { policies, issues } = readPolicies([file], []);
  if (policies.length !== 1) throw new Error(JSON.stringify(issues));
  return policies;
};

export const CONTINUOUS: Dosage = {
  text: 'Continuous infusion by pump',
  route: { coding: [{ system: 'http://snomed.info/sct', code: '34206005', display: 'Subcutaneous route' }] },
  doseAndRate: [{ doseQuantity: { value: 48, unit: 'mg' }, rateQuantity: { value: 2, unit: 'mg/h' } }],
};

export const drugOrder = (own: Partial<MedicationRequest> = {}): MedicationRequest => ({
  resourceType: 'MedicationRequest',
  id: 'm1',
  status: 'draft',
  intent: 'order',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category', code: 'community' }] }],
  subject: PATIENT,
  requester: { reference: 'Practitioner/d1' },
  medicationCodeableConcept: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '7052' }], text: 'morphine' },
  dosageInstruction: [CONTINUOUS],
  reasonCode: [{ text: 'Cancer pain; oral morphine failed' }],
  ...own,
});

export const serviceOrder = (code: string | undefined, own: Partial<ServiceRequest> = {}): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  id: 's1',
  status: 'draft',
  intent: 'order',
  subject: PATIENT,
  code: { text: 'Home infusion for pain', ...(code !== undefined && { coding: [{ system: HCPCS, code }] }) },
  ...own,
});

export const pumpOrder = (code: string, own: Partial<DeviceRequest> = {}): DeviceRequest => ({
  resourceType: 'DeviceRequest',
  id: 'd1',
  status: 'draft',
  intent: 'order',
  subject: PATIENT,
  codeCodeableConcept: { coding: [{ system: HCPCS, code }] },
  ...own,
});

export const coverage = (payor = 'Acme Health', own: Partial<Coverage> = {}): Coverage => ({
  resourceType: 'Coverage',
  id: 'c1',
  status: 'active',
  beneficiary: PATIENT,
  payor: [{ display: payor }],
  ...own,
});

/** An answer to a preauthorization of S9326, or of another code. */
export const authorization = (
  reviewAction: 'A1' | 'A3' | 'A4',
  period: { start?: string; end?: string } | undefined,
  code = 'S9326',
): ClaimResponse => ({
  resourceType: 'ClaimResponse',
  id: 'a1',
  status: 'active',
  type: { coding: [{ code: 'professional' }] },
  use: 'preauthorization',
  patient: PATIENT as ClaimResponse['patient'],
  created: '2026-02-20',
  insurer: { display: 'Acme Health' },
  outcome: 'complete',
  preAuthRef: 'AUTH-7',
  ...(period && { preAuthPeriod: period }),
  addItem: [
    {
      itemSequence: [1],
      productOrService: { coding: [{ system: HCPCS, code }] },
      adjudication: [
        {
          category: { coding: [{ code: 'submitted' }] },
          extension: [
            {
              url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction',
              extension: [
                {
                  url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode',
                  valueCodeableConcept: { coding: [{ code: reviewAction }] },
                },
              ],
            },
          ],
        },
      ],
    },
  ],
});

export const document = (own: Partial<DocumentReference>): DocumentReference => ({
  resourceType: 'DocumentReference',
  id: 'n1',
  status: 'current',
  subject: PATIENT,
  content: [],
  ...own,
});

/** What is said of the orders, with an authorization asked for by the policy of Acme Health. */
export const adviseOn = (
  drafts: readonly Resource[],
  evidence: readonly Resource[] = [coverage()],
  options: Partial<AdviseOptions> & { readonly hook?: Hook } = {},
): Advised => {
  const { hook = 'order-sign', ...rest } = options;
  return advise({ hook, drafts, evidence, patient: 'p1', asOf: AS_OF }, { policies: acme(), timeZone: 'America/Chicago', ...rest });
};

/** `indicator question: summary`, one line a card. */
export const inShort = ({ advice }: { readonly advice: readonly Advice[] }): string[] =>
  advice.map(({ indicator, question, summary }) => `${indicator} ${question}: ${summary}`);

export const adviceOn = (advised: Advised, question: Advice['question']): Advice | undefined =>
  advised.advice.find((each) => each.question === question);
