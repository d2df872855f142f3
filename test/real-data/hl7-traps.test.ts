import type { Encounter, MedicationAdministration } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import type { AdministrationAnswer } from '../../src/assessment.ts';
import { claimsAround } from './around.ts';
import { judgeAll } from './judge.ts';
import { resourcesOf } from './sources.ts';

const rows = resourcesOf('hl7-r4-examples', 'MedicationAdministration');
const [f001] = resourcesOf('hl7-r4-examples', 'Encounter') as [Encounter];

function judge(administrations: readonly MedicationAdministration[], encounter: Encounter = f001) {
  const { bundle, asOf } = claimsAround(administrations);
  return judgeAll({ ...bundle, entry: [...(bundle.entry ?? []), { resource: encounter }] }, asOf);
}

const answersTo = (administrations: readonly MedicationAdministration[], encounter?: Encounter): readonly AdministrationAnswer[] =>
  judge(administrations, encounter)[0]?.assessment.administrations ?? [];
const answerTo = (row: MedicationAdministration, encounter?: Encounter): string =>
  answersTo([row], encounter)
    .map(({ reason = 'evidence' }) => reason)
    .join();
const rowOf = (id: string): MedicationAdministration => {
  const row = rows.find((each) => each.id === id);
  if (!row) throw new Error(id);
  return row;
};

/** The same charting of a drug that might be one of ours, so that what else is wrong with it comes to light. */
function asMorphine({ contained: _, medicationReference: __, ...row }: MedicationAdministration): MedicationAdministration {
  return { ...row, medicationCodeableConcept: { text: 'Morphine' } };
}

/**
 * The order of 1-days.md 1 decides. Reason 1 (entered-in-error) and 2 (not-given: not-done, unknown) look at the status, 3 at the drug, and
 * twelve of the fourteen end there, whatever trap comes after. The second reason is that of the same charting of morphine.
 */
const TRAPS: readonly [id: string, what: string, reason: string, ofMorphine: string][] = [
  // in-progress is given. As morphine: no end, so closed at asOf; "IV Push" is not asked for where an infusion route is stated.
  ['medadmin0301', 'vancomycin by IV push, in progress, without an end', 'not-pain-medication', 'evidence'],
  // Its inpatient category is reason 6, after the drug; its rate (100 mL per 1 h, units in codes only) would have passed 7 and 13.
  ['medadmin0302', 'potassium chloride of an inpatient', 'not-pain-medication', 'not-home'],
  // Reason 1, before the drug is looked at.
  ['medadmin0303', 'piperacillin entered in error, at 8 mL per min', 'entered-in-error', 'entered-in-error'],
  ['medadmin0304', 'alemtuzumab for ten hours', 'not-pain-medication', 'evidence'],
  // A rate of 20 "min" is a duration. As morphine the intravenous route shows the infusion (13), not the rate.
  ['medadmin0305', 'brentuximab at a rate in "min"', 'not-pain-medication', 'evidence'],
  ['medadmin0306', 'azithromycin capsules', 'not-pain-medication', 'not-parenteral'],
  ['medadmin0307', 'lorazepam by push at a rate in "min"', 'not-pain-medication', 'evidence'],
  // Subcutaneous is an infusion route: only the drug tells that it is none of ours.
  ['medadmin0308', 'insulin under the skin, a period of ten hours', 'not-pain-medication', 'evidence'],
  // Three ingredients, none an analgesic; rate, route and pump would pass.
  ['medadmin0309', 'TPN at 50 mL/h by a pump', 'not-pain-medication', 'evidence'],
  ['medadmin0310', 'busulfan tablets', 'not-pain-medication', 'not-parenteral'],
  ['medadmin0311', 'alprazolam by mouth', 'not-pain-medication', 'not-parenteral'],
  // Fentanyl is in the set, but "patch" in the same strings takes it out. Without the word: no rate, route, device or word of infusion.
  ['medadmin0312', 'a fentanyl patch', 'not-pain-medication', 'not-shown-as-infusion'],
  ['medadmin0313', 'a paracetamol suppository', 'not-pain-medication', 'not-shown-as-infusion'],
  // on-hold is not not-given. As morphine: route unstated (5), start = end is 12, before 13.
  ['medadminexample03', 'alemtuzumab on hold, start = end', 'not-pain-medication', 'empty-period'],
];

describe('the HL7 examples of administrations', () => {
  test('are fourteen, of one patient, each in the table', () => {
    expect(rows.map(({ id }) => id)).toEqual(TRAPS.map(([id]) => id));
    expect(new Set(rows.map(({ subject }) => subject?.reference))).toEqual(new Set(['Patient/pat1']));
  });

  test.each(TRAPS)('%s, %s, is not evidence: %s; as morphine: %s', (id, _, reason, ofMorphine) => {
    expect(answerTo(rowOf(id))).toBe(reason);
    expect(answerTo(asMorphine(rowOf(id)))).toBe(ofMorphine);
  });

  test('give the same reasons when all are sent at once, and support no date', () => {
    const answers = new Map(answersTo(rows).map(({ reference, reason }) => [reference, reason]));
    expect(answers).toEqual(new Map(TRAPS.map(([id, , reason]) => [`MedicationAdministration/${id}`, reason])));
    for (const { assessment } of judge(rows)) {
      expect(assessment.decision).toBe('denied');
      expect(assessment.runs).toEqual([]);
      expect(assessment.days.map(({ reason }) => reason)).toEqual(assessment.days.map(() => 'no-infusion'));
    }
  });

  test('0301 as morphine runs from its start to asOf, since it is in progress', () => {
    const [judgement] = judge([asMorphine(rowOf('medadmin0301'))]);
    // 2015-01-15T14:30+01:00 is 13:30Z; the claim is judged two days after its only date.
    expect(judgement?.assessment.runs).toEqual([
      { start: '2015-01-15T13:30:00Z', end: '2015-01-17T00:00:00Z', spanMinutes: 2070, infusedMinutes: 2070, continuous: true, therapy: 1 },
    ]);
  });

  test('0307 as morphine, without its route and pump, shows no infusion: 4 "min" is no rate, 4 mL/h would be one', () => {
    const { device: _, ...row } = asMorphine(rowOf('medadmin0307'));
    const { route: __, ...dosage } = row.dosage ?? {};
    expect(dosage.rateQuantity).toMatchObject({ value: 4, unit: 'min' });
    expect(answerTo({ ...row, dosage })).toBe('not-shown-as-infusion');
    expect(answerTo({ ...row, dosage: { ...dosage, rateQuantity: { value: 4, unit: 'mL/h' } } })).toBe('evidence');
  });

  test('0312 by another drug name is a patch still, and a fentanyl infusion is none', () => {
    const patch = rowOf('medadmin0312');
    const named = (text: string) => ({
      ...patch,
      medicationCodeableConcept: { text },
      dosage: { rateQuantity: { value: 25, unit: 'ug/h' } },
    });
    expect(answerTo(named('Fentanyl 25 micrograms/hour transdermal'))).toBe('not-pain-medication');
    expect(answerTo(named('Fentanyl 25 micrograms/hour'))).toBe('evidence');
  });

  test('0304 as morphine is not at home when its context is an inpatient stay; f001 is ambulatory', () => {
    const inpatient: Encounter = { ...f001, class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' } };
    expect(f001.class?.code).toBe('AMB');
    expect(answerTo(asMorphine(rowOf('medadmin0304')), inpatient)).toBe('not-home');
  });
});
