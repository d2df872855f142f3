/** Where the rates of a day are written: at the start of the stretch, and only where there is room for them. */
import type { Instant } from '../time/civil-date.ts';
import type { Bar, DayBounds } from './page-chart.ts';
import type { ClockChange } from './page-clock.ts';

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

/** The labels of the stretches that start on the day, or that run when the drawing does start. New drugs come first. */
export function rateLabels(
  bars: readonly Bar[],
  day: DayBounds,
  isFirstDay: boolean,
  change: ClockChange | undefined,
): readonly RateLabel[] {
  const onWide = new Room();
  const onPhone = new Room();
  if (change)
    for (const [room, pixels] of [
      [onWide, WIDE],
      [onPhone, PHONE],
    ] as const)
      room.take(0, shareOf(change.at, day), shareOf(change.at, day) + widthOf(changeText(change)) / pixels);
  return [...bars.filter(({ isNew }) => isNew), ...bars.filter(({ isNew }) => !isNew)].flatMap((bar) => {
    const { label: text, infusion, lane } = bar;
    if (text === undefined || (infusion.start < day.start && !isFirstDay)) return [];
    const at = Math.max(infusion.start, day.start);
    const x = shareOf(at, day);
    const [wide, phone] = [widthOf(text) / WIDE, widthOf(text) / PHONE];
    const isAtEnd = x + phone > 1;
    const take = (room: Room, width: number): boolean => room.take(lane, isAtEnd ? 1 - width : x, isAtEnd ? 1 : x + width);
    if (!take(onWide, wide)) return [];
    return [{ bar, text, at, isAtEnd, isWideOnly: !take(onPhone, phone) }];
  });
}

/** Written where the clocks change, before all rates. */
export const changeText = ({ from, to }: ClockChange): string => `${from} to ${to}`;

const shareOf = (instant: Instant, day: DayBounds): number => (instant - day.start) / (day.end - day.start);

const widthOf = (text: string): number => text.length * LETTER + 10;

/** What is written on already, lane by lane. */
class Room {
  readonly #taken: { lane: number; from: number; to: number }[] = [];
  take(lane: number, from: number, to: number): boolean {
    if (this.#taken.some((other) => other.lane === lane && from < other.to && to > other.from)) return false;
    this.#taken.push({ lane, from, to });
    return true;
  }
}
