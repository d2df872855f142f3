import type { Environment } from '../http/config.ts';

/** Throws without it, by its name alone. */
export function requireVariable(environment: Environment, name: string): string {
  const value = environment[name]?.trim();
  if (!value) throw new Error(`The configuration cannot be used:\n${name} must be set`);
  return value;
}
