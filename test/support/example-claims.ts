/** Claims, coverages and what payers have answered, as FHIR. */
import { extensionUrl } from '../../src/fhir/canonical.ts';
import type { GivenClaim, GivenCoverage, GivenLine, GivenResult } from './example-given.ts';
import type { Json } from './example-kinds.ts';
import {
  concept,
  hl7,
  home,
  PLACES,
  payerType,
  period,
  procedure,
  reference,
  stated,
  text,
  timeZone,
  type Word,
} from './example-resources.ts';
import { dayAfter } from './example-time.ts';

const HCPCS_MODIFIERS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';
const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';
const CARIN = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudicationDiscriminator';
const TYPE_OF_BILL = 'https://www.nubc.org/CodeSystem/TypeOfBill';

/** The resources of a coverage: its payor, and where the other payer has answered, that answer. */
export function coverageOf(given: GivenCoverage, id: string): Json[] {
  const { payor, payorId, from, to } = given;
  const hasPayor = payor !== undefined || payorId !== undefined;
  const identifier = payorId === undefined ? undefined : [{ system: 'https://example.org/payers', value: String(payorId) }];
  const organization = { resourceType: 'Organization', id: `payer-${id}`, identifier, name: payor ?? `Payer of ${id}` };
  return [
    stated({
      resourceType: 'Coverage',
      id,
      status: given.status ?? 'active',
      type: given.type === undefined ? undefined : payerType(given.type),
      beneficiary: reference(`Patient/${given.beneficiary ?? 'p1'}`),
      period: from === undefined && to === undefined ? undefined : stated({ start: from, end: to }),
      payor: [
        hasPayor ? reference(`Organization/payer-${id}`) : { identifier: { system: 'https://example.org/payers', value: 'unnamed' } },
      ],
      class: given.class === undefined ? undefined : [{ type: hl7('coverage-class', 'plan'), value: String(given.class) }],
      order: given.order,
    }),
    ...(hasPayor ? [stated(payor === undefined ? { ...organization, name: undefined } : organization)] : []),
  ];
}

/** Other coverages stand on the claim as insurance that is not focal. */
export function claimOf(given: GivenClaim, others: readonly GivenCoverage[]): Json {
  const { facility, authorization, related, billType } = given;
  const focal = stated({
    sequence: others.length + 1,
    focal: given.focal ?? true,
    coverage: reference('Coverage/cov1'),
    preAuthRef: authorization === undefined ? undefined : [authorization].flat().map(String),
  });
  return stated({
    resourceType: 'Claim',
    id: String(given.id ?? 'c1'),
    status: given.status ?? 'active',
    type: hl7('claim-type', given.type ?? 'professional'),
    subType: billType === undefined ? undefined : concept(TYPE_OF_BILL, billType),
    use: given.use ?? 'claim',
    patient: reference(`Patient/${given.patient ?? 'p1'}`),
    billablePeriod: given.billable === undefined ? undefined : period(given.billable, undefined),
    created: given.created,
    provider: reference(`Organization/${given.provider ?? 'home-infusion'}`),
    priority: hl7('processpriority', 'normal'),
    referral: given.referral === undefined ? undefined : { display: given.referral },
    related: related?.map(({ claim, as }) => ({
      claim: reference(`Claim/${claim}`),
      relationship: hl7('ex-relatedclaimrelationship', as ?? 'prior'),
    })),
    careTeam:
      given.orderedBy === undefined
        ? undefined
        : [{ sequence: 1, provider: { display: given.orderedBy }, role: text('ordering provider') }],
    supportingInfo: given.supportingInfo?.map(({ code, text: words }, i) =>
      stated({
        sequence: i + 1,
        category: hl7('claiminformationcategory', 'info'),
        code: code === undefined ? undefined : { coding: [{ code }] },
        valueString: words,
      }),
    ),
    facility: facility && reference(`Location/facility-of-${given.id ?? 'c1'}`),
    diagnosis: given.diagnoses?.map((code, i) => ({ sequence: i + 1, diagnosisCodeableConcept: concept(ICD, code) })),
    insurance: [...others.map((each, i) => otherInsurance(each, i)), focal],
    item: Object.entries(given.lines ?? {}).map(([sequence, line]) => itemOf(Number(sequence), line)),
  });
}

function otherInsurance({ id, sequence }: GivenCoverage, i: number): Json {
  return { sequence: sequence ?? i + 1, focal: false, coverage: reference(`Coverage/${id ?? `cov${i + 2}`}`) };
}

export function facilityOf({ id = 'c1', facility }: GivenClaim): Json[] {
  if (!facility) return [];
  const type = [
    ...(facility.place === undefined ? [] : [placeOf(facility.place)]),
    ...(facility.role === undefined ? [] : [hl7('v3-RoleCode', facility.role)]),
  ];
  return [
    stated({
      resourceType: 'Location',
      id: `facility-of-${id}`,
      extension: timeZone(facility.timeZone),
      type: type.length > 0 ? type : undefined,
      address: home(facility.state),
    }),
  ];
}

const placeOf = (place: Word): Json => concept(PLACES, String(place).padStart(2, '0'));
const dollars = (value: number): Json => ({ value, currency: 'USD' });

function itemOf(sequence: number, line: GivenLine): Json {
  const { units, price, place, from, to } = line;
  return stated({
    sequence,
    diagnosisSequence: line.diagnoses,
    productOrService:
      line.code === undefined ? text(line.description ?? 'not stated') : procedure(line.code, line.system, line.description),
    modifier: line.modifiers?.map((modifier) => concept(HCPCS_MODIFIERS, modifier)),
    servicedDate: line.on,
    servicedPeriod: from === undefined && to === undefined ? undefined : stated({ start: from, end: to }),
    locationCodeableConcept: place === undefined ? undefined : placeOf(place),
    quantity: units === undefined ? undefined : { value: units },
    unitPrice: price === undefined ? undefined : dollars(price),
    net: price === undefined || units === undefined ? undefined : dollars(price * units),
    ...(line.ndc !== undefined && { detail: [{ sequence: 1, productOrService: concept('http://hl7.org/fhir/sid/ndc', line.ndc) }] }),
  });
}

/** The payer's answer to a claim. An ExplanationOfBenefit repeats the lines, so that it stands without its claim. */
export function resultOf(result: GivenResult, given: GivenClaim, claim: Json): Json {
  const isExplanation = result.by === 'ExplanationOfBenefit';
  const id = `answer-to-${claim.id}`;
  const lines = Object.entries(result.lines ?? {}).map(([sequence, answer]) => {
    const own = isExplanation ? itemOf(Number(sequence), given.lines?.[sequence] ?? {}) : { itemSequence: Number(sequence) };
    const { locationCodeableConcept: _, diagnosisSequence: __, ...item } = own;
    const ledger = answer.ledger === undefined ? undefined : ledgerOf(String(answer.ledger));
    const adjudication = [
      ...(answer.allowedUnits === undefined ? [] : [{ category: concept(CARIN, 'allowedunits'), value: answer.allowedUnits }]),
      ...(answer.paid === undefined ? [] : [{ category: hl7('adjudication', 'benefit'), amount: dollars(answer.paid) }]),
    ];
    return stated({
      extension: ledger,
      ...item,
      adjudication: adjudication.length > 0 ? adjudication : [{ category: hl7('adjudication', 'submitted') }],
    });
  });
  const { type, patient, provider } = claim;
  const paid = Object.values(result.lines ?? {}).flatMap((line) => line.paid ?? []);
  return stated({
    resourceType: result.by ?? 'ClaimResponse',
    id,
    status: result.status ?? 'active',
    type,
    use: result.use ?? 'claim',
    patient,
    created: claim.created,
    insurer: reference('Organization/payer-cov1'),
    outcome: 'complete',
    ...(isExplanation
      ? { provider, insurance: [{ focal: true, coverage: reference('Coverage/cov1') }], claim: reference(`Claim/${claim.id}`) }
      : { request: reference(`Claim/${claim.id}`) }),
    item: lines.length > 0 ? lines : undefined,
    total: paid.length > 0 ? [{ category: hl7('adjudication', 'benefit'), amount: dollars(paid.reduce((a, b) => a + b)) }] : undefined,
    payment: result.payment === undefined ? undefined : { type: hl7('ex-paymenttype', 'complete'), amount: dollars(result.payment) },
  });
}

const DECISIONS: Readonly<Record<string, string>> = { A: 'allowed', D: 'denied', P: 'pended' };

/** `2025-06-02 AAD` → our ledger extension, one unit a letter. */
function ledgerOf(words: string): Json[] {
  const [first = '', ...letters] = words.split(' ');
  let date = first;
  return [...letters.join('')].flatMap((letter) => {
    const extension = [
      { url: 'date', valueDate: date },
      { url: 'decision', valueCode: DECISIONS[letter] },
    ];
    date = dayAfter(date);
    return letter === '-' ? [] : [{ url: extensionUrl('per-diem-unit'), extension }];
  });
}
