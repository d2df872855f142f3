/** From a Claim to all that its judgement reads, fetched from the Claim's own server; what could not be fetched is said in notes. */
import type { Bundle, Claim, Identifier, Patient, Reference, Resource } from '@medplum/fhirtypes';
import { DEFAULT_PARAMETERS } from '../../src/policy/parameters.ts';
import { DAY_MS, type Instant } from '../../src/time/civil-date.ts';
import { around, billedWindow, isReadable, observedWindow, stretchOf, touches } from './care-window.ts';
import { type Collected, createCollected, keyOf } from './collected.ts';
import { OBSERVATIONS, OF_ANY_DATE, patientElement } from './evidence-types.ts';
import type { FhirServer } from './fhir-server.ts';
import { createFollow } from './follow-references.ts';
import { gatherAdministrations, type Widening } from './gather-administrations.ts';
import { type Place, placeOf } from './local-reference.ts';
import { createPatientSearch } from './patient-search.ts';

export interface GatherOptions {
  readonly asOf: Instant;
  /** Of the policy that judges, where it is known. */
  readonly parameters?: Widening;
}

export interface GatheredEvidence {
  /** A collection: the claim first, the others by type and id. */
  readonly bundle: Bundle;
  /** In plain words, without anything of the patient. */
  readonly notes: readonly string[];
}

/** Rejects with the server's FhirServerError when it fails for the moment: a claim is not judged on half of its record. */
export async function gatherEvidence(
  server: FhirServer,
  claim: Claim,
  { asOf, parameters = DEFAULT_PARAMETERS }: GatherOptions,
): Promise<GatheredEvidence> {
  const collected = createCollected(claim);
  // What cannot be read is answered as such; nothing of the record changes that.
  if (!isReadable(claim)) return answer(server, claim, collected);
  const place = placeOf(claim.patient, server.baseUrl) ?? (await findPatient(server, claim, collected));
  const isPatients = patientTest(server, claim, place, collected);
  const follow = createFollow(server, collected, takeFollowed);

  function take(resource: Resource): void {
    const about = patientElement(resource);
    if (!about || isPatients(about.reference)) collected.add(resource);
    else collected.note(`The server gave a ${resource.resourceType} of another patient: it was left out.`);
  }

  /** A Coverage of someone else, named by the claim, is for the judgement to see (rule coverage-beneficiary-matches). */
  function takeFollowed(resource: Resource): void {
    if (resource.resourceType === 'Coverage' || patientElement(resource)?.reference === undefined) collected.add(resource);
    else take(resource);
  }

  await follow();
  if (place?.isHere && !collected.has(place.key)) collected.note('The patient could not be read.');
  if (!place) collected.note('The claim does not say which patient of this server it is for: only what it names was fetched.');
  else {
    const statement = await server.capabilities();
    const patient = place.isHere ? place.key : encodeURIComponent(place.key);
    const search = createPatientSearch({ server, statement, patient, collected, take });
    const billed = billedWindow(claim);
    const documented = billed && around(billed, DAY_MS);
    await search([
      ...OF_ANY_DATE.map((evidence) => ({ evidence })),
      ...(documented ? [{ evidence: OBSERVATIONS, stretch: stretchOf(documented) }] : []),
    ]);
    for (const observation of collected.ofType('Observation')) {
      const observed = observedWindow(observation);
      if (documented && observed && !touches(observed, documented)) collected.remove(observation);
    }
    await gatherAdministrations({ claim, asOf, collected, parameters, search });
    await follow();
  }
  return answer(server, claim, collected);
}

/** A claim may name its patient by an identifier alone. */
async function findPatient(server: FhirServer, { patient }: Claim, collected: Collected): Promise<Place | undefined> {
  const { system, value } = patient?.identifier ?? {};
  if (patient?.reference !== undefined || value === undefined) return undefined;
  const [found] = await server.getAll([`Patient?identifier=${encodeURIComponent(`${system ?? ''}|${value}`)}`]);
  const entries = found?.ok && found.resource.resourceType === 'Bundle' ? (found.resource.entry ?? []) : [];
  const patients = entries.flatMap(({ resource }) =>
    resource?.resourceType === 'Patient' && resource.id !== undefined && hasIdentifier(resource, { system, value }) ? [resource] : [],
  );
  const [one] = patients;
  if (!one || patients.length > 1) return undefined;
  collected.add(one);
  return { isHere: true, key: keyOf(one) };
}

/** By address, else by an identifier of the patient; never by a display. */
function patientTest({ baseUrl }: FhirServer, claim: Claim, place: Place | undefined, collected: Collected) {
  return (reference: Reference | undefined): boolean => {
    const other = placeOf(reference, baseUrl);
    if (other) return other.key === place?.key;
    const named = reference?.identifier;
    if (reference?.reference !== undefined || named?.value === undefined) return false;
    const patient = place && collected.get(place.key);
    return isSame(claim.patient?.identifier, named) || (patient?.resourceType === 'Patient' && hasIdentifier(patient, named));
  };
}

type Named = { readonly system?: string | undefined; readonly value?: string | undefined };

const isSame = (a: Identifier | undefined, b: Named): boolean => a?.value !== undefined && a.value === b.value && a.system === b.system;
const hasIdentifier = ({ identifier }: Patient, named: Named): boolean =>
  Array.isArray(identifier) && identifier.some((each) => isSame(each, named));

function answer({ baseUrl }: FhirServer, claim: Claim, collected: Collected): GatheredEvidence {
  const entry = [claim, ...collected.all().filter((resource) => resource !== claim)].map((resource) =>
    resource.id === undefined ? { resource } : { fullUrl: `${baseUrl}/${keyOf(resource)}`, resource },
  );
  return { bundle: { resourceType: 'Bundle', type: 'collection', entry }, notes: collected.notes() };
}
