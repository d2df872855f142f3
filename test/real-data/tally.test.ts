import { expect, test } from 'vitest';
import { tallyAll } from './tally.ts';

/** The ICU figures are those of a second count of the rows, written apart from the core from 1-days.md alone (docs/real-data.md). */
test('the sources come to the figures that docs/real-data.md states', () => {
  const figures = tallyAll().map(({ source, administrations, evidence, reasons, runs, continuousRuns, supportedDays }) => [
    source,
    { administrations, evidence, ...reasons, runs, continuousRuns, supportedDays },
  ]);
  expect(Object.fromEntries(figures)).toEqual({
    'mimic-iii-demo': {
      administrations: 330,
      evidence: 121,
      'no-rate': 151,
      'entered-in-error': 58,
      runs: 23,
      continuousRuns: 9,
      supportedDays: 41,
    },
    'eicu-demo': {
      administrations: 3375,
      evidence: 3189,
      'isolated-reading': 114,
      'zero-rate': 68,
      'no-rate': 4,
      runs: 105,
      continuousRuns: 21,
      supportedDays: 128,
    },
    'hl7-r4-examples': {
      administrations: 14,
      evidence: 0,
      'not-pain-medication': 13,
      'entered-in-error': 1,
      runs: 0,
      continuousRuns: 0,
      supportedDays: 0,
    },
    synthea: { administrations: 2, evidence: 0, 'not-pain-medication': 2, runs: 0, continuousRuns: 0, supportedDays: 0 },
  });
});
