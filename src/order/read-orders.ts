/** What a hook was called with → the home pain infusion that it is about, if it is about one. */
import type { Encounter, Patient, Reference, Resource } from '@medplum/fhirtypes';
import { readCareZone } from '../fhir/care-zone.ts';
import { medicationReader } from '../fhir/read-medication.ts';
import { readOrders as readMedicationOrders } from '../fhir/read-orders.ts';
import { type Entry, lastTwoSegments, type PatientRecord, type Resolver, resolverOf } from '../fhir/record.ts';
import { choosePolicy } from '../policy/choose-policy.ts';
import { payerKind } from '../policy/payer-kind.ts';
import { BASELINE, type Policy, parametersOn } from '../policy/policy.ts';
import type { Instant } from '../time/civil-date.ts';
import type { Hook } from './advice.ts';
import { chooseCoverage } from './choose-coverage.ts';
import { casesInScope, type OrderReading } from './in-scope.ts';
import { together } from './read-delivery.ts';
import { readAlternatives, readPerDiemAuthorizations } from './read-evidence.ts';
import { startOf } from './start-of.ts';
import type { OrderCase, OrderResource, Setting, Therapy } from './therapy.ts';

export interface OrderRequest {
  readonly hook: Hook;
  /** The orders of the context: draft ones, or those that are dispatched. Empty for encounter-discharge. */
  readonly drafts: readonly Resource[];
  /** What was prefetched, all of it R4 as the caller has checked. */
  readonly evidence: readonly Resource[];
  /** `context.patientId`, with or without its type. */
  readonly patient: string;
  readonly asOf: Instant;
}

export interface OrderOptions {
  readonly policies: readonly Policy[];
  /** Id of the policy; without it the one that is meant for the payor, else baseline. */
  readonly policy?: string;
  readonly timeZone?: string;
}

/** Undefined when none of the orders is for a pain infusion at home. Throws when a policy is named that does not exist. */
export function readOrders(request: OrderRequest, options: OrderOptions): Therapy | undefined {
  const resolver = resolverOf(recordOf(request));
  const isPatients = patientTest(request.patient);
  const patient = resolver.ofType('Patient').find(({ resource }) => isPatients({ reference: `Patient/${resource.id}` }))?.resource;
  const { zone } = readCareZone(options.timeZone, patient as Patient | undefined, undefined, undefined);
  const reading: OrderReading = {
    resolver,
    zone,
    medications: medicationReader(resolver),
    encounters: resolver.ofType('Encounter').map(({ resource }) => resource as Encounter),
  };

  const candidates = ordersOf(request, resolver).filter(({ resource }) => isPatients(resource.subject));
  const coverage = chooseCoverage(candidates, resolver, zone, isPatients, zone.dateOf(request.asOf));
  const policy = choosePolicy(options.policies, options.policy, coverage?.payors ?? { identifiers: [], names: [] });
  if (!policy) throw new Error(`no policy ${options.policy}`);
  const today = zone.dateOf(request.asOf);
  const start = startOf(
    candidates.map(({ resource }) => resource),
    today,
    zone,
  );
  const parameters = parametersOn(policy, start);

  const orders = casesInScope(candidates, reading, parameters);
  if (orders.length === 0) return undefined;
  const onRecord = resolver.ofType('MedicationRequest').filter(({ resource }) => isPatients(resource.subject));
  const medicationOrders = readMedicationOrders(onRecord, reading.medications, zone);
  const delivery = together(orders.flatMap((order) => order.delivery ?? []));
  const setting = settingOf(orders);
  const payer = coverage && payerKind(coverage);
  return {
    hook: request.hook,
    orders,
    ...(delivery && { delivery }),
    ...(setting && { setting }),
    hasDrugOrder:
      orders.some(({ namesDrug }) => namesDrug) || medicationOrders.some((each) => each.isForInfusion && each.isInForce && each.hasDose),
    ...(coverage && { coverage }),
    ...(payer && { payer }),
    parameters,
    policyTitle: policy.title,
    isPayersPolicy: policy.id !== BASELINE.id,
    today,
    start,
    authorizations: readPerDiemAuthorizations(resolver, zone, isPatients),
    ...readAlternatives(resolver, isPatients, medicationOrders, candidates, today),
  };
}

/** An order of the context stands before what is on record under the same name. */
function recordOf({ drafts, evidence }: OrderRequest): PatientRecord {
  const named = new Set<string>();
  const entries: Entry[] = [];
  for (const [i, resource] of [...drafts, ...evidence].entries()) {
    const name = resource.id === undefined ? `resource ${i}` : `${resource.resourceType}/${resource.id}`;
    if (named.has(name)) continue;
    named.add(name);
    entries.push({ resource, path: name });
  }
  return { entries, notes: [] };
}

const LIVE: ReadonlySet<string> = new Set(['draft', 'active', 'on-hold']);
const NOT_ORDERED: ReadonlySet<string> = new Set(['proposal', 'plan', 'option']);

/** Those of the context; at discharge, when it names none, those on record that are live. */
function ordersOf({ hook, drafts }: OrderRequest, resolver: Resolver): Entry<OrderResource>[] {
  const all: readonly Entry<OrderResource>[] = [
    ...resolver.ofType('MedicationRequest'),
    ...resolver.ofType('ServiceRequest'),
    ...resolver.ofType('DeviceRequest'),
  ];
  const places = new Map(drafts.map((draft, i) => [draft, i]));
  const placeOf = ({ resource }: Entry): number => places.get(resource) ?? 0;
  const isAsked = ({ resource }: Entry): boolean => (hook === 'encounter-discharge' && drafts.length === 0) || places.has(resource);
  return all
    .filter((entry) => isAsked(entry) && LIVE.has(entry.resource.status ?? 'draft') && !NOT_ORDERED.has(entry.resource.intent ?? ''))
    .toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Nobody else's: a reference that names another patient. Servers have a patient under one id, whatever base they write before it. */
function patientTest(patient: string): (reference: Reference | undefined) => boolean {
  const wanted = lastTwoSegments(patient) ?? `Patient/${patient}`;
  return (reference) => reference?.reference === undefined || lastTwoSegments(reference.reference) === wanted;
}

/** One place that is no home outweighs what the others say. */
function settingOf(orders: readonly OrderCase[]): Setting | undefined {
  const settings = orders.flatMap(({ setting }) => setting ?? []);
  return settings.find(({ isHome }) => !isHome) ?? settings[0];
}
