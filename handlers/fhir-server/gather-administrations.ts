/** Searches administrations for the claim's dates, and again for what is found, until nothing new comes. */
import type { Claim } from '@medplum/fhirtypes';
import { focalInsurance } from '../../src/fhir/read-claim.ts';
import type { Parameters } from '../../src/policy/parameters.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../src/time/civil-date.ts';
import {
  around,
  billedWindow,
  infusedWindow,
  isReadable,
  perDiemWindow,
  stayWindows,
  stretchOf,
  touches,
  type Window,
  widen,
  within,
} from './care-window.ts';
import type { Collected } from './collected.ts';
import { ADMINISTRATIONS } from './evidence-types.ts';
import type { Ask } from './patient-search.ts';

export type Widening = Pick<Parameters, 'therapyPauseHours' | 'maxSpanDays' | 'openInfusionDays'>;

interface Gathering {
  readonly claim: Claim;
  readonly asOf: Instant;
  readonly collected: Collected;
  readonly parameters: Widening;
  readonly search: (asks: readonly Ask[]) => Promise<void>;
}

export async function gatherAdministrations({ claim, asOf, collected, parameters, search }: Gathering): Promise<void> {
  const pauseMs = parameters.therapyPauseHours * HOUR_MS;
  // A reading is a moment for the server, whose bag may run for days: so far back is looked for those that reach into the window.
  const reachMs = parameters.openInfusionDays * DAY_MS;
  const billed = billedWindow(claim);
  const all = () => collected.ofType('MedicationAdministration');
  const extentOf = (each: ReturnType<typeof all>[number]) => infusedWindow(each, asOf, parameters.openInfusionDays);

  if (billed) {
    const limits = around(billed, parameters.maxSpanDays * DAY_MS);
    const others = collected.ofType('Claim').filter((other) => other !== claim && isReadable(other));
    const spansOf = (claims: readonly Claim[]) => claims.flatMap((each) => perDiemWindow(each) ?? []);
    // Units that count against this claim, in order: those under its authorization, and those whose dates touch.
    const seeds = spansOf(others.filter((other) => sharesAuthorization(claim, other))).map((span) => within(span, limits));
    const known = [...spansOf(others), ...stayWindows(collected.ofType('Encounter'), asOf)];
    const seed = around(hull([billed, ...seeds.filter(({ from, to }) => from < to)]), pauseMs);
    const current = () => within(widen(seed, [...known, ...all().flatMap((each) => extentOf(each) ?? [])], pauseMs), limits);

    let searched: Window | undefined;
    // Further with each round, so that a long therapy takes few of them.
    let stepMs = reachMs;
    for (;;) {
      const wanted = within(around(current(), reachMs, 0), limits);
      const stretches = missingOf(wanted, searched, stepMs, limits);
      if (stretches.length === 0) break;
      await search(stretches.map((stretch) => ({ evidence: ADMINISTRATIONS, stretch: stretchOf(stretch) })));
      searched = hull([...(searched ? [searched] : []), ...stretches]);
      stepMs *= 2;
    }

    const window = around(current(), reachMs, 0);
    const isInside = (each: ReturnType<typeof all>[number]): boolean => {
      const extent = extentOf(each);
      return extent === undefined || touches(extent, window);
    };
    const outside = all().filter((each) => !isInside(each));
    // One of another time shows that administrations are on record (rule evidence-present).
    for (const each of all().some(isInside) ? outside : outside.slice(1)) collected.remove(each);
  }
  if (all().length === 0) await search([{ evidence: ADMINISTRATIONS, isProbe: true }]);
}

/** What of the wanted was not searched yet, on each side. */
function missingOf(wanted: Window, searched: Window | undefined, stepMs: number, limits: Window): Window[] {
  if (!searched) return [wanted];
  const before = { from: Math.max(Math.min(wanted.from, searched.from - stepMs), limits.from), to: searched.from };
  const after = { from: searched.to, to: Math.min(Math.max(wanted.to, searched.to + stepMs), limits.to) };
  return [...(wanted.from < searched.from ? [before] : []), ...(wanted.to > searched.to ? [after] : [])];
}

const hull = (windows: readonly Window[]): Window => ({
  from: Math.min(...windows.map(({ from }) => from)),
  to: Math.max(...windows.map(({ to }) => to)),
});

function sharesAuthorization(a: Claim, b: Claim): boolean {
  const numbers = focalInsurance(a)?.preAuthRef ?? [];
  return focalInsurance(b)?.preAuthRef?.some((number) => numbers.includes(number)) ?? false;
}
