/** Parsed JSON before anything is known of it, and the list that its problems go on. */
import type { Issue } from '../issue.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Most issues named for one request: hostile input gets an answer of bounded size. */
export const MOST_ISSUES = 1000;

/** Puts a problem on the list; the place opens its text. */
export function add(issues: Issue[], code: Issue['code'], expression: string, text: string): void {
  if (issues.length < MOST_ISSUES) issues.push({ severity: 'error', code, expression, text: `${expression} ${text}` });
}
