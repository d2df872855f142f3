/** The stretch of time in which administrations count for a claim (1-days.md 3): its dates, widened by the pause and by stays. */
import type { Claim, Encounter, MedicationAdministration, Observation, Period, Resource } from '@medplum/fhirtypes';
import { checkResource } from '../../src/fhir/check-shape.ts';
import { datesOf, endBound, startBound } from '../../src/fhir/civil-times.ts';
import { readClaim } from '../../src/fhir/read-claim.ts';
import { rateOf, runningTimeOf } from '../../src/fhir/read-rate.ts';
import { readStays } from '../../src/fhir/read-stays.ts';
import { resolverOf } from '../../src/fhir/record.ts';
import type { Issue } from '../../src/index.ts';
import { type CivilDate, DAY_MS, FIRST_DATE, formatDate, type Instant, LAST_DATE } from '../../src/time/civil-date.ts';
import { UTC } from '../../src/time/zone.ts';
import type { Stretch } from './search-paths.ts';

export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}

/** The care zone is not known yet; none is further from UTC. */
const ZONE_MS = 16 * 3_600_000;

/** From the first to the last date on which the claim bills S9326; where it states none, of all that it dates. */
export const billedWindow = (claim: Claim): Window | undefined =>
  perDiemWindow(claim) ?? windowOf(isReadable(claim) ? datesNear(claim) : []);

export function perDiemWindow(claim: Claim): Window | undefined {
  if (!isReadable(claim)) return undefined;
  const entry = { resource: claim, path: 'Claim' };
  const { lines } = readClaim(entry, resolverOf({ entries: [entry], notes: [] }), UTC);
  return windowOf(lines.flatMap(({ span, isPerDiem }) => (span && isPerDiem ? [span] : [])));
}

/** Wherever on earth. */
function windowOf(spans: readonly { readonly first: CivilDate; readonly last: CivilDate }[]): Window | undefined {
  if (spans.length === 0) return undefined;
  return {
    from: Math.min(...spans.map(({ first }) => first)) * DAY_MS - ZONE_MS,
    to: (Math.max(...spans.map(({ last }) => last)) + 1) * DAY_MS + ZONE_MS,
  };
}

/** A month, or a period without an end, bills no date, yet tells where to look; so does the date on which the claim was made. */
function datesNear({ item = [], billablePeriod, created }: Claim) {
  const periods = [billablePeriod, ...item.map(({ servicedPeriod }) => servicedPeriod)];
  const stated = [...item.map(({ servicedDate }) => servicedDate), ...periods.flatMap((period) => [period?.start, period?.end])];
  const dates = stated.flatMap((text) => datesOf(text, UTC) ?? []);
  return dates.length > 0 ? dates : [datesOf(created, UTC) ?? []].flat();
}

/** When it infused, at the most; undefined where its time is not known. */
export function infusedWindow(resource: MedicationAdministration, asOf: Instant, openInfusionDays: number): Window | undefined {
  if (!isReadable(resource)) return undefined;
  const { effectiveDateTime, effectivePeriod, dosage } = resource;
  const from = startBound(effectiveDateTime ?? effectivePeriod?.start, UTC);
  if (typeof from !== 'number') return undefined;
  const rate = rateOf(dosage);
  const end = effectiveDateTime === undefined ? endBound(effectivePeriod?.end, UTC) : from + ((rate && runningTimeOf(dosage, rate)) ?? 0);
  const open = Math.max(from, Math.min(asOf, from + openInfusionDays * DAY_MS));
  return { from, to: typeof end === 'number' ? Math.max(end, from) : open };
}

export function observedWindow(resource: Observation): Window | undefined {
  if (!isReadable(resource)) return undefined;
  const { effectiveDateTime, effectiveInstant, effectivePeriod } = resource;
  const moment = effectiveDateTime ?? effectiveInstant;
  const { start, end }: Period = moment === undefined ? { ...effectivePeriod } : { start: moment, end: moment };
  const from = startBound(start, UTC);
  const to = endBound(end ?? start, UTC);
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined;
}

export function stayWindows(encounters: readonly Encounter[], asOf: Instant): Window[] {
  const entries = encounters.filter(isReadable).map((resource) => ({ resource, path: 'Encounter' }));
  return readStays(entries, UTC, asOf).admissions.map(({ start, end }) => ({ from: start, to: end }));
}

/** Grows by each part that touches it, with the pause on both of that part's sides, until nothing new comes. */
export function widen(seed: Window, parts: readonly Window[], pauseMs: number): Window {
  let { from, to } = seed;
  const byStart = [...parts].sort((a, b) => a.from - b.from);
  const byEnd = [...parts].sort((a, b) => b.to - a.to);
  for (let before = Number.NaN; before !== to - from; ) {
    before = to - from;
    for (const part of [...byStart, ...byEnd]) {
      if (part.to < from || part.from > to) continue;
      from = Math.min(from, part.from - pauseMs);
      to = Math.max(to, part.to + pauseMs);
    }
  }
  return { from, to };
}

export const around = ({ from, to }: Window, before: number, after = before): Window => ({ from: from - before, to: to + after });
export const within = ({ from, to }: Window, limits: Window): Window => ({
  from: Math.max(from, limits.from),
  to: Math.min(to, limits.to),
});
export const touches = (a: Window, b: Window): boolean => a.from <= b.to && b.from <= a.to;

/** As dates of a search: a day more on both sides, since the server counts them in a zone of its own. */
export function stretchOf({ from, to }: Window): Stretch {
  const date = (instant: Instant, more: number) =>
    formatDate(Math.min(Math.max(Math.floor(instant / DAY_MS) + more, FIRST_DATE), LAST_DATE));
  return { first: date(from, -1), last: date(to, 1) };
}

/** Of its types, so that the readers can rely on it; the rest is told of when it is judged. */
export function isReadable(resource: Resource): boolean {
  const issues: Issue[] = [];
  checkResource(resource as unknown as Parameters<typeof checkResource>[0], resource.resourceType, issues);
  return issues.length === 0;
}
