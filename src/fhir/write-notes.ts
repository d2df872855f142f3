import type { ClaimResponseProcessNote } from '@medplum/fhirtypes';
import type { Assessment, Finding, UnitDecision } from '../assessment.ts';

/** A finding with the number of its processNote. */
export interface Note {
  readonly number: number;
  readonly finding: Finding;
}

/** What is decided of units that share an answer. */
export interface Answer {
  readonly line: number;
  readonly decision: UnitDecision;
  readonly rule: string | undefined;
  readonly date?: string | undefined;
}

/** The findings, numbered from 1 in their order. */
export function numberFindings({ findings }: Assessment): readonly Note[] {
  return findings.map((finding, index) => ({ number: index + 1, finding }));
}

/** One note a finding, then what the assessment notes; all are to be shown, none is to be printed on a statement. */
export function writeNotes(assessment: Assessment): ClaimResponseProcessNote[] {
  const texts = assessment.findings.map(({ message, fix }) => (fix ? `${message} ${fix}` : message));
  return [...texts, ...assessment.notes].map((text, index) => ({ number: index + 1, type: 'display', text }));
}

/** The notes that may have decided units of a line by a rule: asked once for all of them. */
export function notesOfRule(notes: readonly Note[], line: number, rule: string | undefined): readonly Note[] {
  const ofRule = notes.filter(({ finding }) => finding.rule === rule && finding.effect !== 'advise');
  const own = ofRule.filter(({ finding }) => (finding.line ?? line) === line);
  // A line of another code that waits with the unit of its date has its reason from the finding of that unit's line.
  return own.length > 0 ? own : ofRule;
}

/**
 * The note of the finding that decided a unit, of those of its rule. A rule can have several on a line, one per code (2-rules.md), some that deny and some
 * that pend: the one that decides the same way, of this line rather than of the claim, on this date rather than on others.
 */
export function noteOf(ofRule: readonly Note[], answer: Answer): Note | undefined {
  const closeness = ({ finding }: Note) =>
    (decides(finding, answer.decision) ? 4 : 0) +
    (finding.line === answer.line ? 2 : 0) +
    (answer.date !== undefined && finding.dates?.includes(answer.date) ? 1 : 0);
  return ofRule.reduce<Note | undefined>((best, note) => (best && closeness(best) >= closeness(note) ? best : note), undefined);
}

function decides({ verdict, effect }: Finding, decision: UnitDecision): boolean {
  const denies = verdict === 'not-met' && effect === 'deny';
  return denies === (decision === 'denied');
}

/** Numbers of the notes on a line: its own, those that only advise included, and those of the claim that decided one of its units. */
export function noteNumbers(notes: readonly Note[], line: number, cited: readonly Note[]): number[] {
  return notes.filter((note) => note.finding.line === line || cited.includes(note)).map(({ number }) => number);
}
