/** Which parameters of a policy a rule reads, as far as its own file tells, and where others read them for it. */
import { readFileSync } from 'node:fs';
import type { RuleId } from '../../src/rules/ids.ts';
import { PARAMETER_NAMES } from './parameter-schemas.ts';
import { ROOT } from './root.ts';

/** Read before the rule is asked, or of the policy beside the parameters. */
const READ_ELSEWHERE: Readonly<Partial<Record<RuleId, readonly string[]>>> = {
  'care-zone-known': ['timeZone'],
  'primary-payer-first': ['medicareDenialRequired'],
  'supplies-included': ['codes.included'],
};

/** No rule reads it: it multiplies prices. */
export const OF_NO_RULE: readonly string[] = ['concurrentPercent'];

/** What decides which days count (docs/days.md): not read by rules, but in the days and infusions that they ask for. */
export const OF_DAYS: readonly string[] = [
  'dayCounting',
  'continuousHours',
  'minimumInfusedFraction',
  'mergeGapMinutes',
  'readingGapMinutes',
  'durationFromDose',
  'therapyPauseHours',
  'openInfusionDays',
  'admissionDay',
  'dischargeDay',
];

export interface ParametersRead {
  readonly named: readonly string[];
  /** The rule asks how days came out, so all of `OF_DAYS` count. */
  readonly countsDays: boolean;
}

export function parametersRead(id: RuleId): ParametersRead {
  const text = readFileSync(new URL(`src/rules/${id}.ts`, ROOT), 'utf8').replaceAll(/\/\*.*?\*\/|\/\/.*$/gms, '');
  const own = PARAMETER_NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  return { named: [...own, ...(READ_ELSEWHERE[id] ?? [])], countsDays: /\b(dayOn|derivationOn)\b/.test(text) };
}
