/** The app with the judge, the log and the version that every face of it shares. */
import packageJson from '../../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import type { Core } from './core.ts';
import { createLog } from './log.ts';
import type { Pages } from './pages.ts';
import { createJudge } from './submit-claim.ts';

export interface Parts {
  readonly config: Config;
  readonly core: Core;
  readonly now: () => number;
  /** Gets each line of the log. */
  readonly write: (line: string) => void;
  readonly maxAnswerBytes?: number;
  readonly pages?: Pages;
}

export function assembleApp({ config, core, now, write, ...limits }: Parts): ReturnType<typeof createApp> {
  return createApp({
    now,
    config,
    log: createLog(write),
    judge: createJudge(core, config),
    version: packageJson.version,
    ruleSet: core.RULE_SET,
    ...limits,
  });
}
