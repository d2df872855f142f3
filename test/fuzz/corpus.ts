/** What the fuzzer starts from: well-formed requests of every kind that the project has, and a dictionary of what stands in them under which name. */
import { readdirSync, readFileSync } from 'node:fs';
import type { MedicationAdministration } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { parseInstant } from '../../src/index.ts';
import type { Dice } from '../count/dice.ts';
import { randomRecord } from '../count/random-record.ts';
import { toBundle as countBundle } from '../count/to-bundle.ts';
import { claimsAround } from '../real-data/around.ts';
import { byPatient, ICU_SOURCES, icuRows } from '../real-data/sources.ts';
import { anyResources } from '../support/build-chains.ts';
import { fullBundle } from '../support/build-full-bundle.ts';
import { bundleOf, claim, coverage, infusion, type Json, patient, perDiemItem } from '../support/build-record.ts';
import { toBundle, zoneOf } from '../support/example-bundle.ts';
import { allExamples } from '../support/example-format.ts';
import { fhirTime } from '../support/example-time.ts';

export interface Origin {
  readonly name: string;
  readonly text: string;
  /** An instant after which all of it is on record. */
  readonly asOf: number;
}

export interface Corpus {
  /** A request to start from; the same throws give the same. */
  pick(dice: Dice): Origin;
  /** What stands under that name somewhere in the corpus. Not to be changed in place. */
  readonly under: ReadonlyMap<string, readonly unknown[]>;
  /** Entries of all Bundles. Not to be changed in place. */
  readonly entries: readonly Json[];
}

const DATA = new URL('../data/', import.meta.url);
const AS_OF = Date.UTC(2026, 5, 1);
/** What is longer is picked seldom: a case must be cheap. */
const LONG = 60_000;
const MOST_PER_NAME = 400;

const origin = (name: string, json: unknown, asOf = AS_OF): Origin => ({ name, text: JSON.stringify(json), asOf });

const readJson = (path: string): Json => JSON.parse(readFileSync(new URL(path, DATA), 'utf8')) as Json;
const filesOf = (folder: string): string[] =>
  readdirSync(new URL(`${folder}/`, DATA))
    .filter((name) => name.endsWith('.json') && !name.startsWith('StructureDefinition'))
    .sort()
    .map((name) => `${folder}/${name}`);

function examples(): Origin[] {
  return allExamples().map(({ given, name }) => {
    const asOf = parseInstant(fhirTime(String(given.asOf), zoneOf(given)));
    return origin(`example: ${name}`, toBundle(given), asOf);
  });
}

const chains = (): Origin[] =>
  fc.sample(anyResources, { seed: 9326, numRuns: 120 }).map((resources, i) => origin(`chain ${i}`, bundleOf(resources)));

function intensiveCare(): Origin[] {
  return ICU_SOURCES.flatMap((source) =>
    [...byPatient(icuRows(source)).values()].map((rows: readonly MedicationAdministration[], i) => {
      const { bundle, asOf } = claimsAround(rows);
      return origin(`${source} ${i}`, bundle, asOf);
    }),
  );
}

/** Files of others: as they are where they are a request, else beside a claim of ours. */
function published(folder: string): Origin[] {
  return filesOf(folder).map((path) => {
    const json = readJson(path);
    const isRequest = json.resourceType === 'Bundle' || json.resourceType === 'Claim';
    const patientOf = json.patient ?? json.subject;
    const beside = [
      claim(patientOf ? { patient: patientOf } : {}),
      patient(),
      coverage(),
      infusion('a1', '2025-03-02', '2025-03-09'),
      json,
    ];
    return origin(path, isRequest ? json : bundleOf(beside));
  });
}

/** Requests for authorization as PAS has them, asking for S9326. */
function authorizations(): Origin[] {
  return filesOf('davinci-pas-2.0.1').flatMap((path) => {
    const json = readJson(path);
    const entries = (json.entry ?? []) as readonly { resource?: Json }[];
    const item = [perDiemItem(1, '2025-06-01', '2025-06-30', 30, { unitPrice: { value: 99.99, currency: 'USD' } })];
    const entry = entries.map((each) =>
      each.resource?.resourceType === 'Claim' ? { ...each, resource: { ...each.resource, item } } : each,
    );
    return [origin(path, json), origin(`${path}, S9326`, { ...json, entry })];
  });
}

function envelopes(parts: readonly Origin[]): Origin[] {
  const bundles = parts.filter(({ text }) => text.length < 12_000).map(({ text }) => JSON.parse(text) as Json);
  return Array.from({ length: 60 }, (_, i) => {
    const some = [0, 1, 2].map((n) => bundles[(i * 37 + n * 11) % bundles.length]);
    const resource = i % 2 === 0 ? some[0] : bundleOf(some.slice(0, 2) as Json[], { type: 'batch' });
    const parameter = [
      { name: 'asOf', valueInstant: '2026-01-01T00:00:00Z' },
      { name: 'resource', resource },
      { name: 'timeZone', valueString: 'America/Denver' },
      { name: 'policy', valueCode: 'baseline' },
    ];
    if (i % 3 === 0) return origin(`batch ${i}`, bundleOf(some as Json[], { type: 'batch' }));
    if (i % 3 === 1) return origin(`claims ${i}`, bundleOf([claim(), claim({ id: 'c2' }), claim({ id: 'c3' })], { type: 'batch' }));
    return origin(`parameters ${i}`, { resourceType: 'Parameters', parameter });
  });
}

/** A thousand of everything: one case of many. */
const crowds = (): Origin[] => [
  origin('crowd of infusions', bundleOf([patient(), coverage(), claim(), ...many(1500, (i) => infusion(`a${i}`, at(i), at(i + 1)))])),
  origin('crowd of lines', bundleOf([patient(), claim({ item: many(900, (i) => perDiemItem(i + 1, '2025-03-01', '2025-03-31', 31)) })])),
  origin('crowd of claims', bundleOf([patient(), coverage(), ...many(150, (i) => claim({ id: `c${i}` }))])),
];
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const at = (i: number): string => new Date(Date.UTC(2025, 2, 1) + i * 1_800_000).toISOString();

/** Reads all; takes some seconds. */
export function readCorpus(): Corpus {
  const worked = examples();
  const groups: readonly (readonly [number, readonly Origin[]])[] = [
    [30, worked],
    [14, chains()],
    [8, intensiveCare()],
    [6, [origin('full', fullBundle())]],
    [6, published('hl7-r4-examples')],
    [5, [...published('hl7-davinci-prior-auth-ri'), ...published('synthea')]],
    [8, authorizations()],
    [5, published('carin-bb')],
    [8, envelopes(worked)],
  ];
  const few = crowds();
  const all = groups.flatMap(([, origins]) => origins);
  const pickFrom = groups.flatMap(([weight, origins]) => Array<readonly Origin[]>(weight).fill(origins));
  return {
    pick(dice) {
      if (dice.chance(0.1)) return counted(dice);
      if (dice.chance(0.0005)) return dice.pick(few);
      const group = dice.pick(pickFrom);
      const found = dice.pick(group);
      return found.text.length > LONG && !dice.chance(0.05) ? dice.pick(worked) : found;
    },
    ...dictionaryOf(all),
  };
}

function counted(dice: Dice): Origin {
  const seed = dice.whole(1, 1_000_000);
  const record = randomRecord(seed);
  return origin(`count record ${seed}`, countBundle(record), parseInstant(`${record.asOf.slice(0, 16)}:00Z`) ?? AS_OF);
}

function dictionaryOf(origins: readonly Origin[]): Pick<Corpus, 'under' | 'entries'> {
  const under = new Map<string, Map<string, unknown>>();
  const entries: Json[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) walk(each);
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) {
        const known = under.get(name) ?? new Map<string, unknown>();
        under.set(name, known);
        const text = known.size < MOST_PER_NAME ? JSON.stringify(member) : '';
        if (text !== '' && text.length < 2000) known.set(text, member);
        walk(member);
      }
  };
  for (const { text } of origins) {
    const json = JSON.parse(text) as Json;
    walk(json);
    if (Array.isArray(json.entry) && entries.length < 5000) entries.push(...(json.entry as Json[]));
  }
  return { under: new Map([...under].map(([name, values]) => [name, [...values.values()]])), entries };
}
