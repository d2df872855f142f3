import { describe, expect, test } from 'vitest';
import { answerOf, reasonOf, reasonsOf } from '../support/build-answer.ts';
import { coded, HCPCS, infusion, type Json, RXNORM, recordOf } from '../support/build-record.ts';

const ANALGESIC = 'evidence';
const OTHER = 'not-pain-medication';
const UNKNOWN = 'unknown-medication';
const NDC = 'http://hl7.org/fhir/sid/ndc';
const START = '2025-03-02T00:00:00Z';
const END = '2025-03-04T00:00:00Z';

const kindOf = (concept: Json) => reasonOf(infusion('a1', START, END, { medicationCodeableConcept: concept }));

/** The answer to an administration that refers to a medication, in a record with these others. */
function kindByReference(medicationReference: Json, ...others: readonly Json[]): string | undefined {
  const { medicationCodeableConcept: _, ...rest } = infusion('a1', START, END, { medicationReference });
  return reasonsOf(answerOf(recordOf(rest, ...others))).a1;
}

/** The names of 1-days.md 1. */
const NAMES =
  'morphine, hydromorphone, fentanyl, sufentanil, remifentanil, meperidine, methadone, levorphanol, oxymorphone, nalbuphine, buprenorphine, butorphanol, ketamine, bupivacaine, bupivicaine, levobupivacaine, ropivacaine, lidocaine, mepivacaine, chloroprocaine, clonidine, ziconotide, ketorolac, Dilaudid, Sublimaze, Duramorph, Infumorph, Mitigo, Astramorph, Demerol, Naropin, Marcaine, Sensorcaine, Ketalar, Prialt, Nubain, Duraclon, Toradol'.split(
    ', ',
  );
const EXCLUDED =
  'liposomal, liposome, naloxone, patch, transdermal, tablet, tablets, capsule, capsules, oral, lozenge, troche, film, gel, cream, ointment, suppository, nasal, sublingual, buccal, topical, ophthalmic'.split(
    ', ',
  );

describe('names as whole words', () => {
  test.each(NAMES)('%s is an analgesic, in any case, beside anything but letters', (name) => {
    for (const text of [name, name.toUpperCase(), `2-${name.toLowerCase()}4`, `"${name}",`, `Acme ${name} 1 mg/mL`])
      expect(kindOf({ text })).toBe(ANALGESIC);
  });
  test.each(NAMES)('%s in a longer word is something else', (name) => {
    for (const text of [`x${name}`, `${name}s`, `é${name}`, `${name}ï`]) expect(kindOf({ text })).toBe(OTHER);
  });
  test('a display counts as a text does', () => {
    expect(kindOf(coded(NDC, '1', { display: 'Ketamine HCl' }))).toBe(ANALGESIC);
    expect(kindOf({ coding: [{ display: 'Ketamine HCl' }] })).toBe(ANALGESIC);
  });
  test('alfentanil, which holds "fentanil" only, is none', () => {
    expect(kindOf({ text: 'alfentanil' })).toBe(OTHER);
  });
});

describe('excluded words', () => {
  test.each(EXCLUDED)('morphine with "%s" is none, whatever its codes', (word) => {
    for (const text of [`morphine ${word}`, `morphine (${word.toUpperCase()})`, word])
      expect(kindOf({ ...coded(RXNORM, '7052'), text })).toBe(OTHER);
  });
  test.each(['patchy', 'filmed', 'orally', 'gelatine', 'nasally', 'pectoral', 'caplet'])('"%s" is another word', (word) => {
    expect(kindOf({ text: `morphine ${word}` })).toBe(ANALGESIC);
  });
  test('the word may stand in another text than the name', () => {
    expect(kindOf({ ...coded(RXNORM, '7052', { display: 'morphine' }), text: 'tablets' })).toBe(OTHER);
  });
});

describe('codes', () => {
  test.each([
    ['RxNorm morphine', coded(RXNORM, '7052'), ANALGESIC],
    ['RxNorm by its OID', coded('urn:oid:2.16.840.1.113883.6.88', '7052'), ANALGESIC],
    ['RxNorm with blanks', coded(RXNORM, ' 7052 '), ANALGESIC],
    ['RxNorm baclofen, known and none', coded(RXNORM, '1292'), OTHER],
    ['an RxNorm code that the set does not know', coded(RXNORM, '99999999'), UNKNOWN],
    ['morphine’s number in another system', coded(NDC, '7052'), UNKNOWN],
    ['morphine’s number in no system', coded(undefined, '7052'), UNKNOWN],
    ['HCPCS J2270, morphine', coded(HCPCS, 'J2270'), ANALGESIC],
    ['HCPCS in small letters', coded(HCPCS, 'j2270'), ANALGESIC],
    ['HCPCS as Blue Button names it', coded('https://bluebutton.cms.gov/resources/codesystem/hcpcs', 'J2270'), ANALGESIC],
    ['HCPCS by its OID', coded('urn:oid:2.16.840.1.113883.6.285', 'J2270'), ANALGESIC],
    ['a HCPCS code in no system', coded(undefined, 'J2270'), ANALGESIC],
    ['HCPCS J0475, baclofen', coded(HCPCS, 'J0475'), OTHER],
    ['a HCPCS code that the set does not know', coded(HCPCS, 'J9999'), UNKNOWN],
    [
      'a code of an analgesic and one that is unknown',
      {
        coding: [
          { system: NDC, code: '1' },
          { system: RXNORM, code: '7052' },
        ],
      },
      ANALGESIC,
    ],
    ['a code of an analgesic and a text that names none', { ...coded(RXNORM, '7052'), text: 'pain cocktail' }, ANALGESIC],
    ['no code and a text that names none', { text: 'pain cocktail' }, OTHER],
    ['an unknown code with a display that names none', coded(NDC, '1', { display: 'Something' }), OTHER],
    ['nothing', {}, UNKNOWN],
    ['blank texts', { text: ' ', coding: [{ display: '' }] }, UNKNOWN],
  ])('%s', (_, concept, kind) => {
    expect(kindOf(concept)).toBe(kind);
  });

  test('no medication at all is unknown', () => {
    const { medicationCodeableConcept: _, ...bare } = infusion('a1', START, END);

    expect(reasonOf(bare)).toBe(UNKNOWN);
  });

  test('two concepts that only look alike when written side by side are told apart', () => {
    const alike = (id: string, system: string, code: string) =>
      infusion(id, START, END, { medicationCodeableConcept: coded(system, code) });
    const reasons = reasonsOf(answerOf(recordOf(alike('a1', RXNORM, '7052'), alike('a2', `${RXNORM}|7052`, 'undefined'))));
    const texts = [{ text: 'undefined' }, {}].map((concept, i) => infusion(`t${i}`, START, END, { medicationCodeableConcept: concept }));

    expect(reasons).toEqual({ a1: ANALGESIC, a2: UNKNOWN });
    expect(reasonsOf(answerOf(recordOf(...texts)))).toEqual({ t0: OTHER, t1: UNKNOWN });
  });
});

describe('by reference', () => {
  const medication = (id: string, more: Json): Json => ({ resourceType: 'Medication', id, ...more });
  const to = (id: string, more: Json = {}) => ({ reference: `Medication/${id}`, ...more });

  test.each([
    ['its code', medication('m', { code: coded(RXNORM, '7052') }), ANALGESIC],
    ['its text', medication('m', { code: { text: 'Ropivacaine 0.2 %' } }), ANALGESIC],
    ['a text that names none', medication('m', { code: { text: 'vancomycin' } }), OTHER],
    ['no code', medication('m', {}), UNKNOWN],
    ['an ingredient', medication('m', { ingredient: [{ itemCodeableConcept: coded(RXNORM, '7052') }] }), ANALGESIC],
    [
      'the second of two',
      medication('m', { ingredient: [{ itemCodeableConcept: { text: 'saline' } }, { itemCodeableConcept: { text: 'fentanyl' } }] }),
      ANALGESIC,
    ],
    [
      'an ingredient that excludes',
      medication('m', { code: { text: 'fentanyl' }, ingredient: [{ itemCodeableConcept: { text: 'naloxone' } }] }),
      OTHER,
    ],
    ['the display of an ingredient’s reference', medication('m', { ingredient: [{ itemReference: { display: 'clonidine' } }] }), ANALGESIC],
  ])('%s', (_, resource, kind) => {
    expect(kindByReference(to('m'), resource)).toBe(kind);
  });

  test('an ingredient of an ingredient, and a Substance', () => {
    const bag = medication('bag', { ingredient: [{ itemReference: to('mix') }] });
    const mix = medication('mix', { ingredient: [{ itemReference: { reference: 'Substance/s' } }] });

    expect(kindByReference(to('bag'), bag, mix, { resourceType: 'Substance', id: 's', code: coded(RXNORM, '7052') })).toBe(ANALGESIC);
    expect(kindByReference(to('bag'), bag, mix, { resourceType: 'Substance', id: 's' })).toBe(UNKNOWN);
  });

  test.each([
    ['with the analgesic on it', { text: 'ketamine' }, ANALGESIC],
    ['without any', undefined, UNKNOWN],
  ])('ingredients in a circle, %s', (_, code, kind) => {
    const one = medication('one', { ingredient: [{ itemReference: to('two') }, { itemReference: to('one') }] });
    const two = medication('two', { ...(code && { code }), ingredient: [{ itemReference: to('one') }] });

    expect(kindByReference(to('one'), one, two)).toBe(kind);
  });

  test('a contained medication, which may hold its ingredient beside it', () => {
    const contained = [
      { resourceType: 'Medication', id: 'bag', ingredient: [{ itemReference: { reference: '#drug' } }] },
      { resourceType: 'Medication', id: 'drug', code: { text: 'hydromorphone' } },
    ];
    const { medicationCodeableConcept: _, ...rest } = infusion('a1', START, END, { medicationReference: { reference: '#bag' }, contained });

    expect(reasonOf(rest)).toBe(ANALGESIC);
    expect(reasonOf({ ...rest, contained: [] })).toBe(UNKNOWN);
  });

  test.each([
    ['leads nowhere', to('none'), UNKNOWN],
    ['leads nowhere but has a display', to('none', { display: 'Morphine 1 mg/mL' }), ANALGESIC],
    ['leads nowhere and its display names none', to('none', { display: 'Vancomycin' }), OTHER],
    ['its display excludes', to('m', { display: 'oral' }), OTHER],
    ['is a display alone', { display: 'Naropin' }, ANALGESIC],
    ['leads to something that is no medication', { reference: 'Organization/o' }, UNKNOWN],
  ])('a reference that %s', (_, reference, kind) => {
    const others = [medication('m', { code: { text: 'morphine' } }), { resourceType: 'Organization', id: 'o', name: 'morphine' }];

    expect(kindByReference(reference, ...others)).toBe(kind);
  });
});
