import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as sets from '../../src/policy/code-sets.ts';
import { RULES } from '../../src/rules/index.ts';
import { parseDate } from '../../src/time/civil-date.ts';

const folder = new URL('../../src/policy/code-sets/', import.meta.url);
const files = readdirSync(folder).map((name) => ({ name, data: JSON.parse(readFileSync(new URL(name, folder), 'utf8')) }));
const texts = (rows: readonly { code?: string }[]) => rows.flatMap((row) => row.code ?? []);

describe('the data files', () => {
  test.each(files)('$name says what it is, where it comes from and when it was read', ({ data }) => {
    expect(data.title).toMatch(/\w/);
    expect(parseDate(data.read)).toBeDefined();
    for (const source of Object.values(data.sources ?? { one: data.source })) expect(source).toHaveProperty('title');
    expect(Object.keys(data).at(-1)).not.toBe('source');
  });
  test.each(files.filter((file) => file.data.sources))(
    '$name: every row names a source of the file, and no source is unused',
    ({ data }) => {
      const named = new Set(data.codes.map((row: { source: string }) => row.source));
      expect([...named].sort()).toEqual(Object.keys(data.sources).sort());
    },
  );
  test('no file holds a text of the CPT or of X12', () => {
    const all = files.map((file) => JSON.stringify(file.data)).join(' ');
    for (const words of [/up to 2 hours/i, /specialty drug/i, /each additional hour/i, /missing\/incomplete/i, /lacks information/i]) {
      expect(all).not.toMatch(words);
    }
    expect(sets.REASON_CODES.every((row) => Object.keys(row).every((key) => ['code', 'type', 'start', 'end'].includes(key)))).toBe(true);
  });
});

describe('the rows', () => {
  const byCode = {
    'pain drugs': texts(sets.PAIN_DRUGS),
    'per diems': texts(sets.PER_DIEM_CODES),
    supplies: texts(sets.SUPPLY_CODES),
    places: texts(sets.PLACES_OF_SERVICE),
    'excluded codes': sets.EXCLUDED_WITH_PER_DIEM,
    'implanted pumps': sets.IMPLANTED_PUMP_CODES,
    routes: texts(sets.SNOMED_ROUTES).map((code) => code.padStart(12, '0')),
    payers: sets.PAYER_TYPES.map((row) => `${['sopt', 'x12-filing-indicator', 'payor-name'].indexOf(row.system)}${row.code}`),
    reasons: sets.REASON_CODES.map(
      (row) =>
        `${['Group', 'CARC', 'RARC'].indexOf(row.type)}${row.code.replace(/[0-9]/g, '').padEnd(3)}${row.code.replace(/\D/g, '').padStart(4, '0')}`,
    ),
  };
  test.each(Object.entries(byCode))('%s: codes are unique and ascend', (_, codes) => {
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(codes.length).toBeGreaterThan(3);
  });
  test('every date is a real date, and no code ends before it begins', () => {
    const dated = [
      ...sets.PAIN_DRUGS,
      ...sets.PER_DIEM_CODES,
      ...sets.SUPPLY_CODES,
      ...sets.REASON_CODES.map(({ code, start, end }) => ({ code, added: start, terminated: end })),
    ];
    for (const { code, added, terminated } of dated) {
      for (const date of [added, terminated]) expect(date === undefined || parseDate(date) !== undefined, `${code} ${date}`).toBe(true);
      if (terminated !== undefined) expect(terminated > String(added), String(code)).toBe(true);
    }
  });
  test('every role, class, unit and type is one that the types name', () => {
    const distinct = (values: readonly (string | undefined)[]) => [...new Set(values)].sort();
    const roles = ['catheter-care', 'excluded', 'implanted-only', 'included', 'medicare-only', 'not-related', 'nursing', 'separate'];
    expect(distinct(sets.SUPPLY_CODES.map((row) => row.role))).toEqual(roles);
    expect(distinct(sets.PER_DIEM_CODES.map((row) => row.unit))).toEqual(['other', 'per diem']);
    const classes = ['commercial', 'medicaid', 'medicare', 'medicare-advantage', 'not-medical', 'tricare'];
    expect(distinct(sets.PAYER_TYPES.map((row) => row.class))).toEqual(classes);
    expect(distinct(sets.PAYER_TYPES.map((row) => row.system))).toEqual(['payor-name', 'sopt', 'x12-filing-indicator']);
    expect(distinct(sets.REASON_CODES.map((row) => row.type))).toEqual(['CARC', 'Group', 'RARC']);
    expect(distinct(sets.PAIN_DRUGS.map((row) => row.unit))).toEqual(['mL', 'mg', 'ug', undefined]);
  });
  test('a drug that ended names successors that exist, are of the same ingredient and leave no day without a code', () => {
    for (const drug of sets.PAIN_DRUGS) {
      for (const code of drug.successors) {
        const next = sets.painDrug(code);
        expect(next?.rxnorm, code).toBe(drug.rxnorm);
        expect(parseDate(next?.added ?? ''), code).toBeLessThanOrEqual((parseDate(drug.terminated ?? '') ?? Number.NaN) + 1);
      }
    }
  });
  test('a code in two sets has one set of dates', () => {
    for (const { code, added, terminated } of sets.SUPPLY_CODES) {
      const perDiem = sets.perDiemCode(code);
      if (perDiem) expect({ added: perDiem.added, terminated: perDiem.terminated }, code).toEqual({ added, terminated });
    }
  });
  test('the words are lists without blanks, doubles or an empty word', () => {
    for (const list of [sets.PAIN_DRUG_NAMES, sets.NOT_INFUSED_WORDS, sets.INFUSION_WORDS, sets.ROUTE_WORDS]) {
      expect(new Set(list.map((word) => word.toLowerCase())).size).toBe(list.length);
      expect(list.every((word) => /^[A-Za-z-]+$/.test(word))).toBe(true);
    }
    expect([sets.PAIN_DRUG_NAMES, sets.NOT_INFUSED_WORDS, sets.INFUSION_WORDS, sets.ROUTE_WORDS].map((list) => list.length)).toEqual([
      38, 22, 7, 20,
    ]);
  });
});

describe('the look-ups', () => {
  test('hydromorphone changed its code on 2024-10-01, and a unit became a fortieth', () => {
    expect(sets.painDrug('J1170')).toMatchObject({ terminated: '2024-09-30', successors: ['J1171'], unitQuantity: 4 });
    expect(sets.painDrug('J1171')).toMatchObject({ added: '2024-10-01', unitQuantity: 0.1, unit: 'mg' });
    expect(sets.codeDates('J1170')).toMatchObject({ added: '1982-01-01', terminated: '2024-09-30', successors: ['J1171'] });
  });
  test('an unlisted drug has no unit of amount and is no analgesic by its code', () => {
    expect(sets.painDrug('J3490')).toMatchObject({ analgesic: false });
    expect(sets.painDrug('J3490')?.unit).toBeUndefined();
  });
  test('an ingredient is an analgesic when any of its drugs is', () => {
    expect(sets.analgesicRxnorm('4337')).toBe(true); // fentanyl; J1810, with droperidol, is none
    expect(sets.analgesicRxnorm('6130')).toBe(true); // ketamine, which has no HCPCS code
    expect(sets.analgesicRxnorm('7242')).toBe(false); // naloxone
    expect(sets.analgesicRxnorm('0')).toBeUndefined();
  });
  test('routes, places, payers and roles', () => {
    expect([sets.isInfusionRoute('34206005'), sets.isInfusionRoute('26643006'), sets.isInfusionRoute('1')]).toEqual([
      true,
      false,
      undefined,
    ]);
    expect([sets.placeName('12'), sets.placeName('28')]).toEqual(['Home', undefined]);
    expect([sets.payerClass('sopt', '111'), sets.payerClass('x12-filing-indicator', '111')]).toEqual(['medicare-advantage', undefined]);
    expect([sets.supplyRole('A4222'), sets.supplyRole('S5501'), sets.supplyRole('J1171')]).toEqual([
      'included',
      'catheter-care',
      undefined,
    ]);
    expect(['E0786', 'A4220', 'E0781'].map(sets.isImplantedPumpCode)).toEqual([true, true, false]);
  });
  test('pain management and catheter care are no other therapy; S9208 to S9214 and S9810 never stand beside a per diem', () => {
    expect(['S9325', 'S9326', 'S9327', 'S9328', 'S5501', 'S9208', 'S9430'].filter(sets.isOtherTherapyPerDiem)).toEqual([]);
    expect(['S9500', 'S9365', 'S9347'].every(sets.isOtherTherapyPerDiem)).toBe(true);
    expect(['S9208', 'S9209', 'S9211', 'S9212', 'S9213', 'S9214', 'S9810'].every(sets.isExcludedWithPerDiem)).toBe(true);
    expect(sets.isExcludedWithPerDiem('S9326')).toBe(false);
  });
  test('a code that no set knows has no dates', () => {
    expect(sets.codeDates('X9999')).toBeUndefined();
    expect(sets.codeDates('S9563')).toMatchObject({ added: '2023-04-01', successors: [] });
  });
  test('a reason code is found under its type only', () => {
    expect(sets.reasonCode('CARC', '16')?.start).toBe('1995-01-01');
    expect(sets.reasonCode('RARC', '16')).toBeUndefined();
  });
});

describe('the codes that rules give', () => {
  const used = RULES.flatMap((rule) =>
    rule.codes.flatMap(({ group, carc, rarc }) => [
      ['Group', group, rule.id] as const,
      ['CARC', carc, rule.id] as const,
      ...rarc.map((code) => ['RARC', code, rule.id] as const),
    ]),
  );
  test.each(used)('%s %s of %s is in the set and in force', (type, code) => {
    const row = sets.reasonCode(type, code);
    expect(row).toBeDefined();
    expect(row?.end).toBeUndefined();
  });
});
