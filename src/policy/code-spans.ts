/** From and to which date a code of the sets may be billed, as dates to compare with. */
import { type CivilDate, parseDate } from '../time/civil-date.ts';
import { type CodeDates, codeDates, PAIN_DRUGS, PER_DIEM_CODES, SUPPLY_CODES } from './code-sets.ts';

export interface CodeSpan {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

const spans = new Map(
  [...PAIN_DRUGS, ...PER_DIEM_CODES, ...SUPPLY_CODES].flatMap(({ code }) => {
    const dates = code === undefined ? undefined : codeDates(code);
    return code !== undefined && dates ? [[code, spanOf(dates)] as const] : [];
  }),
);

function spanOf({ added, terminated }: CodeDates): CodeSpan {
  const dateOf = (text: string | undefined) => (text === undefined ? undefined : parseDate(text));
  return { from: dateOf(added) ?? Number.NEGATIVE_INFINITY, to: dateOf(terminated) ?? Number.POSITIVE_INFINITY };
}

/** Both ends within; undefined for a code that no set knows. */
export const codeSpan = (code: string): CodeSpan | undefined => spans.get(code);
