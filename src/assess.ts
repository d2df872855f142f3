/** Writes the assessment of one claim from its case, its laid units and its other lines. */
import type { Assessment, Decision, Line, Units, Verdict } from './assessment.ts';
import { MOST_EVIDENCE } from './build-case.ts';
import { listFindings } from './findings.ts';
import type { Gathered } from './gather.ts';
import { worse } from './rules/ask.ts';
import type { Case } from './rules/case.ts';
import { RULE_SET, RULES } from './rules/index.ts';
import { type CivilDate, formatDate, formatInstant, MINUTE_MS } from './time/civil-date.ts';
import { listDays } from './units/day-lists.ts';
import type { Laid, LaidUnit } from './units/lay-units.ts';
import type { OtherLines } from './units/other-lines.ts';

/** Everything that was found out about one claim. */
export interface Judged {
  readonly patientLabel: string;
  readonly gathered: Gathered;
  readonly case: Case;
  readonly laid: Laid;
  readonly others: OtherLines;
  readonly notes: readonly string[];
}

export function assess(judged: Judged): Assessment {
  const { case: claim, gathered, laid, others } = judged;
  const { infusions } = gathered;
  const { zone } = infusions;
  const first = claim.billedDates[0] ?? claim.today;
  const derivation = claim.derivationOn(first);
  const { days, unbilled, adjacent } = listDays(claim, laid, zone);
  const units = sumUnits(laid.units, claim);
  const unitsOf = Map.groupBy(laid.units, ({ line }) => line);
  return {
    claim: claim.claim.reference,
    patient: judged.patientLabel,
    asOf: formatInstant(infusions.asOf),
    ruleSet: RULE_SET,
    careZone: { zone: claim.careZone.name, source: claim.careZone.source },
    policy: { id: claim.policy.id, dayCounting: claim.parameters.dayCounting },
    decision: decisionOf(units, claim),
    units,
    lines: [...claim.perDiemLines.map((line) => perDiemLine(line, unitsOf.get(line) ?? [])), ...others.answers.map(otherLine)].sort(
      (a, b) => a.sequence - b.sequence,
    ),
    days: days.map((date) => {
      const { reason, infusedMs } = claim.dayOn(date);
      const infusedMinutes = Math.floor(infusedMs / MINUTE_MS);
      const evidence = claim.evidenceOn(date);
      return { date: formatDate(date), supported: reason === undefined, ...(reason && { reason }), infusedMinutes, evidence };
    }),
    administrations: infusions.administrations
      .map((administration) => {
        const reason = derivation.reasons.get(administration);
        return { reference: administration.reference, evidence: reason === undefined, ...(reason && { reason }) };
      })
      .sort((a, b) => compare(a.reference, b.reference) || compare(a.reason ?? '', b.reason ?? '')),
    runs: derivation.therapies.flatMap((therapy, i) =>
      therapy.runs.map((run) => ({
        start: formatInstant(run.start),
        end: formatInstant(run.end),
        spanMinutes: Math.floor((run.end - run.start) / MINUTE_MS),
        infusedMinutes: Math.floor(run.infusedMs / MINUTE_MS),
        continuous: run.core !== undefined,
        therapy: i + 1,
      })),
    ),
    stays: derivation.stays.map(({ start, end, references }) => ({ start: formatInstant(start), end: formatInstant(end), references })),
    findings: listFindings(claim, laid, others),
    verdicts: verdictsOf(laid, others),
    unbilledDays: unbilled.map(formatDate),
    adjacentDays: adjacent.map(formatDate),
    notes: [...new Set([...gathered.notes, ...judged.notes, ...evidenceNotes(claim, days)])].sort(),
  };
}

function evidenceNotes(claim: Case, days: readonly CivilDate[]): string[] {
  const isCut = days.some((date) => claim.evidenceOn(date).length === MOST_EVIDENCE);
  return isCut
    ? [`Of a day's administrations at most ${MOST_EVIDENCE} are named as evidence, the first by reference; all were counted.`]
    : [];
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sumUnits(units: readonly LaidUnit[], claim: Case): Units {
  const of = (decision: LaidUnit['decision']) => units.reduce((sum, unit) => sum + (unit.decision === decision ? unit.count : 0), 0);
  return {
    submitted: claim.perDiemLines.reduce((sum, line) => sum + (line.units ?? 1), 0),
    allowed: of('allowed'),
    denied: of('denied'),
    pended: of('pended'),
  };
}

function decisionOf({ submitted, allowed, pended }: Units, { perDiemLines }: Case): Decision {
  if (perDiemLines.length === 0) return 'not-applicable';
  if (pended > 0) return 'pended';
  if (allowed === 0) return 'denied';
  return allowed === submitted ? 'approved' : 'reduced';
}

function perDiemLine(line: Case['perDiemLines'][number], own: readonly LaidUnit[]): Line {
  const of = (decision: LaidUnit['decision']) => own.reduce((sum, unit) => sum + (unit.decision === decision ? unit.count : 0), 0);
  const byDate = (date: CivilDate | undefined) => date ?? Number.POSITIVE_INFINITY;
  return {
    sequence: line.sequence,
    code: line.code ?? '',
    submitted: line.units ?? 1,
    allowed: of('allowed'),
    denied: of('denied'),
    pended: of('pended'),
    units: own
      .toSorted((a, b) => byDate(a.date) - byDate(b.date))
      .map(({ date, decision, rule, count }) => ({
        ...(date !== undefined && { date: formatDate(date) }),
        decision,
        ...(rule && { rule: rule.id }),
        ...(count > 1 && { count }),
      })),
  };
}

function otherLine({ line, decision, rule, dates }: OtherLines['answers'][number]): Line {
  return {
    sequence: line.sequence,
    ...(line.code !== undefined && { code: line.code }),
    submitted: line.quantity,
    decision,
    ...(rule && { rule: rule.id }),
    ...(dates && { dates: dates.map(formatDate) }),
  };
}

/** Of every rule the worst answer that it gave in any scope. */
function verdictsOf(laid: Laid, others: OtherLines): Record<string, Verdict> {
  const verdicts = new Map(laid.verdicts);
  for (const { rule, answer } of others.answered) verdicts.set(rule, worse(verdicts.get(rule), answer.verdict));
  return Object.fromEntries(RULES.map((rule) => [rule.id, verdicts.get(rule) ?? 'not-applicable']));
}
