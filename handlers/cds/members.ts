/** Reads the members of one JSON object, and notes what is wrong with them by its place. */
import type { Resource } from '@medplum/fhirtypes';
import type { Issue } from '../../src/issue.ts';

export interface Placed {
  readonly resource: Resource;
  /** `context.draftOrders.entry[0].resource`. */
  readonly place: string;
}

type Test = RegExp | ((text: string) => boolean);

export class Members {
  readonly #members: Readonly<Record<string, unknown>> | undefined;
  readonly #path: string;
  readonly #issues: Issue[];

  /** `path` is empty for the root. */
  constructor(value: unknown, path: string, issues: Issue[]) {
    this.#members = isObject(value) ? value : undefined;
    this.#path = path;
    this.#issues = issues;
    if (!this.#members)
      this.#add(value === undefined ? 'required' : 'structure', path || 'Resource', missingOr(value, 'must be an object'));
  }

  get(name: string): unknown {
    return this.#members && Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
  }

  /** False for null, which stands for what is not there. */
  has(name: string): boolean {
    return (this.get(name) ?? undefined) !== undefined;
  }

  names(): readonly string[] {
    return Object.keys(this.#members ?? {});
  }

  refuse(name: string, code: Issue['code'], text: string): undefined {
    // Of what is no object, only that is said.
    if (this.#members) this.#add(code, this.#at(name), text);
    return undefined;
  }

  text(name: string, test: Test, rule: string): string | undefined {
    const value = this.get(name) ?? undefined;
    if (typeof value === 'string' && passes(test, value)) return value;
    return this.refuse(name, value === undefined ? 'required' : 'value', missingOr(value, rule));
  }

  optionalText(name: string, test: Test, rule: string): string | undefined {
    return this.has(name) ? this.text(name, test, rule) : undefined;
  }

  number(name: string): void {
    const value = this.get(name) ?? undefined;
    if (typeof value !== 'number') this.refuse(name, value === undefined ? 'required' : 'value', missingOr(value, 'must be a number'));
  }

  object(name: string): Members {
    return new Members(this.get(name) ?? undefined, this.#at(name), this.#members ? this.#issues : []);
  }

  optionalObject(name: string): Members | undefined {
    return this.has(name) ? this.object(name) : undefined;
  }

  /** An array of objects; what is none is noted. */
  objects(name: string): readonly Members[] {
    const value = this.get(name) ?? undefined;
    if (Array.isArray(value)) return value.map((each: unknown, i) => new Members(each ?? null, `${this.#at(name)}[${i}]`, this.#issues));
    this.refuse(name, value === undefined ? 'required' : 'structure', missingOr(value, 'must be an array'));
    return [];
  }

  /** At least one. */
  texts(name: string, test: Test, rule: string): readonly string[] {
    const value = this.get(name) ?? undefined;
    if (!Array.isArray(value) || value.length === 0) {
      this.refuse(name, value === undefined ? 'required' : 'structure', missingOr(value, 'must be an array with an order'));
      return [];
    }
    return value.flatMap((each: unknown, i) => {
      if (typeof each === 'string' && passes(test, each)) return [each];
      this.refuse(`${name}[${i}]`, 'value', rule);
      return [];
    });
  }

  /** Whether there or not: each a resource. */
  resources(name: string): void {
    const value = this.get(name) ?? [];
    if (!Array.isArray(value)) this.refuse(name, 'structure', 'must be an array');
    else for (const [i, each] of value.entries()) if (!isResource(each)) this.refuse(`${name}[${i}]`, 'structure', NO_RESOURCE);
  }

  resource(): readonly Placed[] {
    const value: unknown = this.#members;
    if (isResource(value)) return [{ resource: value, place: this.#path }];
    if (this.#members) this.#add('structure', this.#path, NO_RESOURCE);
    return [];
  }

  /** The resources of a Bundle, whatever its kind: the standard's own examples name none. */
  bundle(): readonly Placed[] | undefined {
    if (!this.#members) return undefined;
    if (this.get('resourceType') !== 'Bundle') return this.refuse('resourceType', 'value', 'must be Bundle');
    const entries = this.get('entry') ?? [];
    if (!Array.isArray(entries)) return this.refuse('entry', 'structure', 'must be an array');
    return entries.flatMap((entry: unknown, i): Placed[] => {
      const resource = isObject(entry) ? entry.resource : undefined;
      const place = `entry[${i}].resource`;
      if (isResource(resource)) return [{ resource, place: this.#at(place) }];
      this.refuse(place, 'structure', NO_RESOURCE);
      return [];
    });
  }

  #at(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  #add(code: Issue['code'], expression: string, text: string): void {
    this.#issues.push({ severity: 'error', code, expression, text });
  }
}

const NO_RESOURCE = 'must be a FHIR resource';

const passes = (test: Test, text: string): boolean => (test instanceof RegExp ? test.test(text) : test(text));
const missingOr = (value: unknown, rule: string): string => (value === undefined ? 'is missing' : rule);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isResource = (value: unknown): value is Resource => isObject(value) && typeof value.resourceType === 'string';
