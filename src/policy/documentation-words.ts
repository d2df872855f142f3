/** Words and codes by which the rules about documentation read texts. The data, with its source, is in `code-sets/documentation.json`. */
import words from './code-sets/documentation.json' with { type: 'json' };

export const OTHER_ANALGESIC_NAMES: readonly string[] = words.otherAnalgesicNames;
export const MOUTH_OR_SKIN_WORDS: readonly string[] = words.mouthOrSkinWords;
export const FAILURE_WORDS: readonly string[] = words.failureWords;
export const SUPPLY_WORDS: readonly string[] = words.supplyWords;
export const ORDERING_ROLES: readonly string[] = words.orderingRoles;

const routes = new Set(words.mouthOrSkinRoutes);

/** SNOMED CT routes by mouth or skin. */
export const isMouthOrSkinRoute = (code: string): boolean => routes.has(code);

const necessity = new Set(words.necessityDocuments);

/** LOINC codes of documents that state medical necessity. */
export const isNecessityDocument = (codes: readonly string[]): boolean => codes.some((code) => necessity.has(code));

/** ICD-10-CM, with or without its point: a diagnosis of pain. */
export const isPainDiagnosis = (code: string): boolean =>
  words.painDiagnosisPrefixes.some((prefix) => code.replace('.', '').startsWith(prefix));
