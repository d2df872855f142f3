/** What was gathered, under a policy, as the rules see it: every question about a date is answered with the parameters of that date. */
import type { CareZone, ClaimLine, DateSpan } from './claim.ts';
import type { DayAnswer, Derivation } from './evidence/derive-days.ts';
import type { Gathered } from './gather.ts';
import { isOtherTherapy } from './policy/line-codes.ts';
import type { Parameters } from './policy/parameters.ts';
import { type Policy, parametersOn } from './policy/policy.ts';
import { remember } from './remember.ts';
import type { Case } from './rules/case.ts';
import type { StandingUnit } from './rules/rule.ts';
import type { CivilDate } from './time/civil-date.ts';
import type { Zone } from './time/zone.ts';

/** Most administrations that are named as evidence of a date, more than a reading every ten minutes: hostile input gets an answer of bounded size. */
export const MOST_EVIDENCE = 200;

export function buildCase(
  gathered: Gathered,
  careZone: CareZone,
  policy: Policy,
  standing: ReadonlyMap<CivilDate, StandingUnit>,
  zoneDecides: boolean,
): Case {
  const { claim, infusions } = gathered;
  const { zone } = infusions;
  const isForecast = claim.use === 'preauthorization';
  const today = zone.dateOf(infusions.asOf);
  const inForce = (date: CivilDate): Parameters => parametersOn(policy, date);
  const perDiemLines = claim.lines.filter((line) => line.isPerDiem).map((line) => withDates(line, zone, inForce));
  const billedDates = [...new Set(perDiemLines.flatMap((line) => line.dates))].sort((a, b) => a - b);
  const parameters = inForce(billedDates[0] ?? today);
  const derivationOn = remember((date: CivilDate) => gathered.derive(inForce(date)));
  // Of the history a preauthorization leaves out the units of S9326 (rule 25), not the other therapies (rule 7).
  const history = gathered.priorUnits.filter((unit) => !isForecast || !unit.isPerDiem);
  const priorUnits = Map.groupBy(history, (unit) => unit.date);

  const datesOf = remember((line: ClaimLine) => (line.span ? existingDates(line.span, zone, inForce) : []));
  const datesOfLines = (isOne: (line: ClaimLine) => boolean): CivilDate[] =>
    claim.lines.filter((line) => line.isProcedureCode && isOne(line)).flatMap(datesOf);

  return {
    claim,
    perDiemLines,
    billedDates,
    ...(gathered.coverage && { coverage: gathered.coverage }),
    ...(gathered.death !== undefined && { death: gathered.death }),
    ...(gathered.filed !== undefined && { filed: gathered.filed }),
    unansweredBefore: gathered.unansweredBefore(parameters.medicareDenialRequired),
    authorizations: gathered.authorizations,
    ...(gathered.benefit && { benefit: gathered.benefit }),
    documentation: gathered.documentation,
    hospiceOn: (date) => gathered.hospice.filter((care) => care.first <= date && date <= care.last).map(({ reference }) => reference),
    datesOf,
    today,
    careZone,
    zoneDecides,
    policy,
    parameters,
    parametersOn: inForce,
    hasAdministrations: infusions.administrations.length > 0,
    boundsOf: (date) => ({ start: zone.startOf(date), end: zone.startOf(date + 1) }),
    // A preauthorization asks about days to come: every date counts as supported.
    dayOn: remember((date): DayAnswer => {
      const answer = derivationOn(date).answerOf(date);
      return isForecast ? { infusedMs: answer.infusedMs } : answer;
    }),
    derivationOn,
    evidenceOn: remember((date) => evidenceOn(derivationOn(date), zone, date)),
    suppliesOn: (date) => infusions.supplied.filter(({ first, last }) => first <= date && date <= last).map(({ reference }) => reference),
    priorUnitsOn: (date) => priorUnits.get(date) ?? [],
    isTaken: (date) => standing.has(date),
    isBilled: isAmong(() => billedDates),
    hasOtherTherapy: isAmong(() => datesOfLines(({ code, modifiers }) => code !== undefined && isOtherTherapy(code, modifiers))),
    hasVisit: isAmong(() => datesOfLines(({ code }) => code === '99601')),
  };
}

/** A test of membership whose set is made when it is first asked: lines times dates times lines would be too many to look through. */
function isAmong(list: () => readonly CivilDate[]): (date: CivilDate) => boolean {
  let dates: ReadonlySet<CivilDate> | undefined;
  return (date) => {
    dates ??= new Set(list());
    return dates.has(date);
  };
}

function withDates(line: ClaimLine, zone: Zone, inForce: (date: CivilDate) => Parameters): Case['perDiemLines'][number] {
  const dates = line.span ? existingDates(line.span, zone, inForce) : [];
  const isWhole = Number.isSafeInteger(line.quantity) && line.quantity > 0;
  return { ...line, dates, ...(isWhole && { units: line.quantity }) };
}

/** The dates of a span that exist in the zone; none for a span longer than the policy takes. */
function existingDates({ first, last }: DateSpan, zone: Zone, inForce: (date: CivilDate) => Parameters): CivilDate[] {
  if (last - first + 1 > inForce(first).maxSpanDays) return [];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((date) => zone.exists(date));
}

function evidenceOn({ infusedDuring }: Derivation, zone: Zone, date: CivilDate): string[] {
  const found = new Set(infusedDuring(zone.startOf(date), zone.startOf(date + 1)).map((segment) => segment.administration.reference));
  return [...found].sort().slice(0, MOST_EVIDENCE);
}
