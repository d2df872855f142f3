import type { Dosage, Resource, TimingRepeat } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { readOrders } from '../../src/order/read-orders.ts';
import { fittingCode } from '../../src/order/therapy.ts';
import { AS_OF, drugOrder, pumpOrder, serviceOrder } from './orders.ts';

const codeFor = (...drafts: Resource[]): string | undefined => {
  const therapy = readOrders({ hook: 'order-sign', drafts, evidence: [], patient: 'p1', asOf: AS_OF }, { policies: [] });
  if (!therapy) throw new Error('not in scope');
  return fittingCode(therapy);
};
const RATE: Dosage = { text: 'PCA', doseAndRate: [{ rateQuantity: { value: 1, unit: 'mg/h' } }] };
const timed = (repeat: TimingRepeat, own: Dosage = RATE) => drugOrder({ dosageInstruction: [{ ...own, timing: { repeat } }] });
const written = (text: string) => drugOrder({ dosageInstruction: [{ text: `pump: ${text}` }] });

describe('S9326 fits an infusion that runs on', () => {
  test('each infusion for 24 hours, but not for an hour less', () => {
    expect(codeFor(timed({ duration: 24, durationUnit: 'h' }))).toBe('S9326');
    expect(codeFor(timed({ duration: 23, durationUnit: 'h' }))).toBe('S9327');
    expect(codeFor(timed({ duration: 1, durationUnit: 'd' }))).toBe('S9326');
  });

  test('infusions that follow each other without a pause', () => {
    expect(codeFor(timed({ duration: 12, durationUnit: 'h', frequency: 1, period: 12, periodUnit: 'h' }))).toBe('S9326');
    expect(codeFor(timed({ duration: 12, durationUnit: 'h', frequency: 2, period: 1, periodUnit: 'd' }))).toBe('S9326');
    expect(codeFor(timed({ duration: 11, durationUnit: 'h', frequency: 2, period: 1, periodUnit: 'd' }))).toBe('S9327');
  });

  test('a rate over a day and more', () => {
    expect(codeFor(timed({ boundsDuration: { value: 24, code: 'h' } }))).toBe('S9326');
    expect(codeFor(timed({ boundsDuration: { value: 23.5, code: 'h' } }))).toBe('S9327');
    expect(codeFor(timed({ boundsPeriod: { start: '2026-03-02T08:00:00Z', end: '2026-03-03T08:00:00Z' } }))).toBe('S9326');
    expect(codeFor(timed({ boundsPeriod: { start: '2026-03-02T08:00:00Z', end: '2026-03-03T07:59:00Z' } }))).toBe('S9327');
    expect(codeFor(timed({ boundsPeriod: { start: '2026-03-02', end: '2026-03-02' } }))).toBe('S9326');
  });

  test('a rate without an end, but not one on demand', () => {
    expect(codeFor(drugOrder({ dosageInstruction: [RATE] }))).toBe('S9326');
    expect(codeFor(drugOrder({ dosageInstruction: [{ ...RATE, asNeededBoolean: true }] }))).toBeUndefined();
  });

  test('words, in the order of the drug or of the service', () => {
    expect(codeFor(written('continuous with a bolus every hour'))).toBe('S9326');
    expect(codeFor(written('basal 1 mg'))).toBe('S9326');
    expect(codeFor(serviceOrder(undefined, { orderDetail: [{ text: 'Continuous' }] }))).toBe('S9326');
  });

  test('a bolus beside a basal rate', () => {
    const bolus: Dosage = { text: 'bolus', asNeededBoolean: true, doseAndRate: [{ doseQuantity: { value: 1, unit: 'mg' } }] };
    expect(codeFor(drugOrder({ dosageInstruction: [bolus, RATE] }))).toBe('S9326');
    expect(codeFor(drugOrder({ dosageInstruction: [{ ...bolus, text: 'pump, bolus' }] }))).toBe('S9327');
    const short: Dosage = { ...RATE, timing: { repeat: { duration: 4, durationUnit: 'h' } } };
    expect(codeFor(drugOrder({ dosageInstruction: [short, RATE] }))).toBe('S9326');
    expect(codeFor(drugOrder({ dosageInstruction: [short, bolus] }))).toBe('S9327');
    expect(
      codeFor(drugOrder({ dosageInstruction: [bolus, { ...RATE, timing: { repeat: { boundsDuration: { value: 2, code: 'd' } } } }] })),
    ).toBe('S9326');
  });
});

describe('S9327 fits one that does not', () => {
  test.each(['no continuous infusion', 'non-continuous', 'without a basal rate', 'intermittent', 'bolus only', 'demand doses only'])(
    'by the words "%s"',
    (words) => expect(codeFor(written(words))).toBe('S9327'),
  );

  test('a basal rate of nothing', () =>
    expect(codeFor(drugOrder({ dosageInstruction: [{ text: 'PCA', doseAndRate: [{ rateQuantity: { value: 0, unit: 'mg/h' } }] }] }))).toBe(
      'S9327',
    ));

  test('single doses', () => expect(codeFor(timed({ frequency: 4, period: 1, periodUnit: 'd' }, { text: 'pump' }))).toBe('S9327'));
});

describe('S9328 fits an implanted pump', () => {
  test('by its code, or by words', () => {
    expect(codeFor(pumpOrder('E0783', { reasonCode: [{ text: 'pain' }] }))).toBe('S9328');
    expect(codeFor(written('continuous, via implanted intrathecal pump'))).toBe('S9328');
  });

  test('but an implanted port is none', () => expect(codeFor(written('continuous, via implanted port'))).toBe('S9326'));
});

test('None is said to fit when the orders do not say how the drug runs', () => {
  expect(codeFor(written('as directed'))).toBeUndefined();
  expect(codeFor(serviceOrder('S9326'))).toBeUndefined();
});
