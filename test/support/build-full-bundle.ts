/** A valid record in which every element that is read is there: by hand what belongs together, the rest filled in from the shapes. */
import { type Kind, SHAPES, type Shape } from '../../src/fhir/shapes.ts';
import { claim, coded, coverage, HCPCS, infusion, type Json, PATIENT, patient, perDiemItem, reading, stay } from './build-record.ts';

/** One of each choice[x]: the other stands on another resource of the type. */
const CHOICES: readonly (readonly string[])[] = [
  ['effectivePeriod', 'effectiveDateTime'],
  ['medicationCodeableConcept', 'medicationReference'],
];

const to = (reference: string) => ({ reference });

const WRITTEN: readonly Json[] = [
  patient({ name: [{ family: 'Roe', given: ['Jane'] }], birthDate: '1950-01-01' }),
  coverage({ payor: [to('Organization/payer')], period: { start: '2025-01-01', end: '2025-12-31' } }),
  claim({
    facility: to('Location/l1'),
    insurer: to('Organization/payer'),
    related: [{ claim: to('Claim/c0'), relationship: coded(undefined, 'prior') }],
    insurance: [{ sequence: 1, focal: true, coverage: to('Coverage/v1'), preAuthRef: ['PA-1'], businessArrangement: 'b' }],
    item: [
      perDiemItem(1, '2025-03-01', '2025-03-10', 10, { unitPrice: { value: 100, currency: 'USD' }, net: { value: 1000, currency: 'USD' } }),
      { sequence: 2, productOrService: coded(HCPCS, 'A4222'), servicedDate: '2025-03-03', locationReference: to('Location/l1') },
    ],
    total: { value: 1000, currency: 'USD' },
  }),
  infusion('a1', '2025-03-02T00:00:00Z', '2025-03-05T00:00:00Z', {
    context: to('Encounter/e2'),
    device: [to('Device/pump')],
    note: [{ text: 'ran well' }],
  }),
  reading('a2', '2025-03-06T00:00:00Z', 5, { medicationCodeableConcept: undefined, medicationReference: to('Medication/m1') }),
  reading('a3', '2025-03-06T01:00:00Z', 5, {
    medicationCodeableConcept: undefined,
    medicationReference: to('#bag'),
    contained: [{ resourceType: 'Medication', id: 'bag', ingredient: [{ itemReference: to('Substance/s1') }] }],
  }),
  stay('e1', '2025-03-08', '2025-03-09'),
  stay('e2', '2025-03-02', '2025-03-02', { class: { code: 'HH' } }),
  { resourceType: 'Medication', id: 'm1', code: { text: 'morphine' }, ingredient: [{ itemReference: to('Substance/s1') }] },
  { resourceType: 'Organization', id: 'payer', name: 'Acme Health Plan' },
  { resourceType: 'ExplanationOfBenefit', id: 'x1', status: 'active', use: 'claim', patient: PATIENT, claim: to('Claim/other') },
  { resourceType: 'ClaimResponse', id: 'r1', status: 'active', use: 'claim', patient: PATIENT, request: to('Claim/other') },
  { resourceType: 'Provenance', id: 'stranger', recorded: '2025-03-01T00:00:00Z', target: [to('Claim/c1')] },
];

const IDS: Readonly<Record<string, string>> = { Location: 'l1', Device: 'pump', Substance: 's1' };

/** The Bundle; a resource of each type that is read, every element of its shape in it. */
export function fullBundle(): Json {
  const types = new Set(WRITTEN.map(({ resourceType }) => resourceType));
  const others = Object.keys(SHAPES)
    .filter((type) => !types.has(type))
    .map((resourceType) => ({ resourceType, id: IDS[resourceType] ?? 'o1', subject: PATIENT, patient: PATIENT }));
  const resources = [...WRITTEN, ...others].map((resource) => completed(resource, SHAPES[String(resource.resourceType)] ?? {}));
  const entry = resources.map((resource) => ({ fullUrl: `https://example.org/fhir/${resource.resourceType}/${resource.id}`, resource }));
  return JSON.parse(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
}

/** The object with what the shape has more, all the way down. */
function completed(written: Json, shape: Shape): Json {
  const result = { ...written };
  for (const [key, kind] of Object.entries(shape)) {
    const name = key.replace(/!$/, '');
    const isOtherChoice = CHOICES.some(
      (choice) => choice.includes(name) && choice.some((each) => each !== name && written[each] !== undefined),
    );
    if (!isOtherChoice) result[name] = completedValue(written[name], kind, name);
  }
  return result;
}

function completedValue(written: unknown, kind: Kind, name: string): unknown {
  if (Array.isArray(kind)) {
    const list = Array.isArray(written) && written.length > 0 ? written : [undefined];
    return list.map((element) => completedValue(element, kind[0], name));
  }
  if (typeof kind === 'object' && !(kind instanceof Set)) return completed((written ?? {}) as Json, kind as Shape);
  return written ?? sampleOf(kind as string | ReadonlySet<string>, name);
}

function sampleOf(kind: string | ReadonlySet<string>, name: string): unknown {
  if (kind instanceof Set) return [...kind][0];
  if (kind === 'number') return 1;
  if (kind === 'boolean') return false;
  if (kind === 'time') return '2025-03-04';
  // A currency, a Reference's type: codes of required bindings.
  return name === 'currency' ? 'USD' : name === 'type' ? 'Organization' : 'x';
}

/** A member of a JSON value: where it stands as FHIRPath, what it is, and the whole with something else in its place. */
export interface Member {
  readonly path: string;
  readonly value: unknown;
  replacedBy(value: unknown): unknown;
}

/** Every member and element of a value, at any depth. */
export function membersOf(root: unknown, path: string): Member[] {
  return walk(root, path, (value) => value);
}

function walk(value: unknown, path: string, rebuild: (value: unknown) => unknown): Member[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys: readonly (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => {
    const inner = (value as Record<string | number, unknown>)[key];
    const at = typeof key === 'number' ? `${path}[${key}]` : `${path}.${key}`;
    const replacedBy = (other: unknown) => rebuild(Array.isArray(value) ? value.with(key as number, other) : { ...value, [key]: other });
    return [{ path: at, value: inner, replacedBy }, ...walk(inner, at, replacedBy)];
  });
}
