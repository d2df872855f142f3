/** Puts the metrics where a request ends and where a claim is judged, so that neither has to know of them. */
import type { Config } from './config.ts';
import type { Core } from './core.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { type CheckR4, createJudge, type Judge } from './submit-claim.ts';

/** Every request is logged once, when its status is known. */
export function countAnswers(log: Log, metrics: Metrics): Log {
  const counting = (entry: Parameters<Log>[0]): void => {
    log(entry);
    if (entry.event === 'request' && entry.status !== undefined) metrics.answered(entry.status);
  };
  return Object.assign(counting, { addContext: log.addContext });
}

/** The judge, timed; what it leaves to be checked against R4 is timed apart and is not part of its own time. */
export function createMeteredJudge(core: Core, config: Config, checkR4: CheckR4, metrics: Metrics): Judge {
  // A judge is done before it is asked again.
  let checkMs = 0;
  const timedCheck: CheckR4 = (json) => {
    const started = performance.now();
    try {
      return checkR4(json);
    } finally {
      checkMs += performance.now() - started;
    }
  };
  const judge = createJudge(core, config, timedCheck);
  return (...asked) => {
    checkMs = 0;
    const started = performance.now();
    const answer = judge(...asked);
    metrics.judged(answer.judgements, performance.now() - started - checkMs, checkMs);
    return answer;
  };
}
