/** 1-days.md 1, "The medication": an analgesic for infusion, something else, or unknown; from codes, texts and names, never from a display alone of the patient. */
import type { CodeableConcept, Medication, Reference } from '@medplum/fhirtypes';
import { analgesicRxnorm, NOT_INFUSED_WORDS, PAIN_DRUG_NAMES, painDrug } from '../policy/code-sets.ts';
import { ingredientsNamed, rxnormIngredient } from '../policy/ingredients.ts';
import type { Entry, Resolver } from './record.ts';
import { isHcpcs, isRxNorm } from './systems.ts';
import { wordTest } from './words.ts';

export interface MedicationRead {
  readonly kind: 'analgesic' | 'other' | 'unknown';
  /** Equal for the same medication: first code with its system, else text, else reference. */
  readonly key: string;
  /** Every text and display of the medication and of its reference. */
  readonly texts: readonly string[];
  /** The one analgesic ingredient that codes and texts name; absent for none and for several. */
  readonly ingredient: string | undefined;
}

export interface MedicationReader {
  read(concept: CodeableConcept | undefined, reference: Reference | undefined, from: Entry): MedicationRead;
}

/** A reader that keeps its answers about texts: a chain of infusions repeats one medication hundreds of times. */
export function medicationReader(resolver: Resolver): MedicationReader {
  const hasDrugName = wordTest(PAIN_DRUG_NAMES);
  const hasExcludingWord = wordTest(NOT_INFUSED_WORDS);
  const known = new Map<string, MedicationRead>();
  let last: { system: unknown; code: unknown; display: unknown; text: unknown; answer: MedicationRead } | undefined;

  function classify(concepts: readonly CodeableConcept[], texts: readonly string[]): MedicationRead['kind'] {
    if (texts.some(hasExcludingWord)) return 'other';
    const answers = concepts.flatMap((concept) => concept.coding ?? []).map(({ system, code }) => analgesicByCode(system, code));
    if (answers.includes(true) || texts.some(hasDrugName)) return 'analgesic';
    return texts.length > 0 || answers.includes(false) ? 'other' : 'unknown';
  }

  function readWhole(concept: CodeableConcept | undefined, reference: Reference | undefined, from: Entry): MedicationRead {
    const entry = reference && resolver.resolve(reference, from);
    const named = entry && collect(entry, resolver);
    const concepts = [...(concept ? [concept] : []), ...(named?.concepts ?? [])];
    const displays = [...(reference?.display === undefined ? [] : [reference.display]), ...(named?.displays ?? [])];
    const texts = [...concepts.flatMap(textsOf), ...displays].filter((text) => text.trim() !== '');
    return {
      kind: classify(concepts, texts),
      key: keyOf(concept ?? named?.code, reference),
      texts,
      ingredient: ingredientOf(concepts, texts),
    };
  }

  return {
    read(concept, reference, from) {
      const coding = concept?.coding;
      // One coding and a text is what nearly all carry: such a concept is looked up, others are read.
      if (!concept || (coding && coding.length > 1)) return readWhole(concept, reference, from);
      const only = coding?.[0];
      const { system, code, display } = only ?? {};
      if (last && last.text === concept.text && last.code === code && last.display === display && last.system === system)
        return last.answer;
      const key = JSON.stringify([system, code, display, concept.text]);
      const answer = known.get(key) ?? readWhole(concept, undefined, from);
      known.set(key, answer);
      last = { system, code, display, text: concept.text, answer };
      return answer;
    },
  };
}

/** By HCPCS or RxNorm code, else by the names and brands of the set. */
function ingredientOf(concepts: readonly CodeableConcept[], texts: readonly string[]): string | undefined {
  const coded = concepts.flatMap((concept) => concept.coding ?? []).flatMap(({ system, code }) => ingredientByCode(system, code) ?? []);
  const found = new Set([...coded, ...texts.flatMap(ingredientsNamed)]);
  return found.size === 1 ? [...found][0] : undefined;
}

function ingredientByCode(system: string | undefined, code = ''): string | undefined {
  if (isRxNorm(system)) return rxnormIngredient(code.trim());
  return isHcpcs(system) ? painDrug(code.trim().toUpperCase())?.ingredient : undefined;
}

function analgesicByCode(system: string | undefined, code: string | undefined): boolean | undefined {
  if (code === undefined) return undefined;
  if (isRxNorm(system)) return analgesicRxnorm(code.trim());
  return isHcpcs(system) ? painDrug(code.trim().toUpperCase())?.analgesic : undefined;
}

/** More than any mixture has; hostile input chains thousands. */
const MOST_INGREDIENTS = 100;

interface Named {
  /** Of the medication itself. */
  readonly code: CodeableConcept | undefined;
  readonly concepts: readonly CodeableConcept[];
  readonly displays: readonly string[];
}

/** The concepts and displays of a Medication or Substance and of its ingredients, each once: a circle ends where it began. */
function collect(first: Entry, resolver: Resolver): Named {
  const entries = [first];
  const seen = new Set(entries.map(({ resource }) => resource));
  const concepts: CodeableConcept[] = [];
  const displays: string[] = [];
  for (const entry of entries) {
    const { code, ingredient = [] } = partsOf(entry);
    if (code) concepts.push(code);
    for (const { itemCodeableConcept, itemReference } of ingredient) {
      if (itemCodeableConcept) concepts.push(itemCodeableConcept);
      if (itemReference?.display !== undefined) displays.push(itemReference.display);
      const next = itemReference && resolver.resolve(itemReference, entry);
      if (!next || seen.has(next.resource) || seen.size > MOST_INGREDIENTS) continue;
      seen.add(next.resource);
      entries.push(next);
    }
  }
  return { code: partsOf(first).code, concepts, displays };
}

function partsOf({ resource }: Entry): Pick<Medication, 'code' | 'ingredient'> {
  if (resource.resourceType === 'Substance') return { code: resource.code };
  return resource.resourceType === 'Medication' ? resource : {};
}

export const textsOf = (concept: CodeableConcept): string[] =>
  [concept.text, ...(concept.coding ?? []).map((coding) => coding.display)].filter((text) => text !== undefined);

function keyOf(concept: CodeableConcept | undefined, reference: Reference | undefined): string {
  const coded = concept?.coding?.find((coding) => coding.code !== undefined);
  if (coded) return `code ${coded.system ?? ''}|${coded.code}`;
  const text = (concept && textsOf(concept)[0]) ?? reference?.display;
  return text === undefined ? `reference ${reference?.reference ?? ''}` : `text ${text.toLowerCase().trim().replace(/\s+/g, ' ')}`;
}
