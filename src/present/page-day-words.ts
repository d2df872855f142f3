/** What the drawing of a day shows, in words, for those who do not see it. */
import type { Instant } from '../time/civil-date.ts';
import { type DayBounds, rateText } from './page-chart.ts';
import type { Clock, ClockChange } from './page-clock.ts';
import type { Drawing } from './page-lane.ts';

/** A day of readings has one each hour: more than this would not be listened to. The list of infusions has them all. */
const MOST_STRETCHES = 8;

/** `Infused 00:00 to 08:00 at 0.5 mg/h, 08:00 to 24:00. In hospital 14:00 to 24:00.` */
export function dayInWords(day: DayBounds, { timeline, clock }: Drawing, change: ClockChange | undefined): string {
  const today = <T extends { start: Instant; end: Instant }>(all: readonly T[]): readonly T[] =>
    all.filter(({ start, end }) => (start < day.end && end > day.start) || (start === end && start >= day.start && start < day.end));
  const infused = withRates(today(timeline.infusions), (one) => span(one, day, clock));
  return [
    infused.length > 0 ? listed('Infused', infused) : 'Nothing infused.',
    listed(
      'May be infused',
      today(timeline.doubtful).map((one) => span(one, day, clock)),
    ),
    listed(
      'In hospital',
      today(timeline.stays).map((one) => span(one, day, clock)),
    ),
    change ? `Clocks go from ${change.from} to ${change.to}.` : '',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** `00:00 to 08:00`, within the day. */
function span({ start, end }: { readonly start: Instant; readonly end: Instant }, day: DayBounds, clock: Clock): string {
  const from = clock.time(Math.max(start, day.start));
  return `${from} to ${end >= day.end ? '24:00' : clock.time(end)}`;
}

/** The rate is told where it differs from the one before. */
function withRates(
  infusions: Drawing['timeline']['infusions'],
  spanOf: (one: { start: Instant; end: Instant }) => string,
): readonly string[] {
  let before: string | undefined;
  return infusions.map((infusion) => {
    const rate = rateText(infusion);
    const text = rate === undefined || rate === before ? spanOf(infusion) : `${spanOf(infusion)} at ${rate}`;
    before = rate;
    return text;
  });
}

function listed(title: string, texts: readonly string[]): string {
  if (texts.length === 0) return '';
  const rest = texts.length - MOST_STRETCHES;
  return `${title} ${texts.slice(0, MOST_STRETCHES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}
