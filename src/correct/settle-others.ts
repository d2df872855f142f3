/** The lines beside S9326 on a corrected claim: what the per diem holds goes, a second therapy is marked, a drug has the code of its day. */
import type { ClaimItem } from '@medplum/fhirtypes';
import type { Assessment, Finding } from '../assessment.ts';
import { isDrug } from '../policy/line-codes.ts';
import { type CivilDate, parseDate } from '../time/civil-date.ts';
import { datesInWords } from '../time/dates-in-words.ts';
import { type Billed, type BilledReader, type Change, type DraftLine, detailsLeftOff, onSpan, type Step, spansOf } from './draft.ts';
import { isPerDiemOfOther, nextConcurrent, withModifier } from './modifiers.ts';
import { underSuccessor } from './successor.ts';

/** Never payable beside S9326, whatever else is sent. */
const TAKEN_OFF: ReadonlySet<string> = new Set([
  'pain-per-diems-exclusive',
  'excluded-with-per-diem',
  'catheter-care-included',
  'supplies-included',
]);
/** A policy may pend what these rules refuse; `N63` says that a line is pended because only some of its dates are refused. */
const SOME_DATES_ONLY = 'N63';

export function settleOthers(lines: readonly DraftLine[], { findings }: Assessment, billed: BilledReader): Step {
  const done: DraftLine[] = [];
  const changes: Change[] = [];
  const notCorrected: string[] = [];
  lines.forEach((line, i) => {
    const own = findings.filter((finding) => finding.line === line.item.sequence && finding.effect !== 'advise');
    const others = [...done, ...lines.slice(i + 1)].map(({ item }) => billed(item)).filter(isPerDiemOfOther);
    const step = settle(line, own, billed(line.item), others);
    done.push(...step.lines);
    changes.push(...step.changes);
    notCorrected.push(...step.notCorrected);
  });
  return { lines: done, changes, notCorrected };
}

/** One thing at a time: the claim is judged again before the next. */
function settle(line: DraftLine, findings: readonly Finding[], billed: Billed, others: readonly Billed[]): Step {
  const bundled = findings.filter((finding) => TAKEN_OFF.has(finding.rule) && refuses(finding));
  const first = bundled[0];
  if (first) return takeOff(line, first, billed, new Set(bundled.flatMap(datesOf)));
  const unmarked = findings.find(({ rule }) => rule === 'concurrent-therapy-modified');
  const marked = unmarked && mark(line, unmarked, billed, others);
  if (marked) return marked;
  const outdated = findings.find(({ rule }) => rule === 'code-in-force');
  const isWhole = outdated !== undefined && datesOf(outdated).length === billed.dates.length;
  const succeeded = isWhole ? underSuccessor(line.item, billed) : undefined;
  if (!succeeded) return { lines: [line], changes: [], notCorrected: [] };
  const change = { rule: 'code-in-force', line: line.from, text: succeeded.text };
  return { lines: [{ ...line, item: succeeded.item }], changes: [change], notCorrected: [] };
}

const refuses = ({ effect, rarc = [] }: Finding): boolean => effect === 'deny' || rarc.includes(SOME_DATES_ONLY);

function takeOff(line: DraftLine, { rule }: Finding, billed: Billed, refused: ReadonlySet<CivilDate>): Step {
  const { item, from } = line;
  const { code, dates } = billed;
  const left = dates.filter((date) => !refused.has(date));
  const off = { rule, line: from, text: `${code} taken off: ${datesInWords([...refused])}.` };
  if (left.length === 0) return { lines: [], changes: [off], notCorrected: [] };
  if (!isOneADate(billed)) {
    const text = `Line ${from}: which of its units of ${code} are of ${datesInWords(left)} cannot be told. Bill these on a line of their own.`;
    return { lines: [], changes: [{ ...off, text: `${code} taken off.` }], notCorrected: [text] };
  }
  const written = spansOf(left, () => '').map((span) => onSpan(item, span, dates.length));
  return { lines: written.map((each) => ({ item: each, from })), changes: [off], notCorrected: detailsLeftOff(line, written) };
}

/** Undefined where only some dates ask for the modifier and the line's units cannot be told apart by date. */
function mark(line: DraftLine, finding: Finding, billed: Billed, others: readonly Billed[]): Step | undefined {
  const { item, from } = line;
  const asked = new Set(datesOf(finding));
  const codeOn = (date: CivilDate): string => (asked.has(date) ? nextConcurrent(others.filter(({ dates }) => dates.includes(date))) : '');
  const codes = new Set(billed.dates.map(codeOn));
  if (codes.size > 1 && !isOneADate(billed)) return undefined;
  const marked = (each: ClaimItem, code: string) => (code === '' ? each : withModifier(each, code));
  const written =
    codes.size === 1
      ? [...codes].map((code) => marked(item, code))
      : spansOf(billed.dates, codeOn).map((span) => marked(onSpan(item, span, billed.dates.length), codeOn(span[0] ?? 0)));
  const changes = [...codes]
    .filter((code) => code !== '')
    .map((code) => ({
      rule: finding.rule,
      line: from,
      text: `${code} put on ${billed.code}, beside S9326: ${datesInWords(billed.dates.filter((date) => codeOn(date) === code))}.`,
    }));
  return { lines: written.map((each) => ({ item: each, from })), changes, notCorrected: detailsLeftOff(line, written) };
}

/** A supply or a day of service on every date. Units of a drug are amounts: as many of them as dates is chance. */
const isOneADate = ({ code = '', quantity, dates }: Billed): boolean => quantity === dates.length && !isDrug(code);

const datesOf = ({ dates = [] }: Finding): CivilDate[] => dates.flatMap((date) => parseDate(date) ?? []);
