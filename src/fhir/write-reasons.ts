import type { ClaimResponseItemAdjudication, CodeableConcept } from '@medplum/fhirtypes';
import { isPerDiemLine, type Line } from '../assessment.ts';
import { remember } from '../remember.ts';
import {
  ADJUSTMENT_GROUP,
  adjudicationCodeSystem,
  CARC,
  CARIN_DISCRIMINATOR,
  PDEX_DISCRIMINATOR,
  RARC,
  rulesCodeSystem,
} from './canonical.ts';
import { stated } from './stated.ts';
import { type Answer, type Note, noteOf, notesOfRule } from './write-notes.ts';

/** Units of a line that one finding refuses or holds. */
export interface Reason {
  readonly note: Note | undefined;
  readonly rule: string | undefined;
  readonly decision: 'denied' | 'pended';
  readonly units: number;
}

/** Why units of a line are not allowed: one reason per rule and code that decided some, in the order of the findings. */
export function reasonsOf(line: Line, notes: readonly Note[]): readonly Reason[] {
  const reasons = new Map<string, Reason>();
  const ofRule = remember((rule: string | undefined) => notesOfRule(notes, line.sequence, rule));
  for (const { units, ...answer } of answersOf(line)) {
    if (answer.decision === 'allowed') continue;
    const note = noteOf(ofRule(answer.rule), answer);
    const key = `${note?.number ?? answer.rule} ${answer.decision}`;
    const before = reasons.get(key)?.units ?? 0;
    reasons.set(key, { note, rule: answer.rule, decision: answer.decision, units: before + units });
  }
  return [...reasons.values()].sort((a, b) => (a.note?.number ?? Infinity) - (b.note?.number ?? Infinity) || 0);
}

/** The decided units of a line; a line of another code is decided whole. */
function answersOf(line: Line): readonly (Answer & { readonly units: number })[] {
  if (isPerDiemLine(line)) {
    return line.units.map(({ date, decision, rule, count }) => ({ line: line.sequence, decision, rule, date, units: count ?? 1 }));
  }
  const { sequence, decision, rule, submitted } = line;
  return decision === 'denied' || decision === 'pended' ? [{ line: sequence, decision, rule, units: submitted }] : [];
}

/**
 * A reason with its number of units as `value`. Units that are denied and units that wait differ by category, so that a reader who
 * adds up adjustment reasons never counts a pended unit as refused.
 */
export function writeReason({ note, rule, decision, units }: Reason, base: string): ClaimResponseItemAdjudication {
  const category = decision === 'denied' ? DENIED : { coding: [{ system: adjudicationCodeSystem(base), code: 'pendreason' }] };
  return stated({ category, reason: reasonConcept(note, rule, base), value: units });
}

/** Under both names by which readers look for a denial reason: CARIN's of today, and the older one, which PDex keeps. */
const DENIED: CodeableConcept = {
  coding: [
    { system: CARIN_DISCRIMINATOR, code: 'adjustmentreason' },
    { system: PDEX_DISCRIMINATOR, code: 'denialreason' },
  ],
};

/** Our rule id, then CARC, each RARC and the group code; no display, for their wording is X12's. */
function reasonConcept(note: Note | undefined, rule: string | undefined, base: string): CodeableConcept | undefined {
  const { carc, rarc = [], group } = note?.finding ?? {};
  const coding = [
    { system: rulesCodeSystem(base), code: rule },
    { system: CARC, code: carc },
    ...rarc.map((code) => ({ system: RARC, code })),
    { system: ADJUSTMENT_GROUP, code: group },
  ].flatMap(({ system, code }) => (code ? [{ system, code }] : []));
  return coding.length > 0 ? { coding } : undefined;
}
