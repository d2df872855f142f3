/** What an example gives → a FHIR R4 Bundle, as a home infusion system would send it. The same example gives the same bytes. */
import type { Bundle } from '@medplum/fhirtypes';
import { claimOf, coverageOf, facilityOf, resultOf } from './example-claims.ts';
import type { Given, GivenClaim } from './example-given.ts';
import { type Json, laidOver } from './example-kinds.ts';
import { authorizationOf, benefitOf } from './example-limits.ts';
import { BASE, home, stated, timeZone } from './example-resources.ts';
import { therapyOf } from './example-therapy.ts';
import { fhirTime } from './example-time.ts';

/** The zone in which the example's clock times are told. */
export const zoneOf = ({ patient, timeZone: caller }: Given): string | undefined => {
  const zone = patient?.timeZone ?? caller;
  return zone === undefined ? undefined : String(zone);
};

export function toBundle(given: Given): Bundle {
  const zone = zoneOf(given);
  const claims = [given.claim ?? {}, ...(given.otherClaims ?? [])];
  const resources = [
    ...patientsOf(given, claims, zone),
    ...providersOf(claims),
    ...(given.coverage ? coverageOf(given.coverage, 'cov1') : []),
    ...(given.otherCoverages ?? []).flatMap((each, i) => coverageOf(each, String(each.id ?? `cov${i + 2}`))),
    ...claims.flatMap((claim) => claimResources(claim, given)),
    ...(given.authorizations ?? []).map((each, i) => authorizationOf(each, `authorization${i + 1}`)),
    ...(given.benefit ? [benefitOf(given.benefit)] : []),
    ...therapyOf(given, zone),
  ];
  const entry = patched(resources, given.fhir).map((resource) => ({
    fullUrl: `${BASE}/${resource.resourceType}/${resource.id}`,
    resource,
  }));
  return { resourceType: 'Bundle', type: 'collection', entry } as unknown as Bundle;
}

function patientsOf(given: Given, claims: readonly GivenClaim[], zone: string | undefined): Json[] {
  const { born, died, gender, state, timeZone: own, identifier } = given.patient ?? {};
  const patient = stated({
    resourceType: 'Patient',
    id: 'p1',
    extension: timeZone(own),
    identifier: identifier === undefined ? undefined : [{ system: 'https://example.org/members', value: String(identifier) }],
    gender,
    birthDate: born,
    ...(typeof died === 'boolean'
      ? { deceasedBoolean: died }
      : { deceasedDateTime: died === undefined ? undefined : fhirTime(String(died), zone) }),
    address: state === undefined ? undefined : [home(state)],
  });
  const coverages = [given.coverage, ...(given.otherCoverages ?? [])];
  const infusions = [...(given.infusions ?? []), ...(given.readings ?? [])];
  const named = [
    ...claims.map(({ patient: id }) => id),
    ...coverages.map((coverage) => coverage?.beneficiary),
    ...infusions.map((one) => (typeof one === 'object' ? one.patient : undefined)),
  ].flatMap((id) => (id === undefined || id === 'p1' ? [] : [String(id)]));
  return [patient, ...[...new Set(named)].map((id) => ({ resourceType: 'Patient', id }))];
}

function providersOf(claims: readonly GivenClaim[]): Json[] {
  const ids = new Set(claims.map(({ provider }) => String(provider ?? 'home-infusion')));
  return [...ids].map((id) => ({ resourceType: 'Organization', id, name: id.replaceAll('-', ' ') }));
}

function claimResources(given: GivenClaim, { otherCoverages = [] }: Given): Json[] {
  const claim = claimOf(given, otherCoverages);
  return [
    ...(given.isSent === false ? [] : [claim, ...facilityOf(given)]),
    ...(given.result ? [resultOf(given.result, given, claim)] : []),
  ];
}

/** Raw FHIR for odd cases: resources more, less, or changed. */
function patched(resources: readonly Json[], { add = [], patch = {}, remove = [] }: NonNullable<Given['fhir']> = {}): Json[] {
  const labelOf = ({ resourceType, id }: Json): string => `${resourceType}/${id}`;
  const all = [...resources, ...add];
  for (const label of [...Object.keys(patch), ...remove.map(String)])
    if (!all.some((each) => labelOf(each) === label)) throw new Error(`fhir: there is no ${label}`);
  return all
    .filter((each) => !remove.includes(labelOf(each)))
    .map((each) => laidOver(each, patch[labelOf(each)] ?? {}, `fhir.patch.${labelOf(each)}`) as Json);
}
