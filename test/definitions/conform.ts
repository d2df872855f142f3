/** A small checker of answers against our own StructureDefinitions and CodeSystems: neither validator of the gate looks at extensions. */
import type { CodeSystem, ElementDefinition, Extension, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { definitionsAt } from './all.ts';

export interface Checked {
  readonly problems: string[];
  /** Ids of the elements that were there: `day-ledger`, `day-ledger.reason`; with the type of a value, `day-ledger.evidence:Reference`. */
  readonly seen: Set<string>;
}

interface Known {
  readonly base: string;
  readonly structures: ReadonlyMap<string, StructureDefinition>;
  readonly codes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly valueSets: ReadonlyMap<string, ValueSet>;
}

/** Everything below a resource that has a URL of ours: its definition, its place, how often, what it carries, and its codes. */
export function createChecker(base: string): (resource: object) => Checked {
  const all = definitionsAt(base);
  const ofType = <Type extends { url?: string }>(type: string) =>
    new Map(all.flatMap((each) => (each.resourceType === type && each.url ? [[each.url, each as unknown as Type] as const] : [])));
  const codes = [...ofType<CodeSystem>('CodeSystem')].map(
    ([url, { concept = [] }]) => [url, new Set(concept.map(({ code = '' }) => code))] as const,
  );
  const known: Known = { base, structures: ofType('StructureDefinition'), codes: new Map(codes), valueSets: ofType('ValueSet') };
  return (resource) => {
    const checked: Checked = { problems: [], seen: new Set() };
    walk(resource, '', known, checked);
    return checked;
  };
}

function walk(value: unknown, path: string, known: Known, checked: Checked): void {
  if (Array.isArray(value)) for (const each of value) walk(each, path, known, checked);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const at = 'resourceType' in value ? String(value.resourceType) : path;
  if ('extension' in value && Array.isArray(value.extension)) checkOwn(value.extension, at, known, checked);
  if ('system' in value && 'code' in value) checkCoding(String(value.system), String(value.code), known, checked);
  for (const [key, member] of Object.entries(value)) walk(member, at === '' ? key : `${at}.${key}`, known, checked);
}

/** The extensions of ours on one element. */
function checkOwn(extensions: readonly Extension[], path: string, known: Known, { problems, seen }: Checked): void {
  const own = extensions.filter(({ url = '' }) => url.startsWith(known.base));
  for (const [url = '', group] of Map.groupBy(own, (each) => each.url)) {
    const structure = known.structures.get(url);
    if (!structure) {
      problems.push(`${url} is not defined`);
      continue;
    }
    const { id = '', context = [], snapshot } = structure;
    if (!context.some(({ expression }) => expression === path)) problems.push(`${id} stands on ${path}`);
    if (snapshot?.element?.[0]?.max === '1' && group.length > 1) problems.push(`${id} stands ${group.length} times on ${path}`);
    for (const each of group) checkContent(each, 'Extension', id, snapshot?.element ?? [], known, { problems, seen });
  }
}

function checkContent(
  given: Extension,
  id: string,
  label: string,
  elements: readonly ElementDefinition[],
  known: Known,
  checked: Checked,
): void {
  const element = (suffix: string) => elements.find((each) => each.id === `${id}.${suffix}`);
  const { url, extension = [], ...values } = given as Extension & Record<string, unknown>;
  checked.seen.add(label);
  if (url !== element('url')?.fixedUri) checked.problems.push(`${label} has the url ${url}`);
  checkValue(values, label, element('value[x]'), known, checked);
  const slices = elements.filter((each) => each.sliceName !== undefined && each.id === `${id}.extension:${each.sliceName}`);
  const isOpen = element('extension')?.max !== '0';
  for (const { sliceName = '', min = 0, max } of slices) {
    const count = extension.filter((each) => each.url === sliceName).length;
    if (count < min || (max !== '*' && count > Number(max))) checked.problems.push(`${label} has ${count} ${sliceName}`);
  }
  for (const each of extension) {
    const isKnown = isOpen && slices.some(({ sliceName }) => sliceName === each.url);
    if (isKnown) checkContent(each, `${id}.extension:${each.url}`, `${label}.${each.url}`, elements, known, checked);
    else checked.problems.push(`${label} has an undefined ${each.url}`);
  }
}

/** `value[x]` of a type that the definition allows, in the form of that type, with a code of its binding. */
function checkValue(
  values: Readonly<Record<string, unknown>>,
  label: string,
  element: ElementDefinition | undefined,
  known: Known,
  { problems, seen }: Checked,
): void {
  const given = Object.entries(values);
  if (given.length < (element?.min ?? 0) || given.length > Number(element?.max)) problems.push(`${label} has ${given.length} values`);
  for (const [key, value] of given) {
    const type = element?.type?.map(({ code = '' }) => code).find((code) => key === `value${code.charAt(0).toUpperCase()}${code.slice(1)}`);
    if (type === undefined) problems.push(`${label} has ${key}`);
    else if (!FORMS[type]?.(value)) problems.push(`${label} has ${type} ${JSON.stringify(value)}`);
    else seen.add(`${label}:${type}`);
    const set = known.valueSets.get(element?.binding?.valueSet ?? '');
    if (element?.binding && !set?.compose?.include?.some(({ system = '' }) => known.codes.get(system)?.has(String(value))))
      problems.push(`${label} has the code ${String(value)}`);
    else if (element?.binding) seen.add(`${label}=${String(value)}`);
  }
}

const FORMS: Readonly<Record<string, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  code: (value) => typeof value === 'string' && /^\S+( \S+)*$/.test(value),
  date: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
  positiveInt: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 2 ** 31 - 1,
  Reference: (value) => typeof value === 'object' && value !== null && 'reference' in value,
  string: (value) => typeof value === 'string' && /\S/.test(value),
  unsignedInt: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 2 ** 31 - 1,
};

function checkCoding(system: string, code: string, { base, codes }: Known, { problems, seen }: Checked): void {
  if (!system.startsWith(base)) return;
  if (codes.get(system)?.has(code)) seen.add(`${system.slice(base.length)}#${code}`);
  else problems.push(`${system}#${code} is not defined`);
}
