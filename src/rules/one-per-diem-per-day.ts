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
    const status = answer.effect === 'pend' ? 'open' : 'paid';
    const priorOn = (date: CivilDate) => perDiemsOn(claim, date).filter((unit) => unit.status === status);
    const elsewhere = dates.filter((date) => priorOn(date).length > 0);
    // What denies a date that no other claim was paid for is the earlier line, also where an open claim bills it too.
    const here = datesInWords(dates.filter((date) => !elsewhere.includes(date)));
    const claims = [...new Set(elsewhere.flatMap(priorOn).map((unit) => unit.claim))].sort();
    const whose = answer.code === OTHER_PROVIDER ? 'another provider' : 'the same provider';
    const how = status === 'open' ? 'is billed on an open claim' : 'was paid';
    const settled =
      answer.code === OTHER_PROVIDER
        ? 'Settle with the other provider who served these days.'
        : 'Do not bill these days again; to change what was billed, send a replacement that names the earlier claim as related.';
    return {
      message: [
        here && `An earlier line of this claim already stands on ${here}.`,
        claims.length > 0 && `S9326 ${how} for ${datesInWords(elsewhere)} (${claims.join(', ')}, ${whose}).`,
      ]
        .filter(Boolean)
        .join(' '),
      fix: [here && `Take ${here} off line ${line?.sequence}: S9326 is one unit a day.`, claims.length > 0 && settled]
        .filter(Boolean)
        .join(' '),
      evidence: claims,
    };
  },
};

const perDiemsOn = ({ priorUnitsOn }: Case, date: CivilDate): PriorUnit[] => priorUnitsOn(date).filter((unit) => unit.isPerDiem);

function historyAnswer(prior: PriorUnit, { span }: PerDiemLineCase): Answer {
  if (!prior.sameProvider) return notMet(OTHER_PROVIDER);
  return notMet(prior.line.first === span?.first && prior.line.last === span.last ? DUPLICATE : TAKEN);
}
