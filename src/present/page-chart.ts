/** The infusions of a claim made ready to draw: which lane each is in, how high it stands, and where its rate is written. */
import type { Judgement } from '../judgement.ts';
import { HOUR_MS, type Instant } from '../time/civil-date.ts';

export type Timeline = ReturnType<Judgement['timeline']>;
export type Infusion = Timeline['infusions'][number];
export type DayBounds = Timeline['days'][number];

export interface Bar {
  readonly infusion: Infusion;
  readonly lane: number;
  /** The rate as a share of the greatest rate of the same unit in the lane; undefined where none is stated. */
  readonly share: number | undefined;
  /** The rate in words, where it differs from what ran before in the lane. */
  readonly label: string | undefined;
  /** The first of its lane, or another drug than before: its label has room before all others. */
  readonly isNew: boolean;
  /** When what ran before in the lane ended: at the start, or later, for a change of bag; undefined for the first. */
  readonly previousEnd: Instant | undefined;
}

export interface Chart {
  /** How many lanes there are, at least one. */
  readonly lanes: number;
  readonly bars: readonly Bar[];
  /** The rate that stands at full height, one for each unit of each lane. */
  readonly fullHeight: readonly string[];
}

/** More drugs at one time than this are drawn over each other in the last lane. */
const MOST_LANES = 4;

export function chartOf({ infusions }: Timeline): Chart {
  const series = [...new Set(infusions.map(seriesOf))].sort();
  // Drugs that follow one another share a lane; those that run together have one each.
  const isTogether = overlaps(infusions);
  const lanes = infusions.map((infusion) => (isTogether ? Math.min(MOST_LANES - 1, series.indexOf(seriesOf(infusion))) : 0));
  const greatest = greatestRates(infusions, lanes);
  const before = new Map<number, { infusion: Infusion; end: Instant }>();
  const bars = infusions.map((infusion, index): Bar => {
    const lane = lanes[index] ?? 0;
    const previous = before.get(lane);
    before.set(lane, { infusion, end: Math.max(previous?.end ?? infusion.end, infusion.end) });
    const most = greatest.get(scaleOf(lane, infusion))?.rate ?? 0;
    return {
      infusion,
      lane,
      share: infusion.rate === undefined || most <= 0 ? undefined : infusion.rate / most,
      label: labelOf(infusion, previous?.infusion, isTogether),
      isNew: previous?.infusion.medication !== infusion.medication,
      previousEnd: previous?.end,
    };
  });
  const fullHeight = [...greatest.values()].map((one) => [isTogether && one.medication, rateText(one)].filter(Boolean).join(' '));
  return { lanes: Math.max(0, ...lanes) + 1, bars, fullHeight };
}

/** Of each lane and unit the infusion with the greatest rate, where one is stated. */
function greatestRates(infusions: readonly Infusion[], lanes: readonly number[]): ReadonlyMap<string, Infusion> {
  const greatest = new Map<string, Infusion>();
  infusions.forEach((infusion, index) => {
    const scale = scaleOf(lanes[index] ?? 0, infusion);
    if ((infusion.rate ?? 0) > (greatest.get(scale)?.rate ?? 0)) greatest.set(scale, infusion);
  });
  return greatest;
}

const scaleOf = (lane: number, { rateUnit }: Infusion): string => JSON.stringify([lane, rateUnit]);

/** `0.5 mg/h`; undefined where no rate is stated. */
export const rateText = ({ rate, rateUnit }: Infusion): string | undefined =>
  rate === undefined ? undefined : `${numberText(rate)}${rateUnit === undefined ? '' : ` ${rateUnit}`}`;

/** Few digits after the point: sources convert units and leave long tails. */
export const numberText = (value: number): string => String(Number(value.toFixed(value < 1 ? 3 : value < 100 ? 2 : 1)));

const seriesOf = ({ medication, rateUnit }: Infusion): string => JSON.stringify([medication, rateUnit]);

function labelOf(infusion: Infusion, previous: Infusion | undefined, isTogether: boolean): string | undefined {
  const text = rateText(infusion) ?? 'rate not stated';
  const isSameDrug = previous?.medication === infusion.medication;
  if (previous && isSameDrug && rateText(infusion) === rateText(previous)) return undefined;
  const isNamed = infusion.medication !== undefined && (previous ? !isSameDrug : isTogether);
  return isNamed ? `${shortened(infusion.medication)}, ${text}` : text;
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
