/** The app with the judge, the log, the metrics and the version that every face of it shares. */
import packageJson from '../../package.json' with { type: 'json' };
import { checkR4 } from '../r4/check-r4.ts';
import { type AppDependencies, createApp } from './app.ts';
import type { Config } from './config.ts';
import type { Core } from './core.ts';
import { createLog, type Log } from './log.ts';
import { countAnswers, createMeteredJudge } from './meter.ts';
import type { Metrics } from './metrics.ts';
import { createJudge } from './submit-claim.ts';

export interface Parts extends Pick<AppDependencies, 'maxAnswerBytes' | 'pages' | 'fhir' | 'more'> {
  readonly config: Config;
  readonly core: Core;
  readonly now: () => number;
  /** Gets each line of the log. */
  readonly write: (line: string) => void;
  /** Absent: one that writes there. */
  readonly log?: Log;
  /** Absent: nothing is counted. */
  readonly metrics?: Metrics | undefined;
}

export function assembleApp({ config, core, now, write, log = createLog(write), metrics, ...more }: Parts): ReturnType<typeof createApp> {
  return createApp({
    now,
    config,
    log: metrics ? countAnswers(log, metrics) : log,
    judge: metrics ? createMeteredJudge(core, config, checkR4, metrics) : createJudge(core, config, checkR4),
    version: packageJson.version,
    ruleSet: core.RULE_SET,
    ...more,
  });
}
