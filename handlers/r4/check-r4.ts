/**
 * What was sent, held against R4: structure, cardinality, types and invariants by Medplum's `validateResource`; required bindings and what
 * else it passes over by `check-elements.ts`. Resources of types that we do not read are left alone.
 */
import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import type { Issue } from '../../src/issue.ts';
import { checkElements, LONG_TEXT } from './check-elements.ts';
import { knowsType } from './definitions.ts';
import { issueOf } from './issue-of.ts';
import { isWalkable } from './walkable.ts';

type Json = Readonly<Record<string, unknown>>;

/** Every departure of a Claim, Bundle or Parameters at once, each with its place and never with a value. Never throws. */
export function checkR4(json: unknown): readonly Issue[] {
  const issues: Issue[] = [];
  if (isObject(json) && typeof json.resourceType === 'string' && ['Claim', 'Bundle', 'Parameters'].includes(json.resourceType))
    check(json, json.resourceType, issues);
  return issues;
}

/** Every departure of one resource, as a hook is sent them. Never throws. */
export function checkResource(resource: unknown, path: string): readonly Issue[] {
  const issues: Issue[] = [];
  if (isObject(resource)) check(resource, path, issues);
  return issues;
}

/** Read by the hooks alone. Beside a claim nothing is read of them, so that what is wrong with them does no harm. */
const ONLY_OF_HOOKS: ReadonlySet<unknown> = new Set(['ServiceRequest', 'DeviceRequest']);

function check(resource: Json, path: string, issues: Issue[]): void {
  const { resourceType } = resource;
  if (!knowsType(resourceType)) return;
  if (typeof resource.id === 'string' && !ID.test(resource.id))
    issues.push({ severity: 'error', code: 'value', expression: `${path}.id`, text: 'is not a valid id' });
  const alone = withoutInner(resource);
  const own: Issue[] = [];
  checkElements(alone, resourceType, path, own);
  if (!isWalkable(alone)) issues.push({ severity: 'error', code: 'structure', expression: path, text: STRANGE });
  // A long text in place of an object gives Medplum an issue for each of its characters.
  else if (!own.some(({ text }) => text === LONG_TEXT)) addAll(structureOf(alone, resourceType, path), issues);
  addAll(own, issues);
  for (const { inner, at } of innerOf(resource)) if (!ONLY_OF_HOOKS.has(inner.resourceType)) check(inner, `${path}.${at}`, issues);
}

const STRANGE = 'has a property that R4 does not have';

/** More than anybody mends at once. */
const MOST_ISSUES = 1000;

function addAll(more: readonly Issue[], issues: Issue[]): void {
  for (const issue of more.slice(0, Math.max(0, MOST_ISSUES - issues.length))) issues.push(issue);
}

/** R4's `id`; its definition of Resource.id says string. */
const ID = /^[A-Za-z0-9\-.]{1,64}$/;

function structureOf(resource: Json, type: string, path: string): Issue[] {
  return reportOf(resource)
    .filter((issue) => isError(issue) && !isOfHttp(issue, resource))
    .map((issue) => issueOf(issue, type, path));
}

/** `validateResource` gives warnings back, and throws errors with them. */
function reportOf(resource: Json): readonly OperationOutcomeIssue[] {
  try {
    return validateResource(resource as unknown as Resource);
  } catch (error) {
    // What it cannot even walk is no R4 either.
    return error instanceof OperationOutcomeError ? error.outcome.issue : [{ severity: 'error', code: 'structure' }];
  }
}

/** Of its warnings, only the one about a reference whose type is plain and not allowed. */
const isError = ({ severity, details }: OperationOutcomeIssue): boolean =>
  severity === 'error' || severity === 'fatal' || /^Invalid reference: got "[A-Z][A-Za-z]*"/.test(details?.text ?? '');

/** bdl-3 wants a request in each entry of a batch: of one that is sent to be executed, entry by entry. To an operation it is only a list. */
const isOfHttp = ({ details }: OperationOutcomeIssue, { resourceType, type }: Json): boolean =>
  resourceType === 'Bundle' && type === 'batch' && /^Constraint bdl-3 /.test(details?.text ?? '');

interface Inner {
  readonly inner: Json;
  readonly at: string;
}

/** The resources of a Bundle or of Parameters, which are checked one by one: one of an unknown type must not end the check of the rest. */
function innerOf({ resourceType, entry, parameter }: Json): Inner[] {
  const [name, list] = resourceType === 'Bundle' ? ['entry', entry] : ['parameter', resourceType === 'Parameters' ? parameter : undefined];
  if (!Array.isArray(list)) return [];
  return list.flatMap((element: unknown, i) =>
    isObject(element) && isObject(element.resource) ? [{ inner: element.resource, at: `${name}[${i}].resource` }] : [],
  );
}

/** The resource with others in it stood for, so that invariants which ask whether they are there, and of which version, still can. */
function withoutInner(resource: Json): Json {
  const { resourceType, entry, parameter, contained } = resource;
  if (resourceType === 'Bundle' && Array.isArray(entry)) return { ...resource, entry: entry.map(stoodFor) };
  if (resourceType === 'Parameters' && Array.isArray(parameter)) return { ...resource, parameter: parameter.map(stoodFor) };
  if (!Array.isArray(contained)) return resource;
  const known = contained.filter((each) => !isObject(each) || knowsType(each.resourceType));
  if (known.length === contained.length) return resource;
  const { contained: _contained, ...rest } = resource;
  return known.length === 0 ? rest : { ...rest, contained: known };
}

/** The one type that has no element that must be there. */
const STAND_IN = 'Parameters';

function stoodFor(element: unknown): unknown {
  if (!isObject(element) || !isObject(element.resource)) return element;
  const { meta } = element.resource;
  knowsType(STAND_IN);
  const versionId = isObject(meta) && typeof meta.versionId === 'string' && meta.versionId !== '' ? meta.versionId : undefined;
  return { ...element, resource: { resourceType: STAND_IN, ...(versionId === undefined ? {} : { meta: { versionId } }) } };
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
