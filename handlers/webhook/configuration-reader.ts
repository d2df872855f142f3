/** Reads objects of a configuration in JSON, and notes every problem by its place, never with a value. */
import type { Environment } from '../http/config.ts';

/** Reads the members of one object, and knows which were asked for. */
export class ConfigurationReader {
  readonly #members: Readonly<Record<string, unknown>> | undefined;
  readonly #path: string;
  readonly #environment: Environment;
  readonly #problems: string[];
  readonly #asked = new Set<string>();

  constructor(value: unknown, path: string, environment: Environment, problems: string[]) {
    this.#members = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
    this.#path = path;
    this.#environment = environment;
    this.#problems = problems;
    if (!this.#members) problems.push(`${path} must be an object`);
  }

  /** Of what is no object, only that is said. */
  #refuse(name: string, rule: string): undefined {
    if (this.#members) this.#problems.push(`${this.#path}.${name} ${rule}`);
    return undefined;
  }

  #get(name: string): unknown {
    this.#asked.add(name);
    return this.#members && Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
  }

  object(name: string): ConfigurationReader {
    const value = this.#get(name);
    return new ConfigurationReader(value, `${this.#path}.${name}`, this.#environment, this.#members ? this.#problems : []);
  }

  optional<T>(name: string, read: (name: string) => T | undefined): T | undefined {
    return this.#get(name) === undefined ? undefined : read(name);
  }

  text(name: string, pattern: RegExp | ((text: string) => boolean), rule: string): string | undefined {
    const value = this.#get(name);
    const fits = (text: string): boolean => (typeof pattern === 'function' ? pattern(text) : pattern.test(text));
    return typeof value === 'string' && fits(value) ? value : this.#refuse(name, rule);
  }

  flag(name: string): boolean {
    const value = this.#get(name) ?? false;
    if (typeof value !== 'boolean') this.#refuse(name, 'must be true or false');
    return value === true;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = values.find((each) => each === this.#get(name));
    return value ?? this.#refuse(name, `must be one of ${values.join(', ')}`);
  }

  /** https; http on loopback only, since what is sent there carries a token. */
  url(name: string, { isBase = false } = {}): URL | undefined {
    const value = this.#get(name);
    const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
    const isLoopback = url !== undefined && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback);
    const isPlain = url?.username === '' && url.password === '' && url.hash === '' && !(isBase && url.search !== '');
    return url && isSafe && isPlain
      ? url
      : this.#refuse(name, `must be an https URL (http only on loopback)${isBase ? ' without a query' : ''}`);
  }

  /** The text itself, or the variable that has it. */
  secret(name: string, characters: number): string | undefined {
    const given = this.#get(name);
    const variable = nameOfVariable(given);
    const text = variable === undefined ? given : this.#environment[variable];
    const value = typeof text === 'string' ? text.trim() : undefined;
    const isLong = value !== undefined && value.length >= characters;
    return isLong
      ? value
      : this.#refuse(
          name,
          `must be a secret${characters > 1 ? ` of ${characters} characters or more` : ''}, or { "env": the variable that has it }`,
        );
  }

  /** A private key as JWK: the object, or the variable that has its JSON. */
  key(name: string): Readonly<Record<string, unknown>> | undefined {
    const given = this.#get(name);
    const variable = nameOfVariable(given);
    const value = variable === undefined ? given : parseJson(this.#environment[variable] ?? '');
    const isKey = typeof value === 'object' && value !== null && 'kty' in value && 'd' in value;
    return isKey ? { ...value } : this.#refuse(name, 'must be a private key as JWK, or { "env": the variable that has it }');
  }

  /** What nobody asked for is a mistake, perhaps in a name. */
  close(): void {
    const unknown = Object.keys(this.#members ?? {}).filter((name) => !this.#asked.has(name));
    if (unknown.length > 0) this.#problems.push(`${this.#path} may only have ${[...this.#asked].join(', ')}`);
  }
}

function nameOfVariable(value: unknown): string | undefined {
  const isReference = typeof value === 'object' && value !== null && Object.keys(value).length === 1 && 'env' in value;
  return isReference && typeof value.env === 'string' ? value.env : undefined;
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
