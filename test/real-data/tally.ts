/** What the core makes of each source, in figures. */
import type { MedicationAdministration } from '@medplum/fhirtypes';
import type { AdministrationReason } from '../../src/assessment.ts';
import type { Judgement } from '../../src/index.ts';
import { judgeAll, judgeAround } from './judge.ts';
import { byPatient, type IcuSource, icuRows, resourcesOf, syntheaBundle } from './sources.ts';

export interface Tally {
  readonly source: string;
  readonly patients: number;
  readonly administrations: number;
  readonly evidence: number;
  readonly reasons: Readonly<Partial<Record<AdministrationReason, number>>>;
  readonly runs: number;
  readonly continuousRuns: number;
  /** Dates of each patient on which a unit of S9326 is supported. */
  readonly supportedDays: number;
  /** Claims of the source's own, none of which bills S9326, and how many of them came out not-applicable. */
  readonly foreignClaims: number;
  readonly notApplicable: number;
}

const AS_OF = Date.parse('2026-11-01T00:00:00Z');

export function tallyAll(): Tally[] {
  return [icu('mimic-iii-demo'), icu('eicu-demo'), hl7(), synthea()];
}

function icu(source: IcuSource): Tally {
  return tallyOf(source, icuRows(source), []);
}

/** The administrations in claims built around them, the claims as they are. */
function hl7(): Tally {
  const foreign = resourcesOf('hl7-r4-examples', 'Claim').flatMap((claim) => judgeAll(claim, AS_OF));
  return tallyOf('hl7-r4-examples', resourcesOf('hl7-r4-examples', 'MedicationAdministration'), foreign);
}

/** The administrations in a claim built around them too, their subject by id, since only a Bundle of its own has the urn:uuid. */
function synthea(): Tally {
  const bundle = syntheaBundle();
  const rows = (bundle.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === 'MedicationAdministration' ? [resource] : []));
  return tallyOf('synthea', rows.map(ofPatient), judgeAll(bundle, AS_OF));
}

function ofPatient(row: MedicationAdministration): MedicationAdministration {
  return { ...row, subject: { reference: row.subject?.reference?.replace('urn:uuid:', 'Patient/') ?? '' } };
}

function tallyOf(source: string, rows: readonly MedicationAdministration[], foreign: readonly Judgement[]): Tally {
  const patients = [...byPatient(rows).values()].map((group) => judgeAround(group).map(({ assessment }) => assessment));
  // Every claim of a patient sees the whole record: its administrations and runs are taken from the first.
  const records = patients.flatMap(([first]) => first ?? []);
  const reasons: Partial<Record<AdministrationReason, number>> = {};
  const answers = records.flatMap(({ administrations }) => administrations);
  for (const { reason } of answers) if (reason) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const runs = records.flatMap((record) => record.runs);
  const supported = patients.map(
    (claims) => new Set(claims.flatMap(({ days }) => days.filter((day) => day.supported).map(({ date }) => date))),
  );
  return {
    source,
    patients: patients.length,
    administrations: answers.length,
    evidence: answers.filter(({ evidence }) => evidence).length,
    reasons,
    runs: runs.length,
    continuousRuns: runs.filter(({ continuous }) => continuous).length,
    supportedDays: supported.reduce((sum, dates) => sum + dates.size, 0),
    foreignClaims: foreign.length,
    notApplicable: foreign.filter(({ assessment }) => assessment.decision === 'not-applicable').length,
  };
}
