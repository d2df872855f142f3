/** Where the rates of a day are written: at the start of the stretch, and only where there is room for them. */
import type { Instant } from '../time/civil-date.ts';
import type { Bar, DayBounds } from './page-chart.ts';

export interface RateLabel {
  readonly bar: Bar;
  readonly text: string;
  readonly at: Instant;
  /** Set flush with the end of the day, for there is no room beyond the start of the stretch. */
  readonly isAtEnd: boolean;
  /** For wide screens only: on a phone it would stand on another. */
  readonly isWideOnly: boolean;
}

/** Pixels that a day is drawn in, at least, on a wide screen and on a phone, and those of a letter. */
const WIDE = 520;
const PHONE = 300;
const LETTER = 6.3;

/** The labels of the stretches that start on the day, or that run when the drawing does start. */
export function rateLabels(bars: readonly Bar[], day: DayBounds, isFirstDay: boolean): readonly RateLabel[] {
  const labels: RateLabel[] = [];
  const usedWide = new Map<number, number>();
  const usedPhone = new Map<number, number>();
  for (const bar of bars) {
    const { label: text, infusion, lane } = bar;
    if (text === undefined || (infusion.start < day.start && !isFirstDay)) continue;
    const at = Math.max(infusion.start, day.start);
    const x = (at - day.start) / (day.end - day.start);
    const [wide, phone] = [roomFor(text) / WIDE, roomFor(text) / PHONE];
    const isAtEnd = x + phone > 1;
    const startOn = (room: number): number => (isAtEnd ? 1 - room : x);
    if (startOn(wide) < (usedWide.get(lane) ?? 0)) continue;
    const isWideOnly = startOn(phone) < (usedPhone.get(lane) ?? 0);
    usedWide.set(lane, startOn(wide) + wide);
    if (!isWideOnly) usedPhone.set(lane, startOn(phone) + phone);
    labels.push({ bar, text, at, isAtEnd, isWideOnly });
  }
  return labels;
}

const roomFor = (text: string): number => text.length * LETTER + 10;
