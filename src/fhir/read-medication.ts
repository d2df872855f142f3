/** 1-days.md 1, "The medication": an analgesic for infusion, something else, or unknown; from codes, texts and names, never from a display alone of the patient. */
import type { CodeableConcept, Medication, Reference, Substance } from '@medplum/fhirtypes';
import { analgesicRxnorm, NOT_INFUSED_WORDS, PAIN_DRUG_NAMES, painDrug } from '../policy/code-sets.ts';
import type { Entry, Resolver } from './record.ts';
import { isHcpcs, isRxNorm } from './systems.ts';
import { wordTest } from './words.ts';

export interface MedicationRead {
  readonly kind: 'analgesic' | 'other' | 'unknown';
  /** Equal for the same medication: first code with its system, else text, else reference. */
  readonly key: string;
  /** Every text and display of the medication and of its reference. */
  readonly texts: readonly string[];
}

export interface MedicationReader {
  read(concept: CodeableConcept | undefined, reference: Reference | undefined, from: Entry): MedicationRead;
}

/** A reader that keeps its answers about texts: a chain of infusions repeats one medication hundreds of times. */
export function medicationReader(resolver: Resolver): MedicationReader {
  const hasDrugName = wordTest(PAIN_DRUG_NAMES);
  const hasExcludingWord = wordTest(NOT_INFUSED_WORDS);
  const known = new Map<string, MedicationRead>();

  function classify(concepts: readonly CodeableConcept[], texts: readonly string[]): MedicationRead['kind'] {
    if (texts.some(hasExcludingWord)) return 'other';
    const answers = concepts.flatMap((concept) => concept.coding ?? []).map(({ system, code }) => analgesicByCode(system, code));
    if (answers.includes(true) || texts.some(hasDrugName)) return 'analgesic';
    return texts.length > 0 || answers.includes(false) ? 'other' : 'unknown';
  }

  function readWhole(concept: CodeableConcept | undefined, reference: Reference | undefined, from: Entry): MedicationRead {
    const concepts: CodeableConcept[] = concept ? [concept] : [];
    const displays: string[] = [];
    const first = reference && collect(reference, from, resolver, concepts, displays, new Set());
    const texts = [...concepts.flatMap(textsOf), ...displays].filter((text) => text.trim() !== '');
    return { kind: classify(concepts, texts), key: keyOf(concept ?? first, reference), texts };
  }

  return {
    read(concept, reference, from) {
      const coding = concept?.coding;
      // One coding and a text is what nearly all carry: such a concept is looked up, others are read.
      if (!concept || (coding && coding.length > 1)) return readWhole(concept, reference, from);
      const only = coding?.[0];
      const key = `${only?.system}|${only?.code}|${only?.display}|${concept.text}`;
      const answer = known.get(key) ?? readWhole(concept, undefined, from);
      known.set(key, answer);
      return answer;
    },
  };
}

function analgesicByCode(system: string | undefined, code: string | undefined): boolean | undefined {
  if (code === undefined) return undefined;
  if (isRxNorm(system)) return analgesicRxnorm(code.trim());
  return isHcpcs(system) ? painDrug(code.trim().toUpperCase())?.analgesic : undefined;
}

/** Adds the concepts and displays of a Medication or Substance and of its ingredients; returns its own code. A circle ends where it began. */
function collect(
  reference: Reference,
  from: Entry,
  resolver: Resolver,
  concepts: CodeableConcept[],
  displays: string[],
  seen: Set<unknown>,
): CodeableConcept | undefined {
  if (reference.display !== undefined) displays.push(reference.display);
  const entry = resolver.resolve(reference, from) as Entry<Medication | Substance> | undefined;
  if (!entry || seen.has(entry.resource)) return undefined;
  seen.add(entry.resource);
  const { resource } = entry;
  if (resource.resourceType !== 'Medication' && resource.resourceType !== 'Substance') return undefined;
  if (resource.code) concepts.push(resource.code);
  if (resource.resourceType === 'Medication')
    for (const { itemCodeableConcept, itemReference } of resource.ingredient ?? []) {
      if (itemCodeableConcept) concepts.push(itemCodeableConcept);
      if (itemReference) collect(itemReference, entry, resolver, concepts, displays, seen);
    }
  return resource.code;
}

export const textsOf = (concept: CodeableConcept): string[] =>
  [concept.text, ...(concept.coding ?? []).map((coding) => coding.display)].filter((text) => text !== undefined);

function keyOf(concept: CodeableConcept | undefined, reference: Reference | undefined): string {
  const coded = concept?.coding?.find((coding) => coding.code !== undefined);
  if (coded) return `code ${coded.system ?? ''}|${coded.code}`;
  const text = (concept && textsOf(concept)[0]) ?? reference?.display;
  return text === undefined ? `reference ${reference?.reference ?? ''}` : `text ${text.toLowerCase().trim().replace(/\s+/g, ' ')}`;
}
