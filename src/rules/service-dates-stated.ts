import { formatDate } from '../time/civil-date.ts';
import { plural } from '../time/dates-in-words.ts';
import { MET, notMet, type Rule, reason } from './rule.ts';

const NO_DATES = reason('CO', '16', 'M52');
const SPAN_TOO_LONG = reason('CO', '16', 'N345');

/** 2-rules.md 1. The first date field that is present decides: servicedDate, servicedPeriod, billablePeriod. */
export const serviceDatesStated: Rule = {
  id: 'service-dates-stated',
  title: 'The line states its dates of service to the day, over no more than the longest span',
  scope: 'line',
  effect: 'deny',
  codes: [NO_DATES, SPAN_TOO_LONG],
  sources: ['fhir-claim', 'x12-rarc'],
  line: (_, line) => {
    if (!line.span) return notMet(NO_DATES);
    return line.dates.length > 0 ? MET : notMet(SPAN_TOO_LONG);
  },
  explain({ answer, line }, { parametersOn }) {
    const span = line?.span;
    if (answer.code === NO_DATES || !span)
      return {
        message: `Line ${line?.sequence} does not state its dates of service: a first and a last day, in that order, are needed.`,
        fix: 'Give servicedDate, or servicedPeriod with start and end, to the day.',
      };
    return {
      message: `Line ${line.sequence} spans ${formatDate(span.first)} to ${formatDate(span.last)}, more than ${plural(parametersOn(span.first).maxSpanDays, 'day')}.`,
      fix: 'Check the dates, and bill the therapy on lines of its own periods.',
    };
  },
};
