import { readFileSync } from 'node:fs';
import type { Extension, MedicationRequest, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { COVERAGE_INFORMATION, writeCoverageInformation } from '../../src/fhir/write-coverage-information.ts';
import type { CoverageAnswer } from '../../src/order/advice.ts';
import { broken, CRD_2_0_1, CRD_2_2_1, misfits } from './crd-invariants.ts';
import { acme, adviseOn, authorization, coverage, drugOrder, pumpOrder, serviceOrder } from './orders.ts';

const { category: _, ...PLACELESS } = drugOrder();
const AUTHORIZED = authorization('A1', undefined);
const QUESTIONNAIRE = 'https://s9326.org/fhir/Questionnaire/home-pain-infusion';

/** The one answer, without what is the same in all. */
const answer = (drafts: readonly Resource[], evidence?: readonly Resource[], options = {}): Partial<CoverageAnswer> | undefined => {
  const [first] = adviseOn(drafts, evidence, options).coverage;
  if (!first) return undefined;
  const { order, coverage: named, billingCode, date, ...rest } = first;
  return rest;
};

const coverageInformationOf = (order: Resource | undefined): Extension[] =>
  ((order as MedicationRequest | undefined)?.extension ?? []).filter(({ url }) => url === COVERAGE_INFORMATION);

describe('Each order has an answer about its coverage', () => {
  test('covered, where the policy is the payer’s own and nothing is open', () =>
    expect(answer([drugOrder()], [coverage(), AUTHORIZED])).toEqual({
      covered: 'covered',
      reasons: ['S9326 fits: the order says "continuous".'],
      paNeeded: 'satisfied',
      satisfiedPaId: 'AUTH-7',
    }));

  test('with an authorization needed, or none', () => {
    expect(answer([drugOrder()])?.paNeeded).toBe('auth-needed');
    expect(answer([drugOrder()], [coverage(), authorization('A4', undefined)])?.paNeeded).toBe('auth-needed');
    expect(answer([drugOrder()], [coverage(), AUTHORIZED], { policies: acme({}) })).toMatchObject({ paNeeded: 'no-auth' });
  });

  test('not covered by original Medicare or at another place, and then nothing of an authorization', () => {
    expect(answer([drugOrder()], [coverage('Medicare')])).toEqual({
      covered: 'not-covered',
      reasons: ['Original Medicare pays for no S code: bill pump, supplies and drug to the DME contractor.'],
    });
    expect(
      answer([serviceOrder('S9326', { locationCode: [{ coding: [{ code: 'HOSP' }] }] })], undefined, { questionnaire: QUESTIONNAIRE }),
    ).toEqual({
      covered: 'not-covered',
      reasons: ['S9326 pays for infusion at home, and the order names a hospital.'],
    });
    expect(answer([drugOrder()], [coverage('TRICARE')])?.covered).toBe('not-covered');
  });

  test('conditional on the place and on how the drug runs, where the order does not say them', () => {
    expect(answer([PLACELESS])).toMatchObject({ covered: 'conditional', infoNeeded: ['location'] });
    const open = drugOrder({ dosageInstruction: [{ text: 'pump, as directed' }] });
    expect(answer([open])).toMatchObject({ covered: 'conditional', infoNeeded: ['detail-code'] });
    expect(answer([open, serviceOrder('S9326')])).toMatchObject({ covered: 'covered' });
  });

  test('indeterminate where nobody has said what the payer asks, or it is not in force', () => {
    expect(answer([drugOrder()], [coverage('Other Health')])).toEqual({
      covered: 'indeterminate',
      reasons: ['What this payer asks for S9326 is not configured here.'],
      paNeeded: 'indeterminate',
    });
    expect(answer([drugOrder()], [coverage('Other Health'), AUTHORIZED])).toMatchObject({
      covered: 'indeterminate',
      paNeeded: 'satisfied',
    });
    expect(answer([drugOrder()], [coverage('Acme Health', { status: 'cancelled' })])?.covered).toBe('indeterminate');
    expect(answer([drugOrder()], [coverage('Medicare Advantage')])?.covered).toBe('indeterminate');
  });

  test('asks for documentation, with the questionnaire, only where some is missing', () => {
    expect(answer([drugOrder({ reasonCode: [{ text: 'Pain' }] })], undefined, { questionnaire: QUESTIONNAIRE })).toMatchObject({
      docNeeded: 'clinical',
      questionnaire: [QUESTIONNAIRE],
    });
    expect(Object.keys(answer([drugOrder()], undefined, { questionnaire: QUESTIONNAIRE }) ?? {})).toEqual([
      'covered',
      'reasons',
      'paNeeded',
    ]);
  });

  test('under the code that fits how the drug runs', () => {
    const codeOf = (...drafts: Resource[]) => adviseOn(drafts).coverage.map(({ billingCode }) => billingCode);
    expect(codeOf(serviceOrder('S9327'), drugOrder())).toEqual(['S9326', 'S9326']);
    expect(codeOf(drugOrder({ dosageInstruction: [{ text: 'PCA pump, bolus only' }] }))).toEqual(['S9327']);
    expect(codeOf(pumpOrder('E0783', { reasonCode: [{ text: 'pain' }] }))).toEqual(['S9328']);
    expect(codeOf(serviceOrder('S9327'))).toEqual(['S9327']);
  });

  test('but none without a coverage, and none at discharge', () => {
    expect(adviseOn([drugOrder()], []).coverage).toEqual([]);
    expect(adviseOn([drugOrder()], [coverage()], { hook: 'encounter-discharge' }).coverage).toEqual([]);
    expect(adviseOn([drugOrder()], [coverage()], { hook: 'order-dispatch' }).coverage).toHaveLength(1);
  });
});

describe('Coverage information on an order', () => {
  const advised = adviseOn([drugOrder()]);
  const [first] = advised.coverage as [CoverageAnswer];
  const order = drugOrder();

  test('is one extension more, and nothing else is changed', () => {
    const own = drugOrder({ extension: [{ url: 'http://example.org/x', valueBoolean: true }] });
    const before = structuredClone(own);
    const written = writeCoverageInformation(own, first);
    expect(own).toEqual(before);
    expect({ ...written, extension: written?.extension?.slice(0, 1) }).toEqual(before);
    expect(written?.extension).toHaveLength(2);
    expect(written?.extension?.[1]).toEqual({
      url: COVERAGE_INFORMATION,
      extension: [
        { url: 'coverage', valueReference: { reference: 'Coverage/c1' } },
        { url: 'covered', valueCode: 'covered' },
        { url: 'pa-needed', valueCode: 'auth-needed' },
        { url: 'billingCode', valueCoding: { system: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'S9326' } },
        { url: 'reason', valueCodeableConcept: { text: 'S9326 fits: the order says "continuous".' } },
        { url: 'date', valueDate: '2026-03-02' },
        { url: 'coverage-assertion-id', valueString: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      ],
    });
  });

  test('takes the place of what was said of the same coverage, and of no other', () => {
    const once = writeCoverageInformation(order, first);
    const twice = once && writeCoverageInformation(once, { ...first, paNeeded: 'no-auth' });
    expect(coverageInformationOf(twice)).toHaveLength(1);
    const other = once && writeCoverageInformation(once, { ...first, coverage: 'Coverage/c2' });
    expect(coverageInformationOf(other)).toHaveLength(2);
  });

  test('is not written again when it says nothing new, on a later day either', () => {
    const once = writeCoverageInformation(order, first);
    expect(once && writeCoverageInformation(once, { ...first, date: first.date + 1 })).toBeUndefined();
    expect(once && writeCoverageInformation(once, { ...first, covered: 'indeterminate' })).toBeDefined();
  });

  test('leaves what a payer said of another coverage on the example of Da Vinci CRD', () => {
    const example = JSON.parse(
      readFileSync('test/data/davinci-crd-2.0.1/MedicationRequest-annotated-example.json', 'utf8'),
    ) as MedicationRequest;
    const written = writeCoverageInformation(example, first);
    expect(coverageInformationOf(written)[0]).toEqual(example.extension?.[0]);
    expect(coverageInformationOf(writeCoverageInformation(example, { ...first, coverage: 'Coverage/example' }))).toHaveLength(1);
  });
});

describe("Da Vinci CRD's invariants", () => {
  const part = (url: string, value: string): Extension => ({ url, valueCode: value });
  const [sound] = coverageInformationOf(writeCoverageInformation(drugOrder(), adviseOn([PLACELESS]).coverage[0] as CoverageAnswer));
  /** The sound one, without some parts, with others. */
  const changed = (without: readonly string[], ...added: Extension[]): Extension => ({
    url: COVERAGE_INFORMATION,
    extension: [...(sound?.extension ?? []).filter(({ url = '' }) => !without.includes(url)), ...added],
  });

  test('hold for a sound extension', () => {
    expect(sound && broken(sound)).toEqual([]);
    expect(sound && misfits(sound)).toEqual([]);
  });

  test.each([
    ['crd-ci-q1', changed(['doc-needed'], { url: 'questionnaire', valueCanonical: QUESTIONNAIRE })],
    ['crd-ci-q2', changed(['covered', 'info-needed'], part('covered', 'not-covered'))],
    ['crd-ci-q3', changed(['info-needed'])],
    ['crd-ci-q3', changed(['covered'], part('covered', 'covered'))],
    ['crd-ci-q4', changed(['pa-needed'], part('pa-needed', 'no-auth'), part('doc-purpose', 'withpa'))],
    ['crd-ci-q5', changed(['pa-needed'], part('pa-needed', 'satisfied'))],
    ['crd-ci-q5', changed([], { url: 'satisfied-pa-id', valueString: 'AUTH-7' })],
    ['crd-ci-q6', changed(['reason', 'info-needed'], part('info-needed', 'OTH'))],
    ['crd-ci-q7', changed(['reason'], { url: 'reason', valueCodeableConcept: { coding: [{ code: 'x' }] } })],
    ['crd-ci-q8', changed(['reason'], part('doc-purpose', 'withclaim'))],
    ['crd-ci-q9', changed(['reason', 'pa-needed'], part('pa-needed', 'indeterminate'))],
  ])('%s is seen to be broken', (key, extension) => expect(broken(extension)).toEqual([key]));

  test.each([
    ['a part is missing', changed(['date']), 'date: 0 of 1..1'],
    ['a part is there twice', changed([], part('covered', 'conditional')), 'covered: 2 of 1..1'],
    ['a value is of another type', changed(['date'], { url: 'date', valueString: '2026-03-02' }), 'date: valueString'],
    ['a code is none', changed(['covered'], part('covered', 'yes')), 'covered: yes'],
  ])('the definition is seen to be broken where %s', (_, extension, problem) => expect(misfits(extension)).toEqual([problem]));

  test('are nine, and five of them stood in 2.0.1', () => {
    expect(Object.keys(CRD_2_2_1)).toEqual(Array.from({ length: 9 }, (_, i) => `crd-ci-q${i + 1}`));
    expect(Object.keys(CRD_2_0_1)).toEqual(['crd-ci-q1', 'crd-ci-q2', 'crd-ci-q3', 'crd-ci-q4', 'crd-ci-q5']);
  });

  const drafts: readonly (readonly Resource[])[] = [
    [drugOrder()],
    [PLACELESS],
    [drugOrder({ reasonCode: [{ text: 'Pain' }] })],
    [drugOrder({ dosageInstruction: [{ text: 'pump' }] })],
    [{ ...PLACELESS, dosageInstruction: [{ text: 'pump' }] }],
    [drugOrder({ dosageInstruction: [{ text: 'PCA pump, bolus only' }] })],
    [serviceOrder('S9325')],
    [serviceOrder('S9327'), drugOrder(), pumpOrder('E0781')],
    [serviceOrder('S9326', { locationCode: [{ coding: [{ code: '31' }] }] })],
    [pumpOrder('E0783', { reasonCode: [{ text: 'pain' }] })],
  ];
  const payors = ['Acme Health', 'Other Health', 'Medicare', 'Medicare Advantage', 'TRICARE'];
  const evidence = payors.flatMap((payor) =>
    (['active', 'cancelled'] as const).flatMap((status) =>
      [[], [authorization('A1', undefined)], [authorization('A3', undefined)], [authorization('A4', undefined)]].map((more) => [
        coverage(payor, { status }),
        ...more,
      ]),
    ),
  );
  const policies = [acme(), acme({}), acme({ medicareAdvantage: 'deny', payersNotAccepting: [] })].flatMap((each) => [
    { policies: each },
    { policies: each, policy: 'acme' },
  ]);
  /** The extension of each order, without what differs each time. */
  const written = (orders: readonly Resource[], record: readonly Resource[], policy: object): string[] => {
    const { coverage: answers, orders: all } = adviseOn(orders, record, { ...policy, questionnaire: QUESTIONNAIRE });
    return answers.map((each) => {
      const [extension] = coverageInformationOf(writeCoverageInformation(all.get(each.order) as Resource, { ...each, order: '' }));
      return JSON.stringify(extension).replace(/"[0-9a-f]{8}-[0-9a-f-]{27}"/, '"id"');
    });
  };

  test('hold for every answer, whatever the order, the payer, the authorization and the policy', () => {
    const all = drafts.flatMap((orders) => evidence.flatMap((record) => policies.flatMap((policy) => written(orders, record, policy))));
    expect(all).toHaveLength(12 * 5 * 2 * 4 * 6);
    const wrong = [...new Set(all)].map((text) => {
      const extension = JSON.parse(text) as Extension;
      return [...broken(extension), ...broken(extension, CRD_2_0_1), ...misfits(extension)];
    });
    expect(wrong.length).toBeGreaterThan(40);
    expect(wrong.filter((each) => each.length > 0)).toEqual([]);
  });
});
