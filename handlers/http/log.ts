/**
 * One line of JSON per event, by Powertools and from an allow-list: what is not named here cannot be logged, and what is named is
 * checked when it runs, not only when it compiles. So no line can carry a path, a message, a name or anything else of a patient.
 */
import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import type { Context } from 'aws-lambda';

export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  /** Stands in the line as `message`, where Powertools has it. */
  readonly event: 'request' | 'job' | 'no-proof-configured';
  /** The pattern of the route, never the path that was asked for. */
  readonly route?: string;
  readonly status?: number;
  readonly durationMs?: number;
  /** Of the body that was read. */
  readonly bytes?: number;
  readonly correlationId?: string;
  readonly ruleSet?: string;
  readonly claims?: number;
  /** How many claims were decided which way. */
  readonly decisions?: Readonly<Record<string, number>>;
  /** How many findings each rule has. */
  readonly ruleIds?: Readonly<Record<string, number>>;
  /** Of a job: the name of its source, and how it ended. */
  readonly source?: string;
  readonly result?: string;
  /** Of CDS Hooks: the id of the service, and how many cards it gave. */
  readonly hook?: string;
  readonly cards?: number;
  /** Of feedback: how many cards were taken which way, for which of our reasons, and which they are. */
  readonly outcomes?: Readonly<Record<string, number>>;
  readonly overrides?: Readonly<Record<string, number>>;
  readonly cardIds?: readonly string[];
  /** The class of what was thrown; its message may quote the input. */
  readonly errorName?: string;
}

export interface Log {
  (entry: LogEntry): void;
  /** From now on each line says which call of the function it is of. */
  addContext(context: Context): void;
}

/** An id that is safe to repeat in a header and in a log. */
export const isSafeId = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(value);

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && pattern.test(value);
const isCounts = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([key, count]) => /^[a-z0-9-]{1,64}$/.test(key) && isNumber(count));

const isUuid = matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

type Allowed<Field extends string> = { readonly [F in Field]: (value: unknown) => boolean };

/** What Powertools adds, under its own names. */
const STANDARD: Allowed<'level' | 'message' | 'timestamp' | 'service' | 'cold_start' | 'function_request_id' | 'xray_trace_id'> = {
  level: matches(/^(INFO|WARN|ERROR)$/),
  message: matches(/^(request|job|no-proof-configured)$/),
  timestamp: matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  service: isSafeId,
  cold_start: isBoolean,
  function_request_id: isSafeId,
  xray_trace_id: isSafeId,
};

const OWN: Allowed<Exclude<keyof LogEntry, 'level' | 'event'>> = {
  route: matches(/^((GET|POST|PUT|DELETE|ALL) \/[A-Za-z/${}-]{1,64}|unmatched)$/),
  status: isNumber,
  durationMs: isNumber,
  bytes: isNumber,
  correlationId: isSafeId,
  ruleSet: matches(/^[0-9.]{1,16}$/),
  claims: isNumber,
  decisions: isCounts,
  ruleIds: isCounts,
  source: matches(/^[a-z0-9-]{1,40}$/),
  result: matches(/^[a-z-]{1,20}$/),
  hook: matches(/^s9326-[a-z-]{1,30}$/),
  cards: isNumber,
  outcomes: isCounts,
  overrides: isCounts,
  cardIds: (value) => Array.isArray(value) && value.every(isUuid),
  errorName: matches(/^[A-Za-z]{1,40}$/),
};

/** One for each stage that is deployed, so that their lines and metrics can be told apart. */
export function serviceName(): string {
  const name = process.env.POWERTOOLS_SERVICE_NAME;
  return isSafeId(name) ? name : 's9326';
}

/** Every line passes here, also those that Powertools would write of its own accord. */
class AllowListFormatter extends LogFormatter {
  override formatAttributes(standard: UnformattedAttributes, own: LogAttributes): LogItem {
    const { logLevel, message, timestamp, serviceName, lambdaContext, xRayTraceId } = standard;
    const given = {
      level: logLevel,
      message,
      timestamp: timestamp.toISOString(),
      service: serviceName,
      cold_start: lambdaContext?.coldStart,
      function_request_id: lambdaContext?.awsRequestId,
      xray_trace_id: xRayTraceId,
    };
    return new LogItem({ attributes: { ...onlyAllowed(STANDARD, given), ...onlyAllowed(OWN, own) } });
  }
}

function onlyAllowed(allowed: Allowed<string>, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(allowed).filter(([field, isAllowed]) => Object.hasOwn(given, field) && isAllowed(given[field]));
  return Object.fromEntries(kept.map(([field]) => [field, given[field]]));
}

/** The one function that logs. `write` gets a line without its end, the same on Lambda and elsewhere. */
export function createLog(write: (line: string) => void): Log {
  // Not Powertools' own console, which the environment can turn to several lines an entry (POWERTOOLS_DEV).
  class LineLogger extends Logger {
    protected override printLog(_level: number, item: LogItem): void {
      const line = item.getAttributes();
      // Without a message of ours it is one of Powertools' remarks, on its own settings.
      if ('message' in line && 'level' in line) write(JSON.stringify(line));
    }
  }
  const logger = new LineLogger({
    serviceName: serviceName(),
    logLevel: 'INFO',
    sampleRateValue: 0,
    logFormatter: new AllowListFormatter(),
  });
  const log = ({ level, event, ...fields }: LogEntry): void =>
    logger[level === 'warn' || level === 'error' ? level : 'info'](event, fields);
  return Object.assign(log, { addContext: (context: Context) => logger.addContext(context) });
}
