/** The infusions of a claim made ready to draw: which lane each is in, how high it stands, and where its rate is written. */
import type { Judgement } from '../judgement.ts';
import { HOUR_MS, type Instant } from '../time/civil-date.ts';

export type Timeline = ReturnType<Judgement['timeline']>;
export type Infusion = Timeline['infusions'][number];
export type DayBounds = Timeline['days'][number];

export interface Bar {
  readonly infusion: Infusion;
  readonly lane: number;
  /** The rate as a share of the greatest rate of the same unit; undefined where none is stated. */
  readonly share: number | undefined;
  /** The rate in words, where it differs from what ran before in the lane. */
  readonly label: string | undefined;
  /** When what ran before in the lane ended: at the start, or later, for a change of bag; undefined for the first. */
  readonly previousEnd: Instant | undefined;
}

export interface Chart {
  /** How many lanes there are, at least one. */
  readonly lanes: number;
  readonly bars: readonly Bar[];
  /** The rate that stands at full height, one for each unit. */
  readonly fullHeight: readonly string[];
}

/** More drugs at one time than this are drawn over each other in the last lane. */
const MOST_LANES = 4;

export function chartOf({ infusions }: Timeline): Chart {
  const greatest = new Map<string | undefined, number>();
  for (const { rate = 0, rateUnit } of infusions) greatest.set(rateUnit, Math.max(greatest.get(rateUnit) ?? 0, rate));
  const series = [...new Set(infusions.map(seriesOf))].sort();
  // Drugs that follow one another share a lane; those that run together have one each.
  const isTogether = overlaps(infusions);
  const laneOf = (infusion: Infusion): number => (isTogether ? Math.min(MOST_LANES - 1, series.indexOf(seriesOf(infusion))) : 0);
  const before = new Map<number, { infusion: Infusion; end: Instant }>();
  const bars = infusions.map((infusion): Bar => {
    const lane = laneOf(infusion);
    const previous = before.get(lane);
    before.set(lane, { infusion, end: Math.max(previous?.end ?? infusion.end, infusion.end) });
    const most = greatest.get(infusion.rateUnit) ?? 0;
    return {
      infusion,
      lane,
      share: infusion.rate === undefined || most <= 0 ? undefined : infusion.rate / most,
      label: labelOf(infusion, previous?.infusion, isTogether),
      previousEnd: previous?.end,
    };
  });
  const fullHeight = [...greatest].flatMap(([unit, most]) => (most > 0 ? withUnit(most, unit) : [])).sort();
  return { lanes: isTogether ? Math.min(MOST_LANES, series.length) : 1, bars, fullHeight };
}

/** `0.5 mg/h`; undefined where no rate is stated. */
export const rateText = ({ rate, rateUnit }: Infusion): string | undefined => (rate === undefined ? undefined : withUnit(rate, rateUnit));

const withUnit = (rate: number, unit: string | undefined): string => `${numberText(rate)}${unit === undefined ? '' : ` ${unit}`}`;

/** At most three digits after the point: sources convert units and leave long tails. */
export const numberText = (value: number): string => String(Number(value.toFixed(value < 1 ? 3 : 2)));

const seriesOf = ({ medication, rateUnit }: Infusion): string => JSON.stringify([medication, rateUnit]);

function labelOf(infusion: Infusion, previous: Infusion | undefined, isTogether: boolean): string | undefined {
  const text = rateText(infusion) ?? 'rate not stated';
  const isSameDrug = previous?.medication === infusion.medication;
  if (previous && isSameDrug && infusion.rate === previous.rate && infusion.rateUnit === previous.rateUnit) return undefined;
  const isNamed = infusion.medication !== undefined && (previous ? !isSameDrug : isTogether);
  return isNamed ? `${shortened(infusion.medication)} ${text}` : text;
}

const shortened = (name: string): string => (name.length > 24 ? `${name.slice(0, 23).trimEnd()}…` : name);

/** Two drugs that share more than an hour: less is a pump that was set up before the other was stopped. */
function overlaps(infusions: readonly Infusion[]): boolean {
  const latest = new Map<string, Instant>();
  for (const infusion of infusions) {
    const own = seriesOf(infusion);
    for (const [other, end] of latest) if (other !== own && Math.min(end, infusion.end) - infusion.start > HOUR_MS) return true;
    latest.set(own, Math.max(latest.get(own) ?? infusion.end, infusion.end));
  }
  return false;
}
