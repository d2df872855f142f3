/** What a payer has granted in advance: authorizations (Da Vinci PAS) and the units of a benefit, as FHIR. */
import type { Given, GivenAuthorization } from './example-given.ts';
import type { Json } from './example-kinds.ts';
import { concept, hl7, procedure, reference, stated } from './example-resources.ts';

const PAS = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition';
const INSURER = reference('Organization/payer-cov1');

const periodOf = (start: unknown, end: unknown): Json | undefined =>
  start === undefined && end === undefined ? undefined : stated({ start, end });

export function authorizationOf(given: GivenAuthorization, unnamed: string): Json {
  const { units, review } = given;
  const detail = [
    { url: 'productOrServiceCode', valueCodeableConcept: procedure(given.code ?? 'S9326', undefined, undefined) },
    ...(units === undefined ? [] : [{ url: 'quantity', valueQuantity: { value: units } }]),
  ];
  const itemPeriod = periodOf(given.itemFrom, given.itemTo);
  const action = review === undefined ? undefined : [reviewed(review)];
  return stated({
    resourceType: 'ClaimResponse',
    id: String(given.id ?? unnamed),
    status: given.status ?? 'active',
    type: hl7('claim-type', 'professional'),
    use: 'preauthorization',
    patient: reference('Patient/p1'),
    created: '2025-05-28',
    insurer: INSURER,
    outcome: given.outcome ?? 'complete',
    preAuthRef: given.number === undefined ? undefined : String(given.number),
    preAuthPeriod: periodOf(given.from, given.to),
    item: [
      {
        extension: [
          { url: `${PAS}/extension-itemAuthorizedDetail`, extension: detail },
          ...(itemPeriod ? [{ url: `${PAS}/extension-itemPreAuthPeriod`, valuePeriod: itemPeriod }] : []),
        ],
        itemSequence: 1,
        adjudication: [stated({ extension: action, category: hl7('adjudication', 'submitted') })],
      },
    ],
  });
}

const reviewed = (code: string | number): Json => ({
  url: `${PAS}/extension-reviewAction`,
  extension: [{ url: `${PAS}/extension-reviewActionCode`, valueCodeableConcept: concept('https://codesystem.x12.org/005010/306', code) }],
});

export function benefitOf({ allowed, used, code = 'S9326', status = 'active' }: NonNullable<Given['benefit']>): Json {
  const benefit = stated({ type: hl7('benefit-type', 'benefit'), allowedUnsignedInt: allowed, usedUnsignedInt: used });
  return {
    resourceType: 'CoverageEligibilityResponse',
    id: 'benefit',
    status,
    purpose: ['benefits'],
    patient: reference('Patient/p1'),
    created: '2025-05-28',
    request: { display: 'asked by telephone' },
    outcome: 'complete',
    insurer: INSURER,
    insurance: [
      { coverage: reference('Coverage/cov1'), item: [{ productOrService: procedure(code, undefined, undefined), benefit: [benefit] }] },
    ],
  };
}
