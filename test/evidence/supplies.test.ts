import { describe, expect, test } from 'vitest';
import { answerOf } from '../support/build-answer.ts';
import { claim, coded, infusion, inZone, type Json, PATIENT, patient, RXNORM, recordOf } from '../support/build-record.ts';

/** An injection, so that the record is not without any administration. */
const INJECTION = infusion('a1', '2025-02-01', '2025-02-01', { medicationCodeableConcept: { text: 'vancomycin' } });

const unclear = (...resources: readonly Json[]): number[] =>
  answerOf(recordOf(INJECTION, ...resources))
    .days.filter(({ reason }) => reason === 'unclear')
    .map(({ date }) => Number(date.slice(8)));

const dispense = (more: Json = {}): Json => ({
  resourceType: 'MedicationDispense',
  id: 'd1',
  status: 'completed',
  medicationCodeableConcept: coded(RXNORM, '7052'),
  subject: PATIENT,
  whenHandedOver: '2025-03-05T10:00:00Z',
  ...more,
});
const days = (value: number) => ({ daysSupply: { value, unit: 'd' } });

describe('a completed dispense of an analgesic covers its dates', () => {
  test.each([
    ['one, when no supply is stated', {}, [5]],
    ['one', days(1), [5]],
    ['three', days(3), [5, 6, 7]],
    ['two and a half: three', days(2.5), [5, 6, 7]],
    ['none', days(0), []],
    ['less than none', days(-3), []],
    ['handed over on a day', { whenHandedOver: '2025-03-05', ...days(2) }, [5, 6]],
    ['handed over in a month', { whenHandedOver: '2025-03' }, []],
    ['never handed over', { whenHandedOver: undefined }, []],
    ['in progress', { status: 'in-progress', ...days(3) }, []],
    ['of another drug', { medicationCodeableConcept: { text: 'vancomycin' } }, []],
    ['of tablets', { medicationCodeableConcept: { text: 'morphine tablets' } }, []],
    ['of an unknown drug', { medicationCodeableConcept: coded('http://a', '1') }, []],
    ['for another patient', { subject: { reference: 'Patient/p2' } }, []],
  ])('%s', (_, more, dates) => {
    expect(unclear(JSON.parse(JSON.stringify(dispense(more))))).toEqual(dates);
  });

  test('a supply of a thousand billion days covers no more than ten years of them', () => {
    expect(unclear(dispense(days(1e12)))).toEqual(Array.from({ length: 27 }, (_, i) => i + 5));
    expect(unclear(dispense({ whenHandedOver: '0001-01-01', ...days(1e308) }))).toEqual([]);
  });

  test('in Samoa the dates covered are dates that exist', () => {
    const item = [{ sequence: 1, productOrService: coded(undefined, 'S9326'), servicedPeriod: { start: '2011-12-27', end: '2012-01-03' } }];
    const given = dispense({ whenHandedOver: '2011-12-29', ...days(2) });
    const answer = answerOf(recordOf(patient(inZone('Pacific/Apia')), claim({ item }), INJECTION, given));

    expect(answer.days.filter(({ reason }) => reason === 'unclear').map(({ date }) => date)).toEqual(['2011-12-29', '2011-12-31']);
  });
});

describe('a completed delivery of an analgesic occurred on its dates', () => {
  const delivery = (more: Json): Json => ({
    resourceType: 'SupplyDelivery',
    id: 's1',
    status: 'completed',
    patient: PATIENT,
    suppliedItem: { itemCodeableConcept: { text: 'morphine cassette' } },
    ...more,
  });

  test.each([
    ['at a time', { occurrenceDateTime: '2025-03-05T10:00:00Z' }, [5]],
    ['on a day', { occurrenceDateTime: '2025-03-05' }, [5]],
    ['in a month', { occurrenceDateTime: '2025-03' }, []],
    ['in a period', { occurrencePeriod: { start: '2025-03-05', end: '2025-03-06' } }, [5, 6]],
    ['in a period without an end', { occurrencePeriod: { start: '2025-03-05' } }, [5]],
    ['in a reversed period', { occurrencePeriod: { start: '2025-03-05', end: '2025-03-04' } }, []],
    ['at several times', { occurrenceTiming: { event: ['2025-03-05', '2025-03-09T23:59:59Z'] } }, [5, 9]],
    ['never', {}, []],
    ['in progress', { status: 'in-progress', occurrenceDateTime: '2025-03-05' }, []],
    ['of nothing', { suppliedItem: undefined, occurrenceDateTime: '2025-03-05' }, []],
    ['of a pump', { suppliedItem: { itemCodeableConcept: { text: 'pump' } }, occurrenceDateTime: '2025-03-05' }, []],
    ['of a Medication', { suppliedItem: { itemReference: { reference: 'Medication/m1' } }, occurrenceDateTime: '2025-03-05' }, [5]],
  ])('%s', (_, more, dates) => {
    const medication = { resourceType: 'Medication', id: 'm1', code: { text: 'Ropivacaine' } };

    expect(unclear(JSON.parse(JSON.stringify(delivery(more))), medication)).toEqual(dates);
  });
});

test('a date that an infusion supports stays supported, whatever was delivered', () => {
  const { days: answers } = answerOf(recordOf(infusion('a1', '2025-03-05', '2025-03-06'), dispense(days(3))));

  expect(answers.slice(3, 8).map(({ supported, reason }) => reason ?? supported)).toEqual([
    'no-infusion',
    true,
    true,
    'unclear',
    'no-infusion',
  ]);
});
