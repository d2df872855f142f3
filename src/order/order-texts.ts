/** The codes and words of an order: what is ordered (`texts`), and what is said about why (`reasons`). */
import type { CodeableConcept, Device, Reference } from '@medplum/fhirtypes';
import { textsOf } from '../fhir/read-medication.ts';
import type { Entry, Resolver } from '../fhir/record.ts';
import { isHcpcs } from '../fhir/systems.ts';
import type { OrderResource } from './therapy.ts';

export interface OrderTexts {
  /** HCPCS codes of what is ordered, in capitals. */
  readonly codes: readonly string[];
  readonly texts: readonly string[];
  /** Of reasons and notes. */
  readonly reasons: readonly string[];
  /** Codes of the reasons, of any system. */
  readonly reasonCodes: readonly string[];
}

/** `medicationTexts` are those of the drug, read by the reader of medications. */
export function orderTexts(entry: Entry<OrderResource>, resolver: Resolver, medicationTexts: readonly string[]): OrderTexts {
  const { resource } = entry;
  const concepts = conceptsOf(entry, resolver);
  const { reasonCode = [], note = [] } = resource;
  return {
    codes: hcpcsCodes(concepts),
    texts: [...medicationTexts, ...concepts.flatMap(textsOf), ...ownTexts(entry, resolver)],
    reasons: [...reasonCode.flatMap(textsOf), ...note.flatMap(({ text }) => text ?? [])],
    reasonCodes: reasonCode.flatMap(({ coding = [] }) => coding.flatMap(({ code }) => code?.trim().toUpperCase() ?? [])),
  };
}

/** HCPCS codes of concepts, trimmed and in capitals. */
export const hcpcsCodes = (concepts: readonly CodeableConcept[]): string[] =>
  concepts.flatMap(({ coding = [] }) =>
    coding.flatMap(({ system, code }) => (isHcpcs(system) && code !== undefined ? [code.trim().toUpperCase()] : [])),
  );

function conceptsOf({ resource, ...at }: Entry<OrderResource>, resolver: Resolver): CodeableConcept[] {
  switch (resource.resourceType) {
    case 'MedicationRequest':
      return (resource.dosageInstruction ?? []).flatMap(({ route, method, additionalInstruction = [] }) =>
        [route, method, ...additionalInstruction].filter((concept) => concept !== undefined),
      );
    case 'ServiceRequest':
      return [...(resource.code ? [resource.code] : []), ...(resource.orderDetail ?? [])];
    case 'DeviceRequest': {
      const { codeCodeableConcept, codeReference, parameter = [] } = resource;
      const device = deviceOf(codeReference, { resource, ...at }, resolver);
      const values = parameter.flatMap(({ valueCodeableConcept }) => valueCodeableConcept ?? []);
      return [codeCodeableConcept, device?.type, ...values].filter((concept) => concept !== undefined);
    }
  }
}

function ownTexts(entry: Entry<OrderResource>, resolver: Resolver): string[] {
  const { resource } = entry;
  switch (resource.resourceType) {
    case 'MedicationRequest':
      return (resource.dosageInstruction ?? []).flatMap(({ text, patientInstruction }) =>
        [text, patientInstruction].filter((each) => each !== undefined),
      );
    case 'ServiceRequest':
      return resource.patientInstruction === undefined ? [] : [resource.patientInstruction];
    case 'DeviceRequest': {
      const { codeReference } = resource;
      const names = (deviceOf(codeReference, entry, resolver)?.deviceName ?? []).map(({ name }) => name);
      return [...names, codeReference?.display].filter((each) => each !== undefined);
    }
  }
}

function deviceOf(reference: Reference | undefined, from: Entry, resolver: Resolver): Device | undefined {
  const found = resolver.resolve(reference, from)?.resource;
  return found?.resourceType === 'Device' ? found : undefined;
}
