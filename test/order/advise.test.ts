import type { Dosage, Location, MedicationRequest, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import {
  acme,
  adviceOn,
  adviseOn,
  authorization,
  CONTINUOUS,
  coverage,
  document,
  drugOrder,
  inShort,
  pumpOrder,
  serviceOrder,
} from './orders.ts';

/** Coverage, authorization and all: nothing is to be said. */
const GRANTED = [coverage(), authorization('A1', { start: '2026-03-01', end: '2026-04-30' })];
const { category: _, ...PLACELESS } = drugOrder();
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('Nothing is said of an order that has all that a payer asks for', () => {
  expect(inShort(adviseOn([drugOrder()], GRANTED))).toEqual([]);
  expect(inShort(adviseOn([serviceOrder('S9326'), drugOrder(), pumpOrder('E0781')], GRANTED))).toEqual([]);
});

describe('Is S9326 payable by this coverage at all?', () => {
  const payable = (payor: string, own = {}, parameters = {}) =>
    inShort(adviseOn([drugOrder()], [coverage(payor, own)], { policies: acme(parameters), policy: 'acme' }));

  test('original Medicare: no, and what it pays instead', () => {
    const advised = adviseOn([drugOrder()], [coverage('Medicare Part B')]);
    expect(inShort(advised)).toEqual([
      'warning payable-by-coverage: Original Medicare does not pay S9326: it pays pump, supplies and drug as equipment, and nursing visits apart',
    ]);
    for (const code of ['E0781', 'A4221', 'A4222', 'G0088', 'G0068']) expect(advised.advice[0]?.detail).toContain(code);
  });

  test('original Medicare: what its order lacks is said all the same, for every payer wants it', () =>
    expect(inShort(adviseOn([drugOrder({ dosageInstruction: [{ text: 'continuous pump' }] })], [coverage('Medicare')])).slice(1)).toEqual([
      'warning order-complete: The order for the morphine infusion gives no dose and no rate',
    ]));

  test('Medicare Advantage: its contract says it, unless the policy does', () => {
    expect(payable('Medicare Advantage Gold')).toEqual([
      'info payable-by-coverage: Medicare Advantage: whether the plan pays S9326 is for its contract to say',
    ]);
    expect(payable('Medicare Advantage Gold', {}, { medicareAdvantage: 'deny' })).toEqual([
      'warning payable-by-coverage: This payer does not pay S9326',
    ]);
  });

  test('TRICARE: no, unless the policy says otherwise', () => {
    expect(payable('TRICARE East')).toEqual(['warning payable-by-coverage: This payer does not pay S9326']);
    expect(payable('TRICARE East', {}, { payersNotAccepting: [] })).toEqual([]);
  });

  test('a coverage that is not in force on the first day, and says why', () => {
    const ended = 'warning payable-by-coverage: The coverage is not in force on 2026-03-02, when the infusion is to begin';
    expect(payable('Acme Health', { period: { end: '2026-03-01' } })).toEqual([ended]);
    expect(payable('Acme Health', { period: { end: '2026-03-02' } })).toEqual([]);
    expect(payable('Acme Health', { period: { start: '2026-03-03' } })).toEqual([ended]);
    expect(payable('Acme Health', { status: 'cancelled' })).toEqual([ended]);
    const later = { ...CONTINUOUS, timing: { repeat: { boundsPeriod: { start: '2026-03-05' } } } };
    const advised = adviseOn([drugOrder({ dosageInstruction: [later] })], [coverage('Acme Health', { period: { end: '2026-03-04' } })]);
    expect(adviceOn(advised, 'payable-by-coverage')?.detail).toContain('It ended on 2026-03-04.');
    const earlier = { ...CONTINUOUS, timing: { repeat: { boundsPeriod: { start: '2026-02-20' } } } };
    const begun = coverage('Acme Health', { period: { start: '2026-03-01' } });
    expect(inShort(adviseOn([drugOrder({ dosageInstruction: [earlier] })], [begun], { policies: acme({}) }))).toEqual([]);
  });

  test('the coverage that the order names goes before others, one in force before one that ended', () => {
    const medicare = coverage('Medicare', { id: 'c2' });
    expect(inShort(adviseOn([drugOrder({ insurance: [{ reference: 'Coverage/c2' }] })], [...GRANTED, medicare]))[0]).toContain('Medicare');
    expect(
      adviseOn([drugOrder()], [coverage('Old Health', { id: 'c0', period: { end: '2025-12-31' } }), ...GRANTED]).coverage[0]?.coverage,
    ).toBe('Coverage/c1');
    expect(inShort(adviseOn([drugOrder()], [coverage('Acme Health', { order: 2 }), { ...medicare, order: 1 }]))[0]).toContain('Medicare');
  });

  test('one for teeth or eyes is none for this', () => {
    const dental = coverage('Medicare', { id: 'c0', type: { coding: [{ system: 'https://nahdo.org/sopt', code: '122' }] } });
    expect(adviseOn([drugOrder()], [dental, coverage()]).coverage[0]?.coverage).toBe('Coverage/c1');
  });

  test('without a coverage, or with that of somebody else, nothing is said of payers', () => {
    expect(inShort(adviseOn([drugOrder()], []))).toEqual([]);
    expect(inShort(adviseOn([drugOrder()], [coverage('Medicare', { beneficiary: { reference: 'Patient/p2' } })]))).toEqual([]);
  });
});

describe('Is an authorization needed, and is it there?', () => {
  const needed = (...evidence: Resource[]) => inShort(adviseOn([drugOrder()], [coverage(), ...evidence]));
  const LACKS = 'warning authorization-needed: This payer pays S9326 only when authorized, and';

  test('needed where the policy of the payer asks for it, and only there', () => {
    expect(needed()).toEqual([`${LACKS} none is on record`]);
    expect(inShort(adviseOn([drugOrder()], [coverage()], { policies: acme({}) }))).toEqual([]);
    expect(inShort(adviseOn([drugOrder()], [coverage('Other Health')]))).toEqual([]);
  });

  test('there when it is granted for the first day', () => {
    expect(needed(authorization('A1', undefined))).toEqual([]);
    expect(needed(authorization('A1', { start: '2026-03-02', end: '2026-03-02' }))).toEqual([]);
    expect(needed(authorization('A1', { end: '2026-03-01' }))).toEqual([`${LACKS} the one on record does not hold on 2026-03-02`]);
    expect(needed(authorization('A1', { start: '2026-03-03' }))).toEqual([`${LACKS} the one on record does not hold on 2026-03-02`]);
  });

  test('not there when it waits, was refused, or is for something else', () => {
    expect(needed(authorization('A4', undefined))).toEqual([
      'info authorization-needed: The authorization for S9326 has been asked for and is not answered yet',
    ]);
    expect(needed(authorization('A3', undefined))).toEqual([`${LACKS} it was refused`]);
    expect(needed(authorization('A1', undefined, 'S9500'))).toEqual([`${LACKS} none is on record`]);
    expect(needed({ ...authorization('A1', undefined), use: 'claim' })).toEqual([`${LACKS} none is on record`]);
  });

  test('one of S9326 is none of S9327', () => {
    const advised = adviseOn([drugOrder({ dosageInstruction: [{ text: 'PCA pump, bolus only, 2 mg' }] })], GRANTED);
    expect(adviceOn(advised, 'authorization-needed')?.summary).toBe('This payer pays S9327 only when authorized, and none is on record');
  });
});

describe('Is the setting home?', () => {
  const place = (code: string, system?: string) => ({ locationCode: [{ coding: [{ code, ...(system && { system }) }] }] });
  const setting = (own: object, evidence: readonly Resource[] = []) =>
    inShort(adviseOn([serviceOrder('S9326', own), drugOrder()], [...GRANTED, ...evidence]));

  test('the code of home infusion says so, unless the place is another', () => {
    expect(setting({})).toEqual([]);
    expect(setting(place('PTRES'))).toEqual([]);
    expect(setting(place('HOSP'))).toEqual(['warning setting-home: S9326 pays for infusion at home, and the order names another place']);
  });

  test('a place of service is a home where the policy counts it as one', () => {
    expect(setting(place('12'))).toEqual([]);
    expect(setting(place('13'))).toEqual([]);
    expect(setting(place('31'))).toHaveLength(1);
  });

  test('one place that is none outweighs a home, on an order and among orders', () => {
    const both = { locationCode: [{ coding: [{ code: 'PTRES' }] }, { coding: [{ code: 'HOSP' }] }] };
    expect(setting(both)).toHaveLength(1);
    expect(inShort(adviseOn([drugOrder(), serviceOrder('S9326', place('HOSP'))], GRANTED))).toHaveLength(1);
  });

  test('a location at hand is looked at', () => {
    const location: Location = { resourceType: 'Location', id: 'l1', type: [{ coding: [{ code: 'SNF' }] }] };
    const advised = adviseOn(
      [serviceOrder('S9326', { locationReference: [{ reference: 'Location/l1' }] }), drugOrder()],
      [...GRANTED, location],
    );
    expect(adviceOn(advised, 'setting-home')?.detail).toContain('a skilled nursing facility');
    expect(
      setting({ locationReference: [{ reference: 'Location/l1' }] }, [
        { ...location, type: [], physicalType: { coding: [{ code: 'ho' }] } },
      ]),
    ).toEqual([]);
  });

  test('where no order names a place, one click says that it is home', () => {
    const advised = adviseOn([PLACELESS], GRANTED);
    expect(inShort(advised)).toEqual(['info setting-home: The order does not say where the infusion runs: S9326 pays for a home only']);
    const mended = advised.advice[0]?.suggestion?.resource as MedicationRequest;
    expect(mended).toEqual({
      ...PLACELESS,
      category: [expect.objectContaining({ coding: [expect.objectContaining({ code: 'community' })] })],
    });
    expect(inShort(adviseOn([mended], GRANTED))).toEqual([]);
  });

  test('a nursing home is not taken for a home by its name', () => {
    const at = (text: string) =>
      inShort(adviseOn([{ ...PLACELESS, note: [{ text }] }], GRANTED)).filter((line) => line.includes('setting'));
    expect(at('at the nursing home')).toHaveLength(1);
    expect(at('at home')).toHaveLength(0);
  });
});

describe('Which code fits, and why?', () => {
  const onOrder = (code: string | undefined, dosage: Dosage = CONTINUOUS) =>
    adviseOn([serviceOrder(code), drugOrder({ dosageInstruction: [dosage] })], GRANTED, { policies: acme({}) });
  const INTERMITTENT: Dosage = {
    ...CONTINUOUS,
    text: 'pump',
    timing: { repeat: { duration: 4, durationUnit: 'h', frequency: 1, period: 1, periodUnit: 'd' } },
  };

  test('the one on the order: nothing is said', () => {
    expect(inShort(onOrder('S9326'))).toEqual([]);
    expect(inShort(onOrder('S9327', INTERMITTENT))).toEqual([]);
  });

  test('another one: one click puts the one that fits in its place, and changes nothing else', () => {
    const order = serviceOrder('S9327', { note: [{ text: 'kept' }] });
    const advised = adviseOn([order, drugOrder()], GRANTED);
    expect(inShort(advised)).toEqual(['warning code-fits: S9326 fits this order, not S9327: the order says "continuous"']);
    const mended = advised.advice[0]?.suggestion?.resource;
    expect(mended).toEqual({
      ...order,
      code: { ...order.code, coding: [{ ...order.code?.coding?.[0], code: 'S9326', display: expect.any(String) }] },
    });
    expect(inShort(adviseOn(mended ? [mended, drugOrder()] : [], GRANTED))).toEqual([]);
    expect(inShort(onOrder('S9326', INTERMITTENT))).toEqual([
      'warning code-fits: S9327 fits this order, not S9326: each infusion runs 4 hours',
    ]);
  });

  test('S9325 gives way to the one that fits', () =>
    expect(inShort(onOrder('S9325'))).toEqual(['warning code-fits: S9326 fits this order, not S9325: the order says "continuous"']));

  test('no click where the code does not stand once as the code of the service', () => {
    const twice = serviceOrder('S9327');
    twice.code?.coding?.push({ code: 'S9327' });
    const inDetail = serviceOrder(undefined, { orderDetail: [{ coding: [{ code: 'S9327' }] }] });
    for (const order of [twice, inDetail]) {
      const [advice, ...others] = adviseOn([order, drugOrder()], GRANTED).advice;
      expect([advice?.question, advice?.suggestion, others]).toEqual(['code-fits', undefined, []]);
    }
  });

  test('an order of the service without a code gets it by one click', () => {
    const advised = onOrder(undefined);
    expect(inShort(advised)).toEqual(['info code-fits: S9326 is the code that fits: the order says "continuous"']);
    expect(advised.advice[0]?.suggestion?.label).toBe('Put S9326 on the order');
  });

  test('of an order of the drug alone only what is not S9326 is said', () => {
    const alone = (dosage: Dosage) => inShort(adviseOn([drugOrder({ dosageInstruction: [dosage] })], [coverage()], { policies: acme({}) }));
    expect(alone(CONTINUOUS)).toEqual([]);
    expect(alone(INTERMITTENT)).toEqual(['info code-fits: S9327 is the code that fits: each infusion runs 4 hours']);
  });

  test('asked where the orders do not say how the drug runs', () => {
    const open: Dosage = { text: 'by pump', doseAndRate: [{ rateQuantity: { value: 2, unit: 'mg/h' } }], asNeededBoolean: true };
    const asked = 'info code-fits: The order does not say whether the infusion runs 24 hours or more: S9326 or S9327 depends on it';
    expect(inShort(onOrder(undefined, open))).toEqual([asked]);
    expect(inShort(onOrder('S9325', open))).toEqual([asked]);
    expect(inShort(onOrder('S9326', open))).toEqual([]);
  });
});

describe('Does the order name drug, dose and rate?', () => {
  const complete = (own: Dosage) =>
    inShort(adviseOn([drugOrder({ dosageInstruction: [own] })], GRANTED)).filter((line) => line.includes('order-complete'));

  test('both, structured or written', () => {
    expect(complete({ text: 'continuous pump, 48 mg at 2 mg/h' })).toEqual([]);
    expect(complete({ text: 'continuous pump', doseAndRate: [{ rateQuantity: { value: 2, unit: 'mg/h' } }] })).toEqual([]);
    expect(complete({ text: 'continuous pump, 48 mg' })).toEqual([
      'warning order-complete: The order for the morphine infusion gives no rate',
    ]);
    expect(complete({ text: 'continuous pump' })).toEqual([
      'warning order-complete: The order for the morphine infusion gives no dose and no rate',
    ]);
  });

  test('doses at times need no rate', () => {
    expect(complete({ text: 'PCA pump, bolus only, 2 mg' })).toEqual([]);
    expect(complete({ text: 'PCA pump, bolus only' })).toEqual([
      'warning order-complete: The order for the morphine infusion gives no dose',
    ]);
  });

  test('an order of the service wants one of the drug beside it or in force on record', () => {
    const alone = (...evidence: Resource[]) =>
      inShort(adviseOn([serviceOrder('S9326', { reasonCode: [{ text: 'oral opioids, morphine failed' }] })], [...GRANTED, ...evidence]));
    expect(alone()).toEqual(['warning order-complete: No order names the drug, its dose and its rate']);
    expect(alone(drugOrder({ status: 'active' }))).toEqual([]);
    expect(alone(drugOrder({ status: 'cancelled' }))).toHaveLength(1);
  });
});

describe('Is it documented that other pain control failed or does not suit?', () => {
  const plain = drugOrder({ reasonCode: [{ text: 'Cancer pain' }] });
  const documented = (...evidence: Resource[]) => inShort(adviseOn([plain], [...GRANTED, ...evidence]));
  const NOTHING = ['warning alternatives-documented: Nothing on record says that other pain control failed or does not suit'];
  const tablets = drugOrder({
    id: 'm2',
    status: 'stopped',
    medicationCodeableConcept: { text: 'Oxycodone tablet' },
    dosageInstruction: [{ text: 'by mouth' }],
  });
  const letter = (text: string) => document({ content: [{ attachment: { contentType: 'text/plain', data: base64(text) } }] });

  test('by nothing', () => expect(documented()).toEqual(NOTHING));

  test("by the order's own reason or note", () =>
    expect(inShort(adviseOn([{ ...plain, note: [{ text: 'Oxycodone not tolerated' }] }], GRANTED))).toEqual([]));

  test('by an order of an analgesic by mouth that was stopped, but not by one that goes on', () => {
    expect(documented(tablets)).toEqual([]);
    expect(documented({ ...tablets, status: 'active' })).toEqual(NOTHING);
    expect(documented({ ...tablets, authoredOn: '2026-03-03' })).toEqual(NOTHING);
  });

  test('by a letter that names it and that it failed', () => {
    expect(documented(letter('Oral morphine was ineffective.'))).toEqual([]);
    expect(documented(letter('Oral morphine was given.'))).toEqual(NOTHING);
    expect(documented({ ...letter('Oral morphine was ineffective.'), status: 'entered-in-error' })).toEqual(NOTHING);
  });

  test('perhaps by a document that cannot be read here', () =>
    expect(documented(document({ content: [{ attachment: { contentType: 'application/pdf', url: 'Binary/1' } }] }))).toEqual([
      'info alternatives-documented: Check that a document on record says why other pain control failed or does not suit',
    ]));
});

describe('At discharge', () => {
  test('one card reminds of what must be on record, of an order on record for the home', () => {
    const advised = adviseOn([], [coverage(), drugOrder({ status: 'active' })], { hook: 'encounter-discharge' });
    expect(inShort(advised)).toEqual([
      'info record-for-payment: Pain infusion at home after discharge: what must be on record for its days to be payable',
    ]);
    expect(advised.advice[0]?.detail).toContain("the payer's authorization");
    expect(advised.coverage).toEqual([]);
  });

  test('nothing is said when no such order is on record', () =>
    expect(adviseOn([], [coverage()], { hook: 'encounter-discharge' }).advice).toEqual([]));
});

test('An order is mended by one suggestion at a time, for each is the whole order', () => {
  const beside = serviceOrder(undefined, { code: { text: 'Infusion for pain' } });
  const { advice } = adviseOn([beside, PLACELESS], GRANTED);
  expect(advice.map(({ question, suggestion }) => [question, suggestion !== undefined])).toEqual([
    ['setting-home', true],
    ['code-fits', false],
  ]);
});
