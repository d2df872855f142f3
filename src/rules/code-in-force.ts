import { codeDates } from '../policy/code-sets.ts';
import { codeSpan } from '../policy/code-spans.ts';
import type { CivilDate } from '../time/civil-date.ts';
import { datesInWords } from '../time/dates-in-words.ts';
import { type Answer, MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const NOT_IN_FORCE = reason('CO', '181', 'N56');

/** 2-rules.md 33. HCPCS codes are billed from the day they are added to the day they are terminated. */
export const codeInForce: Rule = {
  id: 'code-in-force',
  title: 'The code may be billed on the date',
  scope: 'any line',
  effect: 'deny',
  codes: [NOT_IN_FORCE],
  sources: ['hcpcs-2026', 'x12-carc'],
  date: (_, { code }, date) => decide(code, date),
  otherLine: (_, { code, isProcedureCode }, date) => (isProcedureCode ? decide(code, date) : NOT_APPLICABLE),
  explain({ line, dates }) {
    const { successors = [] } = codeDates(line?.code ?? '') ?? {};
    return {
      message: `${line?.code} on line ${line?.sequence} may not be billed for ${datesInWords(dates)}.`,
      fix: successors.length > 0 ? `Bill ${successors.join(' or ')}, and mind its unit.` : 'Bill the code that is in force on these dates.',
    };
  },
};

function decide(code: string | undefined, date: CivilDate): Answer {
  const span = code === undefined ? undefined : codeSpan(code);
  if (!span) return NOT_APPLICABLE;
  return date < span.from || date > span.to ? notMet(NOT_IN_FORCE) : MET;
}
