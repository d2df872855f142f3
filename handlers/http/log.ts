/**
 * One line of JSON per event, from an allow-list: what is not named here cannot be logged, and what is named is checked when it
 * runs, not only when it compiles. So no line can carry a path, a message, a name or anything else of a patient.
 */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: 'request' | 'no-proof-configured';
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
  /** The class of what was thrown; its message may quote the input. */
  readonly errorName?: string;
}

export type Log = (entry: LogEntry) => void;

/** An id that is safe to repeat in a header and in a log. */
export const isSafeId = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(value);

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && pattern.test(value);
const isCounts = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([key, count]) => /^[a-z0-9-]{1,64}$/.test(key) && isNumber(count));

const ALLOWED: { readonly [Field in keyof Required<LogEntry>]: (value: unknown) => boolean } = {
  level: matches(/^(info|warn|error)$/),
  event: matches(/^(request|no-proof-configured)$/),
  route: matches(/^((GET|POST) \/[A-Za-z/${}-]{1,64}|unmatched)$/),
  status: isNumber,
  durationMs: isNumber,
  bytes: isNumber,
  correlationId: isSafeId,
  ruleSet: matches(/^[0-9.]{1,16}$/),
  claims: isNumber,
  decisions: isCounts,
  ruleIds: isCounts,
  errorName: matches(/^[A-Za-z]{1,40}$/),
};

/** The one function that logs. `write` gets a line without its end. */
export function createLog(write: (line: string) => void): Log {
  return (entry) => {
    const given: Readonly<Record<string, unknown>> = { ...entry };
    const kept = Object.entries(ALLOWED).filter(([field, isAllowed]) => Object.hasOwn(given, field) && isAllowed(given[field]));
    write(JSON.stringify(Object.fromEntries(kept.map(([field]) => [field, given[field]]))));
  };
}
