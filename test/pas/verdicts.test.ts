import { describe, expect, test } from 'vitest';
import { answerTo, asking, judgementOf, june, pasExtension, reviewCode } from './homecare.ts';

const S9326_DAYS = { value: 30, unit: 'days' };

describe('review actions on the homecare example', () => {
  test('asked 30, granted 30: A1, with the dates and what is authorized', () => {
    const { response } = answerTo(asking());
    const [item] = response.item ?? [];
    expect(reviewCode(item)).toBe('A1');
    expect(pasExtension(item, 'itemPreAuthIssueDate')?.valueDate).toBe('2025-06-01');
    expect(pasExtension(item, 'itemPreAuthPeriod')?.valuePeriod).toEqual({ start: '2025-06-01', end: '2025-06-30' });
    expect(pasExtension(item, 'itemRequestedServiceDate')?.valuePeriod).toEqual({ start: '2025-06-01', end: '2025-06-30' });
    expect(pasExtension(item, 'itemAuthorizedDetail')?.extension?.find(({ url }) => url === 'quantity')?.valueQuantity).toEqual(S9326_DAYS);
    expect(response.addItem).toBeUndefined();
    expect(response).toMatchObject({ outcome: 'complete', disposition: 'Approved: 30 of 30 units of S9326 allowed.' });
  });

  test('asked for more than there are dates: A6, and what would be granted in addItem', () => {
    const { response } = answerTo(asking({ item: [june({ quantity: { value: 33, unit: 'days' } })] }));
    const [item] = response.item ?? [];
    expect(reviewCode(item)).toBe('A6');
    // What differs from what was asked is said in addItem only.
    expect(pasExtension(item, 'itemAuthorizedDetail')).toBeUndefined();
    expect(response.addItem).toMatchObject([
      {
        itemSequence: [1],
        productOrService: { coding: [{ code: 'S9326' }] },
        servicedPeriod: { start: '2025-06-01', end: '2025-06-30' },
        quantity: S9326_DAYS,
        locationCodeableConcept: { coding: [{ code: '12' }] },
      },
    ]);
    expect(reviewCode(response.addItem?.[0])).toBe('A1');
    expect(item?.adjudication?.[1]).toMatchObject({
      value: 3,
      reason: { coding: [{ code: 'units-within-span' }, { code: '151' }, {}, {}] },
    });
    expect(response.processNote?.map(({ text }) => text)[0]).toContain('Line 1 bills 33 units for 30 dates');
  });

  test('granted dates that do not follow each other are items of their own', () => {
    const coverage = { period: { start: '2025-01-01', end: '2025-06-10' } };
    const line = june({ sequence: 2, servicedPeriod: { start: '2025-06-08', end: '2025-06-20' }, quantity: { value: 13 } });
    const short = june({ servicedDate: '2025-06-09', quantity: { value: 1 } });
    delete short.servicedPeriod;
    const { response } = answerTo(asking({ item: [short, line], coverage }));
    expect(response.item?.map(reviewCode)).toEqual(['A1', 'A6']);
    expect(response.addItem).toMatchObject([
      { itemSequence: [2], servicedDate: '2025-06-08', quantity: { value: 1 } },
      { itemSequence: [2], servicedDate: '2025-06-10', quantity: { value: 1 } },
    ]);
    expect(response.preAuthPeriod).toEqual({ start: '2025-06-08', end: '2025-06-10' });
  });

  test('refused: A3, without number, dates or addItem', () => {
    const coverage = { payor: [{ display: 'Medicare' }] };
    const { response } = answerTo(asking({ coverage }), { authorizationNumber: 'AUTH-7' });
    const [item] = response.item ?? [];
    expect(reviewCode(item)).toBe('A3');
    expect(item?.adjudication?.[1]?.reason?.coding?.map(({ code }) => code)).toContain('payer-accepts-s-codes');
    expect(response.addItem).toBeUndefined();
    expect(response.preAuthPeriod).toBeUndefined();
    expect(JSON.stringify(response)).not.toContain('AUTH-7');
  });

  test('pended: A4, and nothing is granted while it waits', () => {
    const { response } = answerTo(asking({ order: false, item: [june({ quantity: { value: 33 } })] }));
    expect(reviewCode(response.item?.[0])).toBe('A4');
    expect(response.addItem).toBeUndefined();
    expect(response.preAuthPeriod).toBeUndefined();
    expect(response.outcome).toBe('complete');
  });

  test("the payer's number is given where something is granted; none is made up", () => {
    expect(answerTo(asking(), { authorizationNumber: 'AUTH-7' }).response).toMatchObject({
      preAuthRef: 'AUTH-7',
      item: [{ adjudication: [{ extension: [{ extension: [{ url: 'number', valueString: 'AUTH-7' }, {}] }] }] }],
    });
    const { response } = answerTo(asking());
    expect(response.preAuthRef).toBeUndefined();
    expect(response.item?.[0]?.adjudication?.[0]?.extension?.[0]?.extension).toHaveLength(1);
  });

  test('a line that nobody reviewed has no review action, and a note says why', () => {
    const drug = { ...june({ sequence: 2 }), productOrService: { coding: [{ system: 'http://example.org', code: 'B4184' }] } };
    const { response } = answerTo(asking({ item: [june(), drug] }));
    expect(response.item?.map(reviewCode)).toEqual(['A1', undefined]);
    const number = response.item?.[1]?.noteNumber?.at(-1);
    expect(response.processNote?.find((note) => note.number === number)?.text).toContain('Line 2 was not reviewed');
  });

  test('what an update takes back is not granted', () => {
    const url = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/modifierextension-infoCancelled';
    const answered = answerTo(asking({ item: [june({ modifierExtension: [{ url, valueBoolean: true }] })] }));
    expect(judgementOf(answered).assessment.decision).toBe('not-applicable');
    expect(reviewCode(answered.response.item?.[0])).toBeUndefined();
    expect(answered.response.processNote?.at(-1)?.text).toContain('takes it back');
  });

  test('a preauthorization without a PAS profile gets a plain ClaimResponse, with addItem', () => {
    const { meta: _, ...bare } = asking({ item: [june({ quantity: { value: 33 } })], claim: { meta: {} } }) as { meta: unknown };
    const { answer, response } = answerTo(bare);
    expect(answer.resourceType).toBe('ClaimResponse');
    expect(response.addItem).toMatchObject([{ itemSequence: [1], quantity: S9326_DAYS, adjudication: [{ value: 30 }] }]);
    expect(response.item?.[0]?.adjudication?.length).toBeGreaterThan(0);
    const claim = answerTo(asking({ item: [june({ quantity: { value: 33 } })], claim: { use: 'predetermination' } }));
    expect(claim.response.addItem).toBeUndefined();
  });
});
