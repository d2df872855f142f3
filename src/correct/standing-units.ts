/** Which units of an S9326 line stand once the line is mended, and why the others do not. */
import type { Assessment, Finding, PerDiemLine, UnitAnswer } from '../assessment.ts';
import { type CivilDate, parseDate } from '../time/civil-date.ts';

/** Units that go, by the first rule that a rewrite cannot mend. */
export interface Dropped {
  readonly rule: string;
  readonly isPended: boolean;
  readonly dates: readonly CivilDate[];
  readonly count: number;
  /** Absent where the rule is not the reason of a finding on this line: an earlier unit stands on the date. */
  readonly finding?: Finding;
}

export interface Standing {
  readonly dates: readonly CivilDate[];
  readonly dropped: readonly Dropped[];
}

/** What is held against a line's units and goes away with the rewrite. Of the diagnosis, pointers that lead nowhere. */
const MENDED: ReadonlySet<string> = new Set(['modifiers-consistent', 'units-match-span', 'diagnosis-present']);
const isMended = ({ rule, line }: Finding): boolean => line !== undefined && MENDED.has(rule);

/** By sequence. Allowed units stand; a unit that only mended rules hold up is freed, when asked for, unless its date is taken. */
export function standingUnits(lines: readonly PerDiemLine[], { findings }: Assessment, frees: boolean): ReadonlyMap<number, Standing> {
  const allowed = lines.flatMap(({ units }) => units.flatMap((unit) => (unit.decision === 'allowed' ? datesOf(unit) : [])));
  const taken = new Set(allowed);
  return new Map(lines.map((line) => [line.sequence, standingOf(line, findings, taken, frees)]));
}

function standingOf(line: PerDiemLine, findings: readonly Finding[], taken: Set<CivilDate>, frees: boolean): Standing {
  const dates: CivilDate[] = [];
  const dropped: Dropped[] = [];
  for (const unit of line.units) {
    const [date] = datesOf(unit);
    const obstacle = unit.decision === 'allowed' ? undefined : obstacleTo(unit, line, findings, frees);
    if (unit.decision === 'allowed') dates.push(...datesOf(unit));
    else if (obstacle) add(dropped, obstacle.rule, unit, obstacle);
    else if (date === undefined || taken.has(date)) add(dropped, date === undefined ? (unit.rule ?? '') : 'one-per-diem-per-day', unit);
    else {
      dates.push(date);
      taken.add(date);
    }
  }
  return { dates, dropped };
}

/** The first finding, in the order of the catalogue, that holds the unit up and that the rewrite does not mend. */
function obstacleTo(unit: UnitAnswer, line: PerDiemLine, findings: readonly Finding[], frees: boolean): Finding | undefined {
  const isExcess = unit.date === undefined && line.units.some(({ date }) => date !== undefined);
  const against = findings.filter(
    (finding) =>
      finding.effect !== 'advise' &&
      !(frees && isMended(finding)) &&
      (finding.line === undefined || finding.line === line.sequence) &&
      (finding.rule === 'units-within-span' ? isExcess : !finding.dates || finding.dates.includes(unit.date ?? '')),
  );
  return against.find(({ effect, verdict }) => effect === 'deny' && verdict === 'not-met') ?? against[0];
}

function add(dropped: Dropped[], rule: string, unit: UnitAnswer, finding?: Finding): void {
  const isPended = finding?.effect === 'pend';
  const at = dropped.findIndex((each) => each.rule === rule && each.finding === finding);
  const before = dropped[at];
  const now = {
    rule,
    isPended,
    dates: [...(before?.dates ?? []), ...datesOf(unit)],
    count: (before?.count ?? 0) + (unit.count ?? 1),
    ...(finding && { finding }),
  };
  if (before) dropped[at] = now;
  else dropped.push(now);
}

function datesOf({ date = '' }: UnitAnswer): CivilDate[] {
  const parsed = parseDate(date);
  return parsed === undefined ? [] : [parsed];
}
