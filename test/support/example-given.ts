/** What an example can say under `given`, in the words of the trade. test/examples/README.md explains each. */
import type { Kind, Of } from './example-kinds.ts';

const texts = { list: 'text' } as const;
const oneOrMore = { either: ['text', texts] } as const;

const PATIENT = {
  keys: { born: 'text', died: { either: ['text', 'flag'] }, gender: 'text', state: 'text', timeZone: 'text', identifier: 'text' },
} as const;

const COVERAGE = {
  keys: {
    id: 'text',
    payor: 'text',
    payorId: 'text',
    type: 'text',
    class: 'text',
    from: 'text',
    to: 'text',
    status: 'text',
    beneficiary: 'text',
    order: 'number',
    sequence: 'number',
    result: 'flag',
  },
} as const;

const LINE = {
  keys: {
    code: 'text',
    system: 'text',
    description: 'text',
    ndc: 'text',
    on: 'text',
    from: 'text',
    to: 'text',
    units: 'number',
    modifiers: texts,
    place: 'text',
    price: 'number',
    diagnoses: { list: 'number' },
  },
} as const;

const RESULT = {
  keys: {
    by: 'text',
    status: 'text',
    use: 'text',
    payment: 'number',
    lines: { map: { keys: { allowedUnits: 'number', paid: 'number', ledger: 'text' } } },
  },
} as const;

const CLAIM = {
  keys: {
    id: 'text',
    use: 'text',
    status: 'text',
    type: 'text',
    billType: 'text',
    created: 'text',
    patient: 'text',
    provider: 'text',
    billable: 'text',
    facility: { keys: { place: 'text', role: 'text', state: 'text', timeZone: 'text' } },
    diagnoses: texts,
    lines: { map: LINE },
    focal: 'flag',
    authorization: oneOrMore,
    referral: 'text',
    orderedBy: 'text',
    supportingInfo: { list: { keys: { code: 'text', text: 'text' } } },
    related: { list: { keys: { claim: 'text', as: 'text' } } },
    result: RESULT,
    isSent: 'flag',
  },
} as const;

/** An answer to a preauthorization; `review` is of X12 306: A1 granted, A3 refused, A4 pended, A6 granted in part. */
const AUTHORIZATION = {
  keys: {
    id: 'text',
    number: 'text',
    from: 'text',
    to: 'text',
    itemFrom: 'text',
    itemTo: 'text',
    units: 'number',
    code: 'text',
    review: 'text',
    status: 'text',
    outcome: 'text',
  },
} as const;

const INFUSION_KEYS = {
  id: 'text',
  drug: oneOrMore,
  rate: 'text',
  dose: 'text',
  route: 'text',
  device: 'text',
  text: 'text',
  status: 'text',
  category: 'text',
  during: 'text',
  patient: 'text',
} as const;

export const GIVEN = {
  keys: {
    asOf: 'text',
    timeZone: 'text',
    policy: { either: ['text', 'any'] },
    patient: PATIENT,
    coverage: COVERAGE,
    otherCoverages: { list: COVERAGE },
    claim: CLAIM,
    otherClaims: { list: CLAIM },
    authorizations: { list: AUTHORIZATION },
    benefit: { keys: { allowed: 'number', used: 'number', code: 'text', status: 'text' } },
    infusing: { keys: INFUSION_KEYS },
    infusions: { list: { either: ['text', { keys: { time: 'text', ...INFUSION_KEYS } }] } },
    readings: { list: { either: ['text', { keys: { at: 'text', ...INFUSION_KEYS } }] } },
    stays: { list: { either: ['text', { keys: { id: 'text', time: 'text', class: 'text', status: 'text', type: 'text' } }] } },
    dispenses: { list: { keys: { id: 'text', drug: oneOrMore, on: 'text', days: 'number', status: 'text' } } },
    deliveries: { list: { keys: { id: 'text', item: 'text', on: 'text', status: 'text' } } },
    orders: {
      list: {
        keys: {
          id: 'text',
          drug: oneOrMore,
          written: 'text',
          status: 'text',
          intent: 'text',
          dose: 'text',
          rate: 'text',
          route: 'text',
          by: 'text',
          stoppedBecause: 'text',
        },
      },
    },
    observations: texts,
    documents: { list: { keys: { on: 'text', type: 'text', text: 'text', attachment: 'text' } } },
    fhir: { keys: { add: { list: 'any' }, patch: { map: 'any' }, remove: texts, invalid: 'text' } },
  },
} as const satisfies Kind;

export type Given = Of<typeof GIVEN>;
export type GivenCoverage = Of<typeof COVERAGE>;
export type GivenClaim = Of<typeof CLAIM>;
export type GivenLine = Of<typeof LINE>;
export type GivenResult = Of<typeof RESULT>;
export type GivenAuthorization = Of<typeof AUTHORIZATION>;
export type GivenInfusion = { readonly [K in keyof typeof INFUSION_KEYS]?: Of<(typeof INFUSION_KEYS)[K]> };
