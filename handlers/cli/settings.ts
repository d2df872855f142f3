/** What the options of `validate` say of every claim, read and checked before the first one. */
import { parseInstant } from '../../src/index.ts';
import { zoneNamed } from '../../src/time/zone.ts';
import { readConfig } from '../http/config.ts';
import type { Settings } from './judge-input.ts';
import { UsageError } from './problem.ts';
import { readPolicies } from './read-policies.ts';

export interface SettingOptions {
  readonly policy?: readonly string[];
  readonly asOf?: string;
  readonly timeZone?: string;
  readonly corrected?: string;
}

/** `warn` gets what is passed over. Throws a UsageError for what cannot be. */
export async function readSettings(
  { policy = [], asOf: text, timeZone, corrected }: SettingOptions,
  warn: (line: string) => void,
): Promise<Settings> {
  const asOf = text === undefined ? undefined : parseInstant(text);
  if (text !== undefined && asOf === undefined) {
    throw new UsageError(
      `--as-of ${text}: must be an instant with an offset from UTC, such as 2025-04-01T00:00:00Z or 2025-03-31T18:00:00-06:00`,
    );
  }
  const canonicalBase = canonicalBaseOf(process.env);
  const policies = await readPolicies(policy);
  if (policies.length > 1) {
    for (const { id, appliesTo } of policies) {
      if (id !== 'baseline' && !appliesTo)
        warn(`warning: policy ${id} has no appliesTo: beside another --policy it judges no claim, unless Parameters name it`);
    }
  }
  if (timeZone !== undefined && !zoneNamed(timeZone))
    warn(`warning: --time-zone ${timeZone}: there is no such IANA time zone; it is passed over`);
  return {
    // The time of receipt, once for the whole run: all claims are judged as of the same instant.
    now: Date.now(),
    policies,
    corrects: corrected !== undefined,
    ...(canonicalBase === undefined ? {} : { canonicalBase }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/** What is written as FHIR has the same canonical URLs as the answers of `serve`; its other variables are none of ours. */
function canonicalBaseOf({ S9326_CANONICAL_BASE = '' }: NodeJS.ProcessEnv): string | undefined {
  const read = readConfig({ S9326_CANONICAL_BASE });
  if (!read.ok) throw new UsageError(...read.problems);
  return read.config.canonicalBase;
}
