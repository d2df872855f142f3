import { formatDate } from '../time/civil-date.ts';
import { MET, NOT_APPLICABLE, notMet, type Rule, reason } from './rule.ts';

const NOT_DOCUMENTED = reason('CO', '16', 'N706');

/** 2-rules.md 40. Off unless a policy asks: few records hold deliveries. */
export const suppliesDocumented: Rule = {
  id: 'supplies-documented',
  title: 'Supplies or equipment are on record in the billed span',
  scope: 'claim',
  effect: 'advise',
  isOffByDefault: true,
  codes: [NOT_DOCUMENTED],
  sources: ['iframe-s9326', 'x12-rarc'],
  looksBack: true,
  claim({ documentation, billedDates }) {
    const from = billedDates[0];
    const to = billedDates.at(-1);
    if (from === undefined || to === undefined) return NOT_APPLICABLE;
    return documentation.supplies.some(({ first, last }) => first <= to && last >= from) ? MET : notMet(NOT_DOCUMENTED);
  },
  explain: (_, { billedDates, today }) => ({
    message: `No delivery, device or document of supplies is on record from ${formatDate(billedDates[0] ?? today)} to ${formatDate(billedDates.at(-1) ?? today)}.`,
    fix: 'Send the delivery record (SupplyDelivery) or the use of the pump (DeviceUseStatement).',
  }),
};
