/** One civil day as a drawing, as wide as its cell: across, shares of that day's own length; down, pixels. */
import { DAY_MS, HOUR_MS, type Instant } from '../time/civil-date.ts';
import type { Bar, Chart, DayBounds, Timeline } from './page-chart.ts';
import { rateText } from './page-chart.ts';
import type { Clock, ClockChange } from './page-clock.ts';
import { type Html, html } from './page-html.ts';
import { changeText, type RateLabel, rateLabels } from './page-rate-labels.ts';

interface Stretch {
  readonly start: Instant;
  readonly end: Instant;
}

export interface Run extends Stretch {
  readonly continuous: boolean;
}

export interface Drawing {
  readonly chart: Chart;
  readonly timeline: Timeline;
  readonly runs: readonly Run[];
  readonly clock: Clock;
}

/** Rates are written above the bars, so that no bar runs through a number. */
const LABEL_HEIGHT = 16;
const BASELINE = 10;
const HIGHEST = 20;
const LANE = LABEL_HEIGHT + HIGHEST + 2;
const RUN = 8;
/** A bar without a stated rate. */
const UNKNOWN_SHARE = 0.5;
/** A gap shorter than this share of a day is drawn wider than it is, so that it is seen. */
const NARROW_GAP = 0.008;

/** Where something is on the day: a share of its length as a percentage, held inside the day. */
class Scale {
  readonly day: DayBounds;
  constructor(day: DayBounds) {
    this.day = day;
  }
  shows = ({ start, end }: Stretch): boolean => start < this.day.end && end > this.day.start;
  holds = (instant: Instant): boolean => instant >= this.day.start && instant < this.day.end;
  at = (instant: Instant): string => this.#percent(Math.min(this.day.end, Math.max(this.day.start, instant)) - this.day.start);
  width = ({ start, end }: Stretch): string => this.#percent(Math.min(end, this.day.end) - Math.max(start, this.day.start));
  #percent(length: number): string {
    return `${Number(((length / (this.day.end - this.day.start)) * 100).toFixed(3))}%`;
  }
}

export function dayDrawing(day: DayBounds, { chart, timeline, runs, clock }: Drawing, change: ClockChange | undefined): Html {
  const scale = new Scale(day);
  const height = chart.lanes * LANE + RUN;
  const bars = chart.bars.filter(({ infusion }) => scale.shows(infusion));
  const upright = (instant: Instant, name: string): Html =>
    html`<line class="${name}" x1="${scale.at(instant)}" x2="${scale.at(instant)}" y1="0" y2="${height}"/>`;
  const hours = quarters(day, clock, change).map((instant) => upright(instant, 'hour'));
  const stays = timeline.stays
    .filter(scale.shows)
    .map((stay) => box(scale, stay, 0, height, 'stay', `In hospital: ${stay.references.join(', ')}`));
  const runLines = runs.filter(scale.shows).map((run) => level(scale, run, height - 3, run.continuous ? 'run' : 'run short'));
  const labels = rateLabels(bars, day, day === timeline.days[0], change).map((label) => rateDrawing(label, scale));
  const clocks = change && [
    upright(change.at, 'clocks'),
    html`<text class="rate" x="${scale.at(change.at)}" dx="4" y="${BASELINE}">${changeText(change)}</text>`,
  ];
  const drawn = [hours, stays, doubtful(scale, timeline), bars.map((bar) => barDrawing(bar, scale)), runLines, labels, clocks];
  return html`<svg class="day" width="100%" height="${height}" aria-hidden="true" focusable="false">${drawn}</svg>`;
}

/** 06:00, 12:00 and 18:00 by the clock on the wall. */
function quarters(day: DayBounds, clock: Clock, change: ClockChange | undefined): readonly Instant[] {
  const local = Math.floor((day.start + clock.offsetAt(day.start)) / DAY_MS) * DAY_MS;
  return [6, 12, 18].map((hour) => {
    const before = local + hour * HOUR_MS - clock.offsetAt(day.start);
    return change && before >= change.at ? local + hour * HOUR_MS - clock.offsetAt(change.at) : before;
  });
}

function rateDrawing({ bar, text, at, isAtEnd, isWideOnly }: RateLabel, scale: Scale): Html {
  const place = isAtEnd ? html`x="100%" dx="-3" text-anchor="end"` : html`x="${scale.at(at)}" dx="3"`;
  return html`<text class="${isWideOnly ? 'rate wide' : 'rate'}" ${place} y="${bar.lane * LANE + BASELINE}">${text}</text>`;
}

function level(scale: Scale, { start, end }: Stretch, y: number, name: string): Html {
  return html`<line class="${name}" x1="${scale.at(start)}" x2="${scale.at(end)}" y1="${y}" y2="${y}"/>`;
}

function box(scale: Scale, stretch: Stretch, y: number, height: number, name: string, title: string): Html {
  return html`<rect class="${name}" x="${scale.at(stretch.start)}" y="${y}" width="${scale.width(stretch)}" height="${height}"><title>${title}</title></rect>`;
}

const baseOf = (bar: Bar): number => (bar.lane + 1) * LANE - 2;
const topOf = (bar: Bar): number => baseOf(bar) - Math.max(3, Math.round((bar.share ?? UNKNOWN_SHARE) * HIGHEST));

function barDrawing(bar: Bar, scale: Scale): readonly (Html | undefined)[] {
  const { infusion, share, previousEnd } = bar;
  const [top, base] = [topOf(bar), baseOf(bar)];
  const title = [infusion.medication, rateText(infusion) ?? 'rate not stated', infusion.reference].filter(Boolean).join(', ');
  const line = (name: string, at: Instant, from: number): Html =>
    html`<line class="${name}" x1="${scale.at(at)}" x2="${scale.at(at)}" y1="${from}" y2="${base}"/>`;
  const gap = previousEnd === undefined ? undefined : infusion.start - previousEnd;
  const middle = infusion.start - (gap ?? 0) / 2;
  const isNarrow = gap !== undefined && gap > 0 && gap < NARROW_GAP * (scale.day.end - scale.day.start);
  return [
    box(scale, infusion, top, base - top, 'flow', title),
    level(scale, infusion, top, share === undefined ? 'level unknown' : 'level'),
    gap !== undefined && gap <= 0 && scale.holds(infusion.start) ? line('change', infusion.start, top - 2) : undefined,
    isNarrow && scale.holds(middle) ? line('gap', middle, base - HIGHEST - 1) : undefined,
  ];
}

/** A moment is drawn as its mark alone. */
function doubtful(scale: Scale, { doubtful: stretches }: Timeline): readonly (Html | undefined)[] {
  return stretches
    .filter((one) => scale.shows(one) || (one.start === one.end && scale.holds(one.start)))
    .flatMap((one) => [
      box(scale, one, LABEL_HEIGHT + 2, HIGHEST, 'doubt', `May be an infusion: ${one.reference}`),
      html`<text class="doubt-mark" x="${scale.at(one.start)}" dx="3" y="${LABEL_HEIGHT + 16}">?</text>`,
    ]);
}
