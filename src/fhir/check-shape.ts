/** Compares what was sent with the shapes of what we read, and names every problem with its FHIRPath; never a value, which may be a patient's. */
import type { Issue } from '../issue.ts';
import { parseFhirTime } from '../time/fhir-time.ts';
import { checkBeyondTypes } from './check-beyond-types.ts';
import { add, isObject, type JsonObject } from './json.ts';
import { ANY_RESOURCE, type Kind, SHAPES, type Shape } from './shapes.ts';

interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly kind: Kind;
}

const membersByShape = new WeakMap<Shape, readonly Member[]>();

function membersOf(shape: Shape): readonly Member[] {
  const known = membersByShape.get(shape);
  if (known) return known;
  const members = Object.entries(shape).map(([key, kind]) => ({ name: key.replace(/!$/, ''), required: key.endsWith('!'), kind }));
  membersByShape.set(shape, members);
  return members;
}

/** Adds the issues of a resource, its contained resources included. */
export function checkResource(resource: JsonObject, path: string, issues: Issue[]): void {
  const { resourceType } = resource;
  if (!conforms(resource, ANY_RESOURCE)) checkObject(resource, ANY_RESOURCE, path, issues);
  const shape = typeof resourceType === 'string' ? shapeOf(resourceType) : undefined;
  if (shape) {
    if (!conforms(resource, shape)) checkObject(resource, shape, path, issues);
    checkBeyondTypes(resource, path, issues);
  }
  const contained: unknown = resource.contained ?? [];
  if (!Array.isArray(contained)) add(issues, 'structure', `${path}.contained`, 'must be an array');
  else checkContained(contained, path, issues);
}

function checkContained(contained: readonly unknown[], path: string, issues: Issue[]): void {
  for (const [i, inner] of contained.entries()) {
    const at = `${path}.contained[${i}]`;
    if (!isObject(inner)) add(issues, 'structure', at, 'must be a resource');
    else if (inner.contained !== undefined)
      add(issues, 'structure', `${at}.contained`, 'must not be there: contained resources contain none');
    else checkResource(inner, at, issues);
  }
}

function shapeOf(resourceType: string): Shape | undefined {
  return Object.hasOwn(SHAPES, resourceType) ? SHAPES[resourceType] : undefined;
}

function checkObject(value: JsonObject, shape: Shape, path: string, issues: Issue[]): void {
  for (const { name, required, kind } of membersOf(shape)) {
    const member = value[name];
    if (member !== undefined) {
      if (!conforms(member, kind)) explain(member, kind, `${path}.${name}`, issues);
    } else if (required) add(issues, 'required', `${path}.${name}`, 'is missing');
  }
}

type Test = (value: unknown) => boolean;

const tests = new Map<Kind, Test>();

/** The quick answer, without a path, that nearly always is yes. */
const conforms = (value: unknown, kind: Kind): boolean => testOf(kind)(value);

/** A test made once for each kind: it runs for each element of each resource, so nothing is looked up then. */
function testOf(kind: Kind): Test {
  const known = tests.get(kind);
  if (known) return known;
  const made = makeTest(kind);
  tests.set(kind, made);
  return made;
}

function makeTest(kind: Kind): Test {
  if (kind === 'string') return (value) => typeof value === 'string';
  if (kind === 'number') return (value) => Number.isFinite(value);
  if (kind === 'boolean') return (value) => typeof value === 'boolean';
  if (kind === 'time') return (value) => typeof value === 'string' && parseFhirTime(value) !== undefined;
  if (kind instanceof Set) return (value) => typeof value === 'string' && kind.has(value);
  if (Array.isArray(kind)) {
    const test = testOf(kind[0]);
    return (value) => Array.isArray(value) && value.every(test);
  }
  return objectTest(membersOf(kind as Shape));
}

function objectTest(members: readonly Member[]): Test {
  const parts = members.map(({ name, required, kind }) => ({ name, required, test: testOf(kind) }));
  return (value) => {
    if (!isObject(value)) return false;
    for (const { name, required, test } of parts) {
      const member = value[name];
      if (member === undefined ? required : !test(member)) return false;
    }
    return true;
  };
}

/** The slow answer: every problem inside a value that does not conform. */
function explain(value: unknown, kind: Kind, path: string, issues: Issue[]): void {
  if (value === null) add(issues, 'structure', path, 'must not be null');
  else if (Array.isArray(kind)) {
    if (!Array.isArray(value)) add(issues, 'structure', path, 'must be an array');
    else for (const [i, element] of value.entries()) if (!conforms(element, kind[0])) explain(element, kind[0], `${path}[${i}]`, issues);
  } else if (typeof kind === 'string' || kind instanceof Set) explainScalar(value, kind, path, issues);
  else if (!isObject(value)) add(issues, 'structure', path, 'must be an object');
  else checkObject(value, kind as Shape, path, issues);
}

function explainScalar(value: unknown, kind: string | ReadonlySet<string>, path: string, issues: Issue[]): void {
  if (kind === 'number') add(issues, 'structure', path, 'must be a number of ordinary size');
  else if (kind === 'boolean') add(issues, 'structure', path, 'must be a boolean');
  else if (typeof value !== 'string') add(issues, 'structure', path, 'must be a string');
  else if (kind === 'time') add(issues, 'value', path, timeProblem(value));
  else if (kind instanceof Set) add(issues, 'code-invalid', path, `must be one of ${[...kind].join(', ')}`);
}

function timeProblem(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text))
    return 'is a time without an offset from UTC: add Z or, for example, -06:00';
  return 'is not a date or time of FHIR that exists: YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with Z or an offset';
}
