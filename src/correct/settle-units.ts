/** The S9326 lines of a corrected claim: the dates and units that stand, in spans of as many units as dates, with the modifiers that fit. */
import { type Assessment, type Finding, isPerDiemLine, type PerDiemLine } from '../assessment.ts';
import { stated } from '../fhir/stated.ts';
import { type CivilDate, formatDate } from '../time/civil-date.ts';
import { datesInWords, plural } from '../time/dates-in-words.ts';
import { type BilledReader, type Change, type DraftLine, detailsLeftOff, onSpan, type Step, spansOf } from './draft.ts';
import { isPerDiemOfOther, takenOff, without } from './modifiers.ts';
import { type Dropped, type Standing, standingUnits } from './standing-units.ts';

export interface SettleOptions {
  /** Sequences of the claim's diagnoses. */
  readonly diagnoses: ReadonlySet<number>;
  readonly billed: BilledReader;
  /** Units stand too that only a mistake of form held up. */
  readonly frees: boolean;
}

export function settleUnits(lines: readonly DraftLine[], assessment: Assessment, { diagnoses, billed, frees }: SettleOptions): Step {
  const perDiems = new Map(assessment.lines.filter(isPerDiemLine).map((line) => [line.sequence, line]));
  const standing = standingUnits([...perDiems.values()], assessment, frees);
  const others = lines.map(({ item }) => billed(item)).filter(isPerDiemOfOther);
  const steps = lines.map((line): Step => {
    const judged = perDiems.get(line.item.sequence ?? 0);
    const stands = standing.get(line.item.sequence ?? 0);
    if (!judged || !stands) return { lines: [line], changes: [], notCorrected: [] };
    const findings = assessment.findings.filter((finding) => finding.line === judged.sequence);
    return settleLine({
      line,
      judged,
      stands,
      findings,
      diagnoses,
      billed,
      othersOn: (date) => others.filter(({ dates }) => dates.includes(date)),
    });
  });
  return {
    lines: steps.flatMap((step) => step.lines),
    changes: steps.flatMap((step) => step.changes),
    notCorrected: steps.flatMap((step) => step.notCorrected),
  };
}

interface Settling {
  readonly line: DraftLine;
  readonly judged: PerDiemLine;
  readonly stands: Standing;
  readonly findings: readonly Finding[];
  readonly diagnoses: ReadonlySet<number>;
  readonly billed: BilledReader;
  readonly othersOn: (date: CivilDate) => ReturnType<BilledReader>[];
}

function settleLine({ line, judged, stands, findings, diagnoses, billed, othersOn }: Settling): Step {
  const { from } = line;
  const { modifiers, dates: billedDates } = billed(line.item);
  const onModifiers = findings.filter(({ rule, effect }) => rule === 'modifiers-consistent' && effect !== 'advise');
  const off = new Map(stands.dates.map((date) => [date, takenOff(onModifiers, modifiers, date, othersOn(date))]));
  const offOn = (date: CivilDate): string => (off.get(date) ?? []).join(' and ');
  const spanDiffers = findings.some(({ rule }) => rule === 'units-match-span');
  // As many units as dates and yet the rule is not met: the line runs over two months, and the payer wants one.
  const isByMonth = spanDiffers && judged.submitted >= billedDates.length;
  const spans = spansOf(stands.dates, (date) => `${offOn(date)} ${isByMonth ? formatDate(date).slice(0, 7) : ''}`);
  // A line that is touched says which dates its units are on: on a wider span they could move to another date.
  const isRedated = stands.dropped.length > 0 || stands.dates.length !== billedDates.length || spans.length > 1;

  const pointed = pointing(line, diagnoses, findings);
  const written = isRedated
    ? spans.map((span) => onSpan(without(pointed.line.item, off.get(span[0] ?? 0) ?? []), span, judged.submitted))
    : [without(pointed.line.item, off.get(stands.dates[0] ?? 0) ?? [])];
  const changes: Change[] = [
    ...(stands.dates.length > 0 ? pointed.changes : []),
    ...modifierChanges(stands.dates, offOn, from),
    ...stands.dropped.map((each) => ({ rule: each.rule, line: from, text: droppedInWords(each) })),
    ...(spanDiffers && spans.length > 0 ? [{ rule: 'units-match-span', line: from, text: spansInWords(isByMonth, spans) }] : []),
  ];
  if (changes.length === 0) return { lines: [line], changes, notCorrected: [] };
  return {
    lines: written.map((item) => ({ item, from })),
    changes,
    notCorrected: [...stands.dropped.flatMap(toLookTo), ...detailsLeftOff(line, written)],
  };
}

/** Pointers to a diagnosis that the claim does not have are nobody's statement; where one was right, a biller puts it back. */
function pointing(line: DraftLine, diagnoses: ReadonlySet<number>, findings: readonly Finding[]): { line: DraftLine; changes: Change[] } {
  const { item, from } = line;
  const lost = (item.diagnosisSequence ?? []).filter((sequence) => !diagnoses.has(sequence));
  const isRefused = findings.some(({ rule, effect }) => rule === 'diagnosis-present' && effect !== 'advise');
  if (!isRefused || lost.length === 0) return { line, changes: [] };
  const diagnosisSequence = item.diagnosisSequence?.filter((sequence) => diagnoses.has(sequence));
  const text = `Pointer to diagnosis ${lost.join(', ')} taken off: the claim has no such diagnosis.`;
  return { line: { item: stated({ ...item, diagnosisSequence }), from }, changes: [{ rule: 'diagnosis-present', line: from, text }] };
}

function modifierChanges(dates: readonly CivilDate[], offOn: (date: CivilDate) => string, line: number): Change[] {
  const byCodes = Map.groupBy(
    dates.filter((date) => offOn(date) !== ''),
    offOn,
  );
  return [...byCodes].map(([codes, on]) => ({ rule: 'modifiers-consistent', line, text: `${codes} taken off: ${datesInWords(on)}.` }));
}

function droppedInWords({ dates, count, isPended }: Dropped): string {
  const when = dates.length > 0 ? `: ${datesInWords(dates)}` : '';
  return isPended ? `${plural(count, 'unit')} left out until settled${when}.` : `${plural(count, 'unit')} taken off${when}.`;
}

function spansInWords(isByMonth: boolean, spans: readonly (readonly CivilDate[])[]): string {
  const texts = spans.map((span) => datesInWords(span)).join('; ');
  return isByMonth ? `Split by calendar month: ${texts}.` : `As many dates as units: ${texts}.`;
}

/** Units that wait, and lines that cannot be read, are for a biller: the record may hold what is missing. */
function toLookTo({ finding, isPended }: Dropped): string[] {
  const isOfDates = finding?.dates !== undefined || finding?.rule === 'units-within-span';
  return finding && (isPended || !isOfDates) ? [`${finding.message} ${finding.fix}`] : [];
}
