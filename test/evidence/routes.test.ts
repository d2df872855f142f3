import { describe, expect, test } from 'vitest';
import { reasonOf } from '../support/build-answer.ts';
import { coded, infusion, type Json, SNOMED } from '../support/build-record.ts';

const INFUSION = 'evidence';
const OTHER = 'not-parenteral';
/** Without a rate, so that only the route can show an infusion. */
const routed = (route: Json | undefined) =>
  reasonOf(infusion('a1', '2025-03-02T00:00:00Z', '2025-03-04T00:00:00Z', { dosage: route ? { route } : {} }));

const WORDS =
  'intravenous, IV, subcutaneous, SC, SQ, subcut, epidural, peridural, caudal, intrathecal, intraspinal, intradural, intracerebroventricular, perineural, paravertebral, infiltration, intraneural, intra-articular, intraarticular, interpleural'.split(
    ', ',
  );

describe('a route without a SNOMED code, by its words', () => {
  test.each(WORDS)('%s', (word) => {
    expect(routed({ text: word })).toBe(INFUSION);
    expect(routed({ text: `${word.toUpperCase()} (by pump)` })).toBe(INFUSION);
    expect(routed({ coding: [{ system: 'http://example.org/routes', code: '7', display: word.toLowerCase() }] })).toBe(INFUSION);
  });
  test.each(['oral', 'by mouth', 'IM', 'intramuscular', 'transdermal', 'rectal', 'DIVE', 'scale', 'IVF', 'subcutis', 'intravenously'])(
    '"%s" is none',
    (text) => {
      expect(routed({ text })).toBe(OTHER);
    },
  );
  test('a code of another system without words is stated, and is none', () => {
    expect(routed(coded('http://example.org/routes', '7'))).toBe(OTHER);
  });
});

describe('a route with a SNOMED code, by the code', () => {
  test.each([
    ['intravenous', '47625008'],
    ['subcutaneous', '34206005'],
    ['intrathecal', '72607000'],
  ])('%s infuses', (_, code) => {
    expect(routed(coded(SNOMED, code))).toBe(INFUSION);
    expect(routed(coded('urn:oid:2.16.840.1.113883.6.96', ` ${code} `))).toBe(INFUSION);
  });
  test.each([
    ['oral', '26643006'],
    ['intramuscular', '78421000'],
    ['one that the set does not know', '999999999'],
  ])('%s does not', (_, code) => {
    expect(routed(coded(SNOMED, code))).toBe(OTHER);
  });
  test('words do not speak against a code', () => {
    expect(routed({ ...coded(SNOMED, '26643006', { display: 'IV' }), text: 'intravenous' })).toBe(OTHER);
    expect(routed({ ...coded(SNOMED, '47625008'), text: 'by mouth' })).toBe(INFUSION);
  });
  test('of several SNOMED codes one is enough', () => {
    const codes = ['26643006', '47625008'].map((code) => ({ system: SNOMED, code }));

    expect(routed({ coding: codes })).toBe(INFUSION);
    expect(routed({ coding: codes.slice(0, 1) })).toBe(OTHER);
  });
});

describe('no route', () => {
  test.each([
    ['is not stated', undefined],
    ['is empty', {}],
    ['has no code and no word', { coding: [{ system: SNOMED }] }],
  ])('a route that %s speaks neither for nor against', (_, route) => {
    expect(routed(route)).toBe('not-shown-as-infusion');
  });
});
