/** How each job ended, for the log and the metrics. */

import { countsOf } from '../http/counts.ts';
import type { Log } from '../http/log.ts';
import type { Metrics } from '../http/metrics.ts';
import type { JobOutcome } from './process-claim.ts';

export function createJobReport(log: Log, ruleSet: string, metrics?: Metrics): (outcome: JobOutcome) => void {
  return ({ source, result, judged }) => {
    const judgements = judged?.judgement ? [judged.judgement] : [];
    log({
      level: result === 'failed' ? 'error' : result === 'deferred' ? 'warn' : 'info',
      event: 'job',
      source,
      result,
      ruleSet,
      ...countsOf(judgements),
    });
    if (judgements.length > 0) metrics?.judged(judgements);
  };
}
