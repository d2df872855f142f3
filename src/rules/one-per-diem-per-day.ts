import type { PriorUnit } from '../claim.ts';
import type { CivilDate } from '../time/civil-date.ts';
import { datesInWords } from '../time/dates-in-words.ts';
import type { Case, PerDiemLineCase } from './case.ts';
import { type Answer, MET, notMet, type Rule, reason } from './rule.ts';

const TAKEN = reason('CO', '151', 'M63');
const DUPLICATE = reason('OA', '18', 'N702');
const OTHER_PROVIDER = reason('CO', 'B20', 'N702');

/** 2-rules.md 25. Per diem: one unit a date, here and over all claims of the patient. */
export const onePerDiemPerDay: Rule = {
  id: 'one-per-diem-per-day',
  title: 'No other unit of S9326 stands on the date',
  scope: 'date',
  effect: 'deny',
  codes: [TAKEN, DUPLICATE, OTHER_PROVIDER],
  sources: ['hcpcs-2026', 'oregon-300', 'x12-carc', 'x12-rarc'],
  date(claim, line, date) {
    if (claim.isTaken(date)) return notMet(TAKEN);
    const prior = perDiemsOn(claim, date);
    const paid = prior.find((unit) => unit.status === 'paid');
    if (paid) return historyAnswer(paid, line);
    return prior[0] ? { ...historyAnswer(prior[0], line), effect: 'pend' } : MET;
  },
  explain({ answer, line, dates }, claim) {
    const prior = dates.flatMap((date) => perDiemsOn(claim, date));
    const claims = [...new Set(prior.map((unit) => unit.claim))];
    const when = datesInWords(dates);
    if (claims.length === 0 || (answer.code === TAKEN && prior.length === 0))
      return {
        message: `An earlier line of this claim already stands on ${when}.`,
        fix: `Take ${when} off line ${line?.sequence}: S9326 is one unit a day.`,
      };
    const whose = answer.code === OTHER_PROVIDER ? 'another provider' : 'the same provider';
    const how = answer.effect === 'pend' ? 'is billed on an open claim' : 'was paid';
    return {
      message: `S9326 ${how} for ${when} (${claims.join(', ')}, ${whose}).`,
      fix:
        answer.code === OTHER_PROVIDER
          ? 'Settle with the other provider who served these days.'
          : 'Do not bill these days again; to change what was billed, send a replacement that names the earlier claim as related.',
      evidence: claims,
    };
  },
};

const perDiemsOn = ({ priorUnitsOn }: Case, date: CivilDate): PriorUnit[] => priorUnitsOn(date).filter((unit) => unit.isPerDiem);

function historyAnswer(prior: PriorUnit, { span }: PerDiemLineCase): Answer {
  if (!prior.sameProvider) return notMet(OTHER_PROVIDER);
  return notMet(prior.line.first === span?.first && prior.line.last === span.last ? DUPLICATE : TAKEN);
}
