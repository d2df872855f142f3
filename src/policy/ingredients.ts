/** Which analgesic a code or a name stands for. */
import { PAIN_DRUG_NAMES, PAIN_DRUGS } from './code-sets.ts';

/** Brands and spellings of the name list in `1-days.md` 1, each with its ingredient. */
const BRANDS: Readonly<Record<string, string>> = {
  bupivicaine: 'bupivacaine',
  dilaudid: 'hydromorphone',
  sublimaze: 'fentanyl',
  duramorph: 'morphine',
  infumorph: 'morphine',
  mitigo: 'morphine',
  astramorph: 'morphine',
  demerol: 'meperidine',
  naropin: 'ropivacaine',
  marcaine: 'bupivacaine',
  sensorcaine: 'bupivacaine',
  ketalar: 'ketamine',
  prialt: 'ziconotide',
  nubain: 'nalbuphine',
  duraclon: 'clonidine',
  toradol: 'ketorolac',
};

const byRxnorm = new Map(
  PAIN_DRUGS.flatMap(({ rxnorm, ingredient, analgesic }) =>
    rxnorm !== undefined && ingredient !== undefined && analgesic ? [[rxnorm, ingredient] as const] : [],
  ),
);
const names = new RegExp(`(?<!\\p{L})(?:${PAIN_DRUG_NAMES.join('|')})(?!\\p{L})`, 'giu');

export const rxnormIngredient = (code: string): string | undefined => byRxnorm.get(code);

/** Ingredients whose names or brands stand in a text as whole words. */
export function ingredientsNamed(text: string): string[] {
  const found = (text.match(names) ?? []).map((name) => name.toLowerCase());
  return [...new Set(found.map((name) => BRANDS[name] ?? name))];
}
