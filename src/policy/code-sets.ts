/** Code sets with their look-ups. The data, each file with its source and the day it was read, is in `code-sets/`. */
import implantedPumps from './code-sets/implanted-pumps.json' with { type: 'json' };
import painDrugs from './code-sets/pain-drugs.json' with { type: 'json' };
import payerTypes from './code-sets/payer-types.json' with { type: 'json' };
import perDiemCodes from './code-sets/per-diem-codes.json' with { type: 'json' };
import placesOfService from './code-sets/places-of-service.json' with { type: 'json' };
import reasonCodes from './code-sets/reason-codes.json' with { type: 'json' };
import snomedRoutes from './code-sets/snomed-routes.json' with { type: 'json' };
import supplyCodes from './code-sets/supply-codes.json' with { type: 'json' };
import words from './code-sets/words.json' with { type: 'json' };

export interface PainDrug {
  /** HCPCS code; absent for an ingredient that has none. */
  readonly code?: string;
  /** What one billing unit holds, in `unit` (mg, ug, mL); absent for unlisted drugs. */
  readonly unitQuantity?: number;
  readonly unit?: string;
  readonly ingredient?: string;
  readonly rxnorm?: string;
  readonly added?: string;
  readonly terminated?: string;
  readonly analgesic: boolean;
  readonly successors: readonly string[];
  readonly source: string;
}

export interface PerDiemCode {
  readonly code: string;
  readonly unit: 'per diem' | 'other';
  readonly otherTherapy: boolean;
  readonly added: string;
  readonly terminated?: string;
}

export type SupplyRole =
  | 'included'
  | 'separate'
  | 'implanted-only'
  | 'not-related'
  | 'excluded'
  | 'catheter-care'
  | 'nursing'
  | 'medicare-only';

export interface SupplyCode {
  readonly code: string;
  readonly role: SupplyRole;
  readonly added?: string;
  readonly terminated?: string;
  readonly note?: string;
}

export type PayerSystem = 'sopt' | 'x12-filing-indicator' | 'payor-name';
export type PayerClass = 'medicare' | 'medicare-advantage' | 'medicaid' | 'tricare' | 'commercial' | 'not-medical';

export interface PayerType {
  readonly system: PayerSystem;
  readonly code: string;
  readonly class: PayerClass;
}

export interface ReasonCode {
  readonly code: string;
  readonly type: 'CARC' | 'RARC' | 'Group';
  readonly start?: string;
  readonly end?: string;
}

/** When a code may be billed, and what took its place. Both ends are within. */
export interface CodeDates {
  readonly added?: string;
  readonly terminated?: string;
  readonly successors: readonly string[];
}

// A JSON import types its strings as `string`: that they are members of the unions is tested in `code-sets.test.ts`.
export const PAIN_DRUGS = painDrugs.codes as readonly PainDrug[];
export const PER_DIEM_CODES = perDiemCodes.codes as readonly PerDiemCode[];
export const SUPPLY_CODES = supplyCodes.codes as readonly SupplyCode[];
export const SNOMED_ROUTES: readonly { readonly code: string; readonly infusion: boolean }[] = snomedRoutes.codes;
export const PAYER_TYPES = payerTypes.codes as readonly PayerType[];
export const PLACES_OF_SERVICE: readonly { readonly code: string; readonly name: string }[] = placesOfService.codes;
export const REASON_CODES = reasonCodes.codes as readonly ReasonCode[];
export const EXCLUDED_WITH_PER_DIEM: readonly string[] = perDiemCodes.excludedWithPerDiem;
export const IMPLANTED_PUMP_CODES: readonly string[] = implantedPumps.codes;

/** Words and names of `1-days.md` 1, spelled as there; each matches as a whole word, in any case. */
export const PAIN_DRUG_NAMES: readonly string[] = words.painDrugNames;
export const NOT_INFUSED_WORDS: readonly string[] = words.notInfusedWords;
export const INFUSION_WORDS: readonly string[] = words.infusionWords;
export const ROUTE_WORDS: readonly string[] = words.routeWords;

const drugs = new Map(PAIN_DRUGS.flatMap((drug) => (drug.code === undefined ? [] : [[drug.code, drug] as const])));
const perDiems = new Map(PER_DIEM_CODES.map((row) => [row.code, row]));
const supplies = new Map(SUPPLY_CODES.map((row) => [row.code, row]));
const routes = new Map(SNOMED_ROUTES.map((row) => [row.code, row.infusion]));
const payers = new Map(PAYER_TYPES.map((row) => [`${row.system}|${row.code}`, row.class]));
const places = new Map(PLACES_OF_SERVICE.map((row) => [row.code, row.name]));
const reasons = new Map(REASON_CODES.map((row) => [`${row.type}|${row.code}`, row]));
const excluded = new Set(EXCLUDED_WITH_PER_DIEM);
const implanted = new Set(IMPLANTED_PUMP_CODES);
const ingredients = analgesicIngredients();

/** An ingredient is an analgesic when any drug of it is: fentanyl is one, though fentanyl with droperidol is not. */
function analgesicIngredients(): ReadonlyMap<string, boolean> {
  const known = new Map<string, boolean>();
  for (const { rxnorm, analgesic } of PAIN_DRUGS) {
    if (rxnorm !== undefined) known.set(rxnorm, analgesic || known.get(rxnorm) === true);
  }
  return known;
}

/** The drug of a HCPCS code (upper case). */
export const painDrug = (code: string): PainDrug | undefined => drugs.get(code);

/** Whether an RxNorm ingredient is an analgesic for infusion; undefined for one that the set does not know. */
export const analgesicRxnorm = (code: string): boolean | undefined => ingredients.get(code);

/** Whether a SNOMED CT route is one of an infusion; undefined for one that the set does not know. */
export const isInfusionRoute = (code: string): boolean | undefined => routes.get(code);

export const perDiemCode = (code: string): PerDiemCode | undefined => perDiems.get(code);

/** The per diem of a therapy other than pain management. (S9327 and S9328 with SH or SJ are for the rules to add.) */
export const isOtherTherapyPerDiem = (code: string): boolean => perDiems.get(code)?.otherTherapy === true;

export const isExcludedWithPerDiem = (code: string): boolean => excluded.has(code);

export const supplyCode = (code: string): SupplyCode | undefined => supplies.get(code);

export const supplyRole = (code: string): SupplyRole | undefined => supplies.get(code)?.role;

export const isImplantedPumpCode = (code: string): boolean => implanted.has(code);

/** The class of a payer by code, or by a name spelled as in the set. */
export const payerClass = (system: PayerSystem, code: string): PayerClass | undefined => payers.get(`${system}|${code}`);

/** What CMS calls a place of service; undefined for a code that is not assigned. */
export const placeName = (code: string): string | undefined => places.get(code);

export const reasonCode = (type: ReasonCode['type'], code: string): ReasonCode | undefined => reasons.get(`${type}|${code}`);

/** When a HCPCS code of any set may be billed; undefined for a code that no set knows. */
export function codeDates(code: string): CodeDates | undefined {
  const drug = drugs.get(code);
  if (drug) return drug;
  const row = supplies.get(code) ?? perDiems.get(code);
  return row && { ...row, successors: [] };
}
