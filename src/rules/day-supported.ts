import type { CivilDate } from '../time/civil-date.ts';
import { datesInWords, plural } from '../time/dates-in-words.ts';
import type { Case } from './case.ts';
import { type Found, MET, notMet, type Rule, reason, undetermined } from './rule.ts';

const NOT_SHOWN = reason('CO', '112', 'N237');
const NO_UNIT = reason('CO', '151', 'N435');
const UNCLEAR = reason('CO', '252', 'N706');

/** 2-rules.md 24: the heart of it, one unit for each date that the infusion record supports (1-days.md). */
export const daySupported: Rule = {
  id: 'day-supported',
  title: 'The infusion record supports the date',
  scope: 'date',
  effect: 'deny',
  codes: [NOT_SHOWN, NO_UNIT, UNCLEAR],
  sources: ['nhia-per-diem', 'oregon-100', 'x12-carc', 'x12-rarc'],
  needs: 'administrations',
  looksBack: true,
  date({ dayOn }, _, date) {
    const why = dayOn(date).reason;
    if (why === 'no-infusion' || why === 'paused') return notMet(NOT_SHOWN);
    if (why === 'not-counted') return notMet(NO_UNIT);
    return why === 'unclear' ? undetermined(UNCLEAR) : MET;
  },
  explain(found, claim) {
    const { answer, dates } = found;
    if (answer.code === UNCLEAR) return explainUnclear(dates, claim);
    const bill = billSupported(found, claim);
    const evidence = [...new Set(dates.flatMap(claim.evidenceOn))];
    if (answer.code === NO_UNIT)
      return {
        message: `${datesInWords(dates)}: infused, but counting by ${claim.parametersOn(dates[0] ?? 0).dayCounting} gives no unit for ${dates.length === 1 ? 'this day' : 'these days'}.`,
        fix: `${bill}.`,
        evidence,
      };
    const paused = dates.filter((date) => claim.dayOn(date).reason === 'paused');
    const message =
      paused.length === dates.length
        ? `The infusion was paused on ${datesInWords(dates)}, and this way of counting pays only infused days.`
        : `No infusion is on record for ${datesInWords(dates)}.`;
    return { message, fix: `${bill}, or send the administration record of ${datesInWords(dates)}.`, evidence };
  },
};

function billSupported({ line }: Found, { perDiemLines, dayOn }: Case): string {
  const dates = perDiemLines.find(({ sequence }) => sequence === line?.sequence)?.dates ?? [];
  const supported = dates.filter((date) => dayOn(date).reason === undefined);
  return supported.length === 0 ? 'Take the line off' : `Bill ${plural(supported.length, 'unit')}, ${datesInWords(supported)}`;
}

function explainUnclear(dates: readonly CivilDate[], { derivationOn, boundsOf, suppliesOn }: Case): ReturnType<Rule['explain']> {
  const doubtful = dates.flatMap((date) => {
    const { start, end } = boundsOf(date);
    const { doubtfulDuring, reasons } = derivationOn(date);
    return doubtfulDuring(start, end).map(({ administration }) => ({
      reference: administration.reference,
      why: reasons.get(administration),
    }));
  });
  const wanted = new Set(doubtful.flatMap(({ why }) => (why && SETTLES[why]) ?? []));
  const supplied = dates.flatMap(suppliesOn);
  if (supplied.length > 0) wanted.add('the administration record of the days that the delivery was for');
  return {
    message: `${datesInWords(dates)}: what is on record may be an infusion, but does not show one.`,
    fix: `Send ${[...wanted].sort().join('; ')}.`,
    evidence: [...new Set([...doubtful.map(({ reference }) => reference), ...supplied])].sort(),
  };
}

/** What would settle each doubtful reason. */
const SETTLES: Readonly<Record<string, string>> = {
  'unknown-medication': 'the name or a code of the drug that was given',
  'still-open': 'the end of the infusion that is charted without one',
  'not-shown-as-infusion': 'the rate, the route or the pump of the infusion',
  'isolated-reading': 'the readings between, or the amount of the bag',
  'no-rate': 'the rate of the infusion that was started',
};
