/**
 * The R4 elements that we read, with their types. What is not here is left alone; what is here has to be of its type, so that
 * the readers behind can rely on it. `!` marks an element without which nothing can be judged or answered; `|` a required binding.
 */
export type Kind = 'string' | 'number' | 'boolean' | 'time' | Shape | readonly [Kind] | ReadonlySet<string>;
export interface Shape {
  readonly [element: string]: Kind;
}

const codes = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const CODING: Shape = { system: 'string', version: 'string', code: 'string', display: 'string' };
const CONCEPT: Shape = { coding: [CODING], text: 'string' };
const IDENTIFIER: Shape = { system: 'string', value: 'string' };
const REFERENCE: Shape = { reference: 'string', type: 'string', identifier: IDENTIFIER, display: 'string' };
const PERIOD: Shape = { start: 'time', end: 'time' };
const QUANTITY: Shape = { value: 'number', unit: 'string', code: 'string' };
const MONEY: Shape = { value: 'number', currency: 'string' };
const ADDRESS: Shape = { use: 'string', state: 'string', country: 'string' };
const EXTENSION: Shape = { url: 'string', valueCode: 'string', valueString: 'string' };
const META: Shape = { versionId: 'string', lastUpdated: 'time', profile: ['string'] };
const FINANCIAL_STATUS = codes('active cancelled draft entered-in-error');
const USE = codes('claim preauthorization predetermination');

const BILLED: Shape = { productOrService: CONCEPT, modifier: [CONCEPT], servicedDate: 'time', servicedPeriod: PERIOD, quantity: QUANTITY };

/** What Da Vinci PAS says of an item of a request. */
const REQUESTED: Shape = { url: 'string', valueString: 'string', valueIdentifier: IDENTIFIER, valueDateTime: 'time', valuePeriod: PERIOD };

const CLAIM_ITEM: Shape = {
  ...BILLED,
  extension: [REQUESTED],
  modifierExtension: [{ url: 'string', valueBoolean: 'boolean' }],
  'sequence!': 'number',
  'productOrService!': CONCEPT,
  diagnosisSequence: ['number'],
  detail: [{ productOrService: CONCEPT }],
  locationCodeableConcept: CONCEPT,
  locationReference: REFERENCE,
  unitPrice: MONEY,
  factor: 'number',
  net: MONEY,
};

const CLAIM: Shape = {
  identifier: [IDENTIFIER],
  'status!': FINANCIAL_STATUS,
  'type!': CONCEPT,
  subType: CONCEPT,
  'use!': USE,
  'patient!': REFERENCE,
  billablePeriod: PERIOD,
  'created!': 'time',
  insurer: REFERENCE,
  provider: REFERENCE,
  facility: REFERENCE,
  related: [{ claim: REFERENCE, relationship: CONCEPT }],
  supportingInfo: [{ category: CONCEPT, code: CONCEPT, valueString: 'string', timingDate: 'time', timingPeriod: PERIOD }],
  referral: REFERENCE,
  careTeam: [{ role: CONCEPT }],
  diagnosis: [{ sequence: 'number', diagnosisCodeableConcept: CONCEPT, diagnosisReference: REFERENCE }],
  insurance: [
    {
      sequence: 'number',
      focal: 'boolean',
      coverage: REFERENCE,
      businessArrangement: 'string',
      preAuthRef: ['string'],
      claimResponse: REFERENCE,
    },
  ],
  item: [CLAIM_ITEM],
};

const PART: Shape = {
  url: 'string',
  valueDate: 'time',
  valueCode: 'string',
  valuePositiveInt: 'number',
  valueString: 'string',
  valueCodeableConcept: CONCEPT,
  valueQuantity: QUANTITY,
};

/** Our ledger, and what Da Vinci PAS authorizes: extensions with parts. */
const AUTHORIZED: Shape = { url: 'string', valuePeriod: PERIOD, extension: [PART] };

const ADJUDICATION: Shape = { extension: [AUTHORIZED], category: CONCEPT, amount: MONEY, value: 'number' };

const ADJUDICATED_ITEM: Shape = { itemSequence: 'number', extension: [AUTHORIZED], adjudication: [ADJUDICATION] };

const RESULT: Shape = {
  'status!': FINANCIAL_STATUS,
  use: USE,
  patient: REFERENCE,
  created: 'time',
  preAuthRef: 'string',
  preAuthPeriod: PERIOD,
  identifier: [IDENTIFIER],
  outcome: 'string',
  item: [ADJUDICATED_ITEM],
  addItem: [{ productOrService: CONCEPT, quantity: QUANTITY, extension: [AUTHORIZED], adjudication: [ADJUDICATION] }],
  payment: { amount: MONEY },
};

/** By resource type. A type that is not here is left alone. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  Claim: CLAIM,
  Patient: {
    extension: [EXTENSION],
    identifier: [IDENTIFIER],
    address: [ADDRESS],
    deceasedBoolean: 'boolean',
    deceasedDateTime: 'time',
  },
  Location: { extension: [EXTENSION], type: [CONCEPT], address: ADDRESS },
  MedicationAdministration: {
    'status!': codes('in-progress not-done on-hold completed entered-in-error stopped unknown'),
    category: CONCEPT,
    medicationCodeableConcept: CONCEPT,
    medicationReference: REFERENCE,
    'subject!': REFERENCE,
    context: REFERENCE,
    effectiveDateTime: 'time',
    effectivePeriod: PERIOD,
    device: [REFERENCE],
    dosage: {
      text: 'string',
      route: CONCEPT,
      method: CONCEPT,
      dose: QUANTITY,
      rateQuantity: QUANTITY,
      rateRatio: { numerator: QUANTITY, denominator: QUANTITY },
    },
  },
  Medication: { code: CONCEPT, ingredient: [{ itemCodeableConcept: CONCEPT, itemReference: REFERENCE }] },
  Substance: { code: CONCEPT },
  Device: { type: CONCEPT, deviceName: [{ name: 'string' }] },
  Encounter: {
    'status!': codes('planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown'),
    class: CODING,
    type: [CONCEPT],
    serviceType: CONCEPT,
    subject: REFERENCE,
    period: PERIOD,
  },
  Coverage: {
    'status!': FINANCIAL_STATUS,
    type: CONCEPT,
    beneficiary: REFERENCE,
    period: PERIOD,
    payor: [REFERENCE],
    class: [{ type: CONCEPT, value: 'string', name: 'string' }],
    order: 'number',
  },
  Organization: { identifier: [IDENTIFIER], name: 'string' },
  ClaimResponse: { ...RESULT, request: REFERENCE },
  ExplanationOfBenefit: {
    ...RESULT,
    claim: REFERENCE,
    provider: REFERENCE,
    billablePeriod: PERIOD,
    insurance: [{ coverage: REFERENCE, preAuthRef: ['string'] }],
    item: [{ ...ADJUDICATED_ITEM, ...BILLED, sequence: 'number' }],
  },
  MedicationDispense: {
    'status!': 'string',
    medicationCodeableConcept: CONCEPT,
    medicationReference: REFERENCE,
    subject: REFERENCE,
    daysSupply: QUANTITY,
    whenHandedOver: 'time',
  },
  CoverageEligibilityResponse: {
    status: 'string',
    patient: REFERENCE,
    insurance: [
      {
        coverage: REFERENCE,
        item: [{ productOrService: CONCEPT, benefit: [{ allowedUnsignedInt: 'number', usedUnsignedInt: 'number' }] }],
      },
    ],
  },
  EpisodeOfCare: { status: 'string', type: [CONCEPT], patient: REFERENCE, period: PERIOD },
  MedicationRequest: {
    status: 'string',
    intent: 'string',
    statusReason: CONCEPT,
    medicationCodeableConcept: CONCEPT,
    medicationReference: REFERENCE,
    subject: REFERENCE,
    authoredOn: 'time',
    requester: REFERENCE,
    dosageInstruction: [{ text: 'string', route: CONCEPT, doseAndRate: [{}] }],
  },
  DocumentReference: {
    status: 'string',
    type: CONCEPT,
    category: [CONCEPT],
    subject: REFERENCE,
    date: 'time',
    description: 'string',
    content: [{ attachment: { url: 'string', data: 'string', title: 'string' } }],
    context: { period: PERIOD },
  },
  Observation: { effectiveInstant: 'time', subject: REFERENCE, effectiveDateTime: 'time', effectivePeriod: PERIOD },
  DeviceUseStatement: { subject: REFERENCE, timingDateTime: 'time', timingPeriod: PERIOD },
  Condition: { code: CONCEPT },
  SupplyDelivery: {
    status: 'string',
    patient: REFERENCE,
    suppliedItem: { itemCodeableConcept: CONCEPT, itemReference: REFERENCE },
    occurrenceDateTime: 'time',
    occurrencePeriod: PERIOD,
    occurrenceTiming: { event: ['time'] },
  },
};

/** Read of every resource, also of those without a shape. */
export const ANY_RESOURCE: Shape = { 'resourceType!': 'string', id: 'string', meta: META };
