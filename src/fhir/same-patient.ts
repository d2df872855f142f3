/** 1-days.md 0, "Same patient": never by a display. */
import type { Reference } from '@medplum/fhirtypes';
import { baseOf, type Entry, identifiersOf, isAbsolute, lastTwoSegments, type Resolver, withoutVersion } from './record.ts';

/** A test whether a reference means the patient of the claim. Answers are kept by reference and server, since most administrations repeat one. */
export function isPatient(
  patient: Reference | undefined,
  claim: Entry,
  resolver: Resolver,
): (reference: Reference | undefined, from: Entry) => boolean {
  const wanted = resolver.resolve(patient, claim);
  const answers = new Map<string, boolean>();

  function isSame(reference: Reference, from: Entry): boolean {
    const found = resolver.resolve(reference, from);
    if (found && wanted) return found === wanted || found.resource === wanted.resource;
    if (reference.reference === undefined || patient?.reference === undefined) return sharesIdentifier(reference, patient, wanted);
    return !found && !wanted && isSameAddress(addressOf(reference.reference, from), addressOf(patient.reference, claim));
  }

  return (reference, from) => {
    if (!reference) return false;
    const text = reference.reference;
    if (text?.startsWith('#')) return isSame(reference, from);
    const { system = '', value = '' } = reference.identifier ?? {};
    const base = text === undefined || isAbsolute(text) ? '' : baseOf(from.container ?? from);
    const key = text === undefined ? `identifier ${system}|${value}` : `${base} ${text}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = isSame(reference, from);
    answers.set(key, answer);
    return answer;
  };
}

function sharesIdentifier(reference: Reference, patient: Reference | undefined, wanted: Entry | undefined): boolean {
  const named = reference.identifier;
  const own = [...(patient?.identifier ? [patient.identifier] : []), ...(wanted ? identifiersOf(wanted.resource) : [])];
  return named?.value !== undefined && own.some(({ system, value }) => value === named.value && system === named.system);
}

/** A reference that leads nowhere in the Bundle, absolute where its entry's own base makes it so. */
export function addressOf(reference: string, from: Entry): string {
  const plain = withoutVersion(reference);
  return isAbsolute(plain) ? plain : baseOf(from.container ?? from) + plain;
}

/** Equal type and id, unless both are absolute with different bases. */
export function isSameAddress(a: string, b: string): boolean {
  if (a === b) return true;
  if (isAbsolute(a) && isAbsolute(b)) return false;
  const typeAndId = lastTwoSegments(a);
  return typeAndId !== undefined && typeAndId === lastTwoSegments(b);
}
