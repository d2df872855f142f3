/** Judgements written by hand, for tests of what is written from them. */
import type { Claim, ClaimItem } from '@medplum/fhirtypes';
import type { Assessment, Decision, Finding, Line, OtherLine, PerDiemLine, UnitAnswer, Units } from '../../src/assessment.ts';
import type { Judgement } from '../../src/judgement.ts';

const NO_TIMELINE = { zone: 'UTC', days: [], infusions: [], doubtful: [], stays: [] };

const HCPCS = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets';

/** A claim item of a HCPCS code. */
export function itemOf(sequence: number, code: string, more: Partial<ClaimItem> = {}): ClaimItem {
  return { sequence, productOrService: { coding: [{ system: HCPCS, code }] }, ...more };
}

/** An active professional claim of one patient, provider and payer. */
export function claimOf(item: ClaimItem[], more: Partial<Claim> = {}): Claim {
  return {
    resourceType: 'Claim',
    id: 'c1',
    status: 'active',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'professional' }] },
    use: 'claim',
    patient: { reference: 'Patient/p1', display: 'Jane Roe' },
    created: '2025-03-20',
    insurer: { reference: 'Organization/payer', display: 'Acme Health Plan' },
    provider: { reference: 'Organization/home-infusion', display: 'Home Infusion Inc' },
    priority: { coding: [{ code: 'normal' }] },
    insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v1' }, preAuthRef: ['PA-1', 'PA-2'] }],
    item,
    ...more,
  };
}

/** A line that bills S9326, its numbers counted from its units. */
export function perDiem(sequence: number, units: readonly UnitAnswer[]): PerDiemLine {
  return { sequence, code: 'S9326', ...countOf(units), units };
}

/** A line of another code. */
export function otherLine(sequence: number, code: string, decision: OtherLine['decision'], more: Partial<OtherLine> = {}): OtherLine {
  return { sequence, code, submitted: 1, decision, ...more };
}

/** A finding that denies, unless said otherwise. */
export function findingOf(rule: string, more: Partial<Finding> = {}): Finding {
  return { rule, verdict: 'not-met', effect: 'deny', message: `Message of ${rule}.`, fix: `Fix of ${rule}.`, evidence: [], ...more };
}

/** The assessment of some lines, its units and decision as 2-rules.md takes them from the lines. */
export function assessmentOf(lines: readonly Line[], more: Partial<Assessment> = {}): Assessment {
  const perDiems = lines.flatMap((line) => ('units' in line ? [line] : []));
  const units = countOf(perDiems.flatMap((line) => line.units));
  return {
    claim: 'Claim/c1',
    patient: 'Patient/p1',
    asOf: '2025-04-01T00:00:00Z',
    ruleSet: '2026.11.1',
    careZone: { zone: 'America/Chicago', source: 'patient' },
    policy: { id: 'baseline', dayCounting: 'access-days' },
    decision: perDiems.length === 0 ? 'not-applicable' : decisionOf(units),
    units,
    lines,
    days: [],
    administrations: [],
    runs: [],
    stays: [],
    findings: [],
    verdicts: {},
    unbilledDays: [],
    adjacentDays: [],
    notes: [],
    ...more,
  };
}

/** The judgement of a claim. */
export function judgementOf(claim: Claim, assessment: Assessment, more: Partial<Judgement> = {}): Judgement {
  return { assessment, claim, claimReference: { reference: 'Claim/c1' }, concurrentPercent: [100], timeline: () => NO_TIMELINE, ...more };
}

function countOf(units: readonly UnitAnswer[]): Units {
  const count = (wanted?: string) =>
    units.filter(({ decision }) => !wanted || decision === wanted).reduce((sum, unit) => sum + (unit.count ?? 1), 0);
  return { submitted: count(), allowed: count('allowed'), denied: count('denied'), pended: count('pended') };
}

function decisionOf({ allowed, denied, pended }: Units): Decision {
  if (pended > 0) return 'pended';
  if (denied === 0) return 'approved';
  return allowed > 0 ? 'reduced' : 'denied';
}
