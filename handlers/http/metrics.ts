/**
 * What is counted for CloudWatch, as lines of its embedded metric format (EMF), by Powertools. A dimension has values of closed lists
 * only, checked when it runs: so no metric can carry anything of a patient, and their number is bounded (docs/aws.md).
 */
import { MetricUnit, Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';
import type { Decision, Effect } from '../../src/assessment.ts';
import type { Judgement } from '../../src/judgement.ts';
import type { PayerKind } from '../../src/policy/payer-kind.ts';
import { RULE_IDS } from '../../src/rules/ids.ts';
import { SERVICES } from '../cds/services.ts';
import { serviceName } from './log.ts';

export interface Metrics {
  /** One request, by the class of its status. */
  answered(status: number): void;
  /** What one request had judged, and how long that took; the check of its structure apart, where there was one. */
  judged(judgements: readonly Judgement[], judgingMs?: number, structureCheckMs?: number): void;
  /** What became of cards of one CDS service. */
  fedBack(service: string, outcomes: Readonly<Record<'accepted' | 'overridden', number>>): void;
}

const NAMESPACE = 'S9326';

// Written as objects, so that the compiler knows that none is missing.
const DECISIONS: Readonly<Record<Decision, true>> = { approved: true, reduced: true, denied: true, pended: true, 'not-applicable': true };
const EFFECTS: Readonly<Record<Effect, true>> = { deny: true, pend: true, advise: true };
const PAYER_CLASSES: Readonly<Record<PayerKind | 'unknown', true>> = {
  medicare: true,
  'medicare-advantage': true,
  medicaid: true,
  tricare: true,
  commercial: true,
  'not-medical': true,
  unknown: true,
};

/** Each dimension that there is, with each value that it can have. */
export const DIMENSION_VALUES = {
  status_class: new Set(['2xx', '3xx', '4xx', '5xx']),
  decision: new Set(Object.keys(DECISIONS)),
  rule: new Set<string>(RULE_IDS),
  effect: new Set(Object.keys(EFFECTS)),
  payer_class: new Set(Object.keys(PAYER_CLASSES)),
  cds_service: new Set<string>(SERVICES.map(({ id }) => id)),
  outcome: new Set(['accepted', 'overridden']),
} as const;

type Dimensions = { readonly [Name in keyof typeof DIMENSION_VALUES]?: string };
type Measured = readonly (readonly [name: string, value: number | undefined, unit: 'Count' | 'Milliseconds'])[];

/** Powertools serializes; where the line goes is ours to say. */
class LineMetrics extends PowertoolsMetrics {
  writeTo(write: (line: string) => void): void {
    if (!this.isDisabled() && this.hasStoredMetrics()) write(JSON.stringify(this.serializeMetrics()));
    this.clearMetrics();
    this.clearDimensions();
  }
}

/** `write` gets a line without its end. */
export function createMetrics(write: (line: string) => void): Metrics {
  // Powertools warns of a dimension by its value.
  const metrics = new LineMetrics({ namespace: NAMESPACE, serviceName: serviceName(), logger: SILENT });

  /** Each list of dimensions makes metrics of its own; none makes one of the service as a whole. */
  function count(measured: Measured, ...dimensionSets: readonly Dimensions[]): void {
    if (!dimensionSets.every(isKnown)) return;
    for (const dimensions of dimensionSets) metrics.addDimensions({ ...dimensions });
    for (const [name, value, unit] of measured)
      if (value !== undefined && Number.isFinite(value)) metrics.addMetric(name, MetricUnit[unit], value);
    metrics.writeTo(write);
  }

  return {
    answered: (status) => count([['Requests', 1, 'Count']], { status_class: `${Math.floor(status / 100)}xx` }),
    judged(judgements, judgingMs, structureCheckMs) {
      if (judgements.length === 0) return;
      const assessments = judgements.map(({ assessment }) => assessment);
      const units = (of: 'submitted' | 'allowed' | 'denied' | 'pended') => assessments.reduce((sum, { units }) => sum + units[of], 0);
      count([
        ['JudgingDuration', roundMs(judgingMs), 'Milliseconds'],
        ['StructureCheckDuration', roundMs(structureCheckMs), 'Milliseconds'],
        ['UnitsSubmitted', units('submitted'), 'Count'],
        ['UnitsAllowed', units('allowed'), 'Count'],
        ['UnitsDenied', units('denied'), 'Count'],
        ['UnitsPended', units('pended'), 'Count'],
      ]);
      for (const [[decision = ''], claims] of tally(assessments.map((each) => [each.decision])))
        count([['Claims', claims, 'Count']], { decision });
      const findings = judgements.flatMap(({ assessment, payerKind = 'unknown' }) =>
        assessment.findings.map(({ rule, effect }) => [rule, effect, payerKind]),
      );
      // Not by all three at once: three times as many metrics, at a price each.
      for (const [[rule = '', effect = '', payer_class = ''], found] of tally(findings))
        count([['Findings', found, 'Count']], { rule, payer_class }, { effect, payer_class });
    },
    fedBack(cds_service, outcomes) {
      for (const [outcome, cards] of Object.entries(outcomes))
        if (cards > 0) count([['CardOutcomes', cards, 'Count']], { cds_service, outcome });
    },
  };
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {}, trace() {} };

const isKnown = (dimensions: Dimensions): boolean =>
  Object.entries(dimensions).every(([name, value]) => DIMENSION_VALUES[name as keyof Dimensions].has(value));

const roundMs = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : Math.round(ms * 1000) / 1000);

/** How often each list of words stands there, in the order of the first. */
function tally(lists: readonly (readonly string[])[]): readonly (readonly [readonly string[], number])[] {
  const counts = new Map<string, [readonly string[], number]>();
  for (const words of lists) {
    const key = JSON.stringify(words);
    const counted = counts.get(key);
    if (counted) counted[1] += 1;
    else counts.set(key, [words, 1]);
  }
  return [...counts.values()];
}
