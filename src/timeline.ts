/** What a drawing of the record needs beside the assessment: the infusions as they ran, and where each civil day begins and ends. */
import type { Case } from './rules/case.ts';
import { type CivilDate, formatDate, type Instant } from './time/civil-date.ts';

export interface Timeline {
  readonly zone: string;
  /** The days of the assessment; a day of 23 or 25 hours has clocks changed. */
  readonly days: readonly { readonly date: string; readonly start: Instant; readonly end: Instant }[];
  /** Infused time by administration, in order of start. */
  readonly infusions: readonly {
    readonly reference: string;
    readonly medication?: string;
    readonly rate?: number;
    readonly rateUnit?: string;
    readonly start: Instant;
    readonly end: Instant;
  }[];
  /** Time that may be infused but is not shown to be. */
  readonly doubtful: readonly { readonly reference: string; readonly start: Instant; readonly end: Instant }[];
  readonly stays: readonly { readonly references: readonly string[]; readonly start: Instant; readonly end: Instant }[];
}

export function timelineOf(claim: Case, zone: string, dates: readonly CivilDate[]): Timeline {
  const first = dates[0];
  const last = dates.at(-1);
  if (first === undefined || last === undefined) return { zone, days: [], infusions: [], doubtful: [], stays: [] };
  const from = claim.boundsOf(first).start;
  const to = claim.boundsOf(last).end;
  const { infusedDuring, doubtfulDuring, stays } = claim.derivationOn(claim.billedDates[0] ?? first);
  return {
    zone,
    days: dates.map((date) => ({ date: formatDate(date), ...claim.boundsOf(date) })),
    infusions: infusedDuring(from, to)
      .map(({ start, end, administration: { reference, medicationName, rate, rateUnit } }) => ({
        reference,
        ...(medicationName !== undefined && { medication: medicationName }),
        ...(rate !== undefined && { rate }),
        ...(rateUnit !== undefined && { rateUnit }),
        start,
        end,
      }))
      .sort((a, b) => a.start - b.start || (a.reference < b.reference ? -1 : 1)),
    doubtful: doubtfulDuring(from, to).map(({ start, end, administration }) => ({ reference: administration.reference, start, end })),
    stays: stays.filter((stay) => stay.start < to && stay.end > from).map(({ references, start, end }) => ({ references, start, end })),
  };
}
