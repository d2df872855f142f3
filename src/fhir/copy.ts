import type { CodeableConcept, Identifier, ResourceType } from '@medplum/fhirtypes';
import { stated } from './stated.ts';

/** A Reference to any type. */
export interface AnyReference {
  readonly reference?: string;
  readonly type?: ResourceType;
  readonly identifier?: Identifier;
  readonly display?: string;
}

/**
 * The Reference as it can stand in another resource, undefined when nothing is left of it: one to a contained resource leads nowhere
 * there, nor does the place in a Bundle by which an entry without id and fullUrl is named. Of `types` are those that may stand there.
 */
export function copyReference(from: AnyReference | undefined, types?: readonly ResourceType[]): AnyReference | undefined {
  if (!from || (types && leadsElsewhere(from, types))) return undefined;
  const copy = stated({
    reference: isReference(from.reference) ? from.reference : undefined,
    type: isTypeName(from.type) ? from.type : undefined,
    identifier: copyIdentifier(from.identifier),
    display: from.display,
  });
  return copy.reference || copy.identifier || copy.display ? copy : undefined;
}

/** An absolute address need not have a type in it; a relative one is of a type and an id, perhaps of a version. */
function leadsElsewhere({ reference = '', type }: AnyReference, types: readonly ResourceType[]): boolean {
  const isRelative = reference !== '' && !reference.startsWith('#') && !/^[a-z][a-z0-9+.-]*:/i.test(reference);
  if (isRelative && !/^[A-Z][A-Za-z]*\/[A-Za-z0-9\-.]{1,64}(\/_history\/[A-Za-z0-9\-.]{1,64})?$/.test(reference)) return true;
  const first = /^([A-Z][A-Za-z]*)\//.exec(reference)?.[1];
  const named = isTypeName(type) ? type : first;
  return named !== undefined && !types.some((each) => each === named);
}

const isTypeName = (type: string | undefined): boolean => type !== undefined && /^[A-Z][A-Za-z]+$/.test(type);

/** True for a relative or absolute reference, or a URN; a search (`Organization?identifier=…`) means something in its transaction only. */
export function isReference(text: string | undefined): text is string {
  return text !== undefined && /^(urn:\S+|[^#?\s[\]]+\/[^?\s[\]]+)$/.test(text);
}

/** System and value, which identify; the rest of an Identifier is left. */
export function copyIdentifier(from: Identifier | undefined): Identifier | undefined {
  return from?.value ? stated({ system: from.system, value: from.value }) : undefined;
}

/** The codings and text of a concept. */
export function copyConcept(from: CodeableConcept | undefined): CodeableConcept {
  const coding = (from?.coding ?? []).map(({ system, version, code, display }) => stated({ system, version, code, display }));
  return stated({ coding: coding.filter((each) => Object.keys(each).length > 0), text: from?.text });
}
