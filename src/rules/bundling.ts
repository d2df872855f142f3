/** Words that the rules about other lines share. */
import { datesInWords } from '../time/dates-in-words.ts';
import { type Answer, type Explanation, type Found, MET, NOT_APPLICABLE, notMet, type ReasonCode, type StandingUnit } from './rule.ts';

/** SH or SJ: a concurrent therapy. */
export const isConcurrent = (modifiers: ReadonlySet<string>): boolean => modifiers.has('SH') || modifiers.has('SJ');

/** Not met on a date on which a unit stands, when the line's code is one that the unit excludes or includes; other codes are not the rule's business. */
export function besideUnit(isBundled: boolean, unit: StandingUnit | undefined, code: ReasonCode): Answer {
  if (!isBundled) return NOT_APPLICABLE;
  return unit ? notMet(code) : MET;
}

export function beside({ line, dates }: Found, why: string, fix: string): Explanation {
  return { message: `Line ${line?.sequence}, ${line?.code}, beside S9326 on ${datesInWords(dates)}: ${why}.`, fix };
}
