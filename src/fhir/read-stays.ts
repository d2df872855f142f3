/** Encounters that are stays (1-days.md 4), their ends settled and cut at `asOf`. */
import type { Encounter } from '@medplum/fhirtypes';
import type { Admission } from '../evidence/stays.ts';
import { formatDate, type Instant } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';
import { endBound, startBound } from './civil-times.ts';
import { type Entry, labelOf } from './record.ts';

/** v3-ActCode classes of encounters in which others care for the patient. */
const STAY_CLASSES: ReadonlySet<string> = new Set(['IMP', 'ACUTE', 'NONAC', 'EMER', 'OBSENC', 'SS']);
const STAY_STATUSES: ReadonlySet<string> = new Set(['in-progress', 'onleave', 'finished']);

export const isStayClass = (encounter: Encounter): boolean => STAY_CLASSES.has(encounter.class?.code ?? '');

export interface StaysRead {
  readonly admissions: readonly Admission[];
  readonly notes: readonly string[];
}

export function readStays(encounters: readonly Entry<Encounter>[], zone: Zone, asOf: Instant): StaysRead {
  const admissions: Admission[] = [];
  const notes: string[] = [];
  for (const entry of encounters) {
    if (!isStayClass(entry.resource) || !STAY_STATUSES.has(entry.resource.status ?? '')) continue;
    const admission = admissionOf(entry, zone, asOf, notes);
    if (admission) admissions.push(admission);
  }
  return { admissions, notes };
}

function admissionOf(entry: Entry<Encounter>, zone: Zone, asOf: Instant, notes: string[]): Admission | undefined {
  const { period, status } = entry.resource;
  const start = precise(startBound(period?.start, zone));
  if (start === undefined || start >= asOf) return undefined;
  const reference = labelOf(entry);
  const stated = precise(endBound(period?.end, zone));
  if (stated !== undefined && stated < start) {
    notes.push(`${reference} ends before it starts and was not read as a stay.`);
    return undefined;
  }
  if (stated === undefined && status === 'finished') {
    const firstDate = zone.dateOf(start);
    notes.push(`${reference} is finished without an end: it was read as ending with ${formatDate(firstDate)}.`);
    const end = zone.startOf(firstDate + 1);
    return { reference, start, end: Math.min(end, asOf), stillRunning: end > asOf };
  }
  return { reference, start, end: Math.min(stated ?? asOf, asOf), stillRunning: stated === undefined || stated > asOf };
}

/** A month or a year is no bound. */
const precise = (bound: Instant | 'imprecise' | undefined): Instant | undefined => (bound === 'imprecise' ? undefined : bound);
