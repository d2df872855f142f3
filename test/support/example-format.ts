/** Reads examples (test/examples/README.md): strict, so that a slip of the pen is an error and not an example of something else. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Verdict } from '../../src/index.ts';
import { GIVEN, type Given } from './example-given.ts';
import { faultsOf, isObject, type Json, type Kind, laidOver, type Of } from './example-kinds.ts';

export const EXAMPLES = join(dirname(fileURLToPath(import.meta.url)), '../examples');

/** Above this key of `shows` stands every rule of the catalogue. */
export const EVERY_RULE = 'every-rule';

const EXPECT = {
  keys: {
    decision: 'text',
    units: { keys: { submitted: 'number', allowed: 'number', denied: 'number', pended: 'number' } },
    lines: { map: 'text' },
    findings: { map: { either: ['text', { list: 'text' }] } },
    unsupported: { map: 'text' },
    unbilledDays: 'text',
    adjacentDays: 'text',
    zone: 'text',
    notes: { list: 'text' },
    verdicts: { map: 'text' },
    otherClaims: { map: { keys: { decision: 'text', lines: { map: 'text' }, findings: { map: { either: ['text', { list: 'text' }] } } } } },
    refused: { list: 'text' },
  },
} as const satisfies Kind;

export type Expectation = Of<typeof EXPECT>;

const VERDICTS: readonly string[] = ['met', 'not-met', 'undetermined', 'not-applicable'] satisfies Verdict[];

const EXAMPLE_KEYS = { name: 'text', story: 'text', given: 'any', expect: EXPECT, disputed: 'text' } as const;
const SHOWS = { either: ['text', { map: 'text' }] } as const;

/** A file with one whole case. */
const CASE = { keys: { ...EXAMPLE_KEYS, base: 'text', rules: { list: 'text' }, shows: { map: 'text' } } } as const satisfies Kind;

/** A file of `rules/`: one rule, a clean claim, and the small changes that make the difference. */
const RULE_FILE = {
  keys: { rule: 'text', base: 'text', given: 'any', examples: { list: { keys: { ...EXAMPLE_KEYS, shows: SHOWS } } } },
} as const satisfies Kind;

export interface Example {
  /** `rules/units-stated.yaml`. */
  readonly file: string;
  readonly name: string;
  readonly story: string;
  readonly given: Given;
  readonly expect: Expectation;
  /** Ids of the rules that the example is about. */
  readonly rules: readonly string[];
  /** The verdicts that the example stands for, by rule. */
  readonly shows: Readonly<Record<string, Verdict>>;
  readonly disputed?: string;
}

/** Every example of test/examples, in order of its file. */
export function allExamples(): Example[] {
  return globSync('**/*.yaml', { cwd: EXAMPLES }).sort().flatMap(readExamples);
}

/** The examples of one file, named from test/examples. */
export function readExamples(file: string): Example[] {
  const path = join(EXAMPLES, file);
  try {
    return examplesOf(parse(readFileSync(path, 'utf8')), relative(EXAMPLES, path));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The examples of a parsed file. Throws with every fault. */
export function examplesOf(content: unknown, file: string): Example[] {
  const isRuleFile = isObject(content) && 'examples' in content;
  refuse(faultsOf(content, isRuleFile ? RULE_FILE : CASE, file));
  if (!isRuleFile) {
    const whole = content as Of<typeof CASE>;
    return [exampleOf({ ...whole, shows: whole.shows ?? {} }, baseOf(whole.base), file)];
  }
  const { rule, base, given = {}, examples = [] } = content as Of<typeof RULE_FILE>;
  if (!file.endsWith(`${rule}.yaml`)) throw new Error(`the file is of rule ${rule} and must have its name`);
  const common = changed(baseOf(base), given, 'given');
  return examples.map((one) => {
    const shows = typeof one.shows === 'object' ? one.shows : { [`${rule}`]: one.shows };
    return exampleOf({ ...one, rules: [`${rule}`], shows }, common, file);
  });
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

function baseOf(base: string | number | undefined): Json {
  if (base === undefined) return {};
  const content: unknown = parse(readFileSync(join(EXAMPLES, `${base}.yaml`), 'utf8'));
  if (!isObject(content) || !isObject(content.given)) throw new Error(`base ${base} has no given`);
  return content.given;
}

/** The `null`s of `fhir` are for the Bundle: it is replaced as a whole. */
function changed(base: Json, { fhir = base.fhir, ...given }: Json = {}, path: string): Json {
  const { fhir: _, ...rest } = base;
  return { ...(laidOver(rest, given, path) as Json), ...(fhir !== undefined && { fhir }) };
}

interface Written {
  readonly name?: string | number;
  readonly story?: string | number;
  readonly given?: Json;
  readonly expect?: Expectation;
  readonly rules?: readonly (string | number)[];
  readonly shows: Readonly<Record<string, string | number | undefined>>;
  readonly disputed?: string | number;
}

function exampleOf({ name, story, given, expect, rules = [], shows, disputed }: Written, base: Json, file: string): Example {
  if (name === undefined || expect === undefined) throw new Error(`${name ?? 'an example'} must have a name and what to expect`);
  const at = `"${name}"`;
  const whole = changed(base, given, `${at} given`);
  refuse([
    ...faultsOf(whole, GIVEN, `${at} given`),
    ...Object.entries(shows).flatMap(([rule, verdict]) =>
      VERDICTS.includes(String(verdict)) ? [] : [`${at} shows ${rule}: must be one of ${VERDICTS.join(', ')}`],
    ),
  ]);
  return {
    file,
    name: String(name),
    story: String(story ?? ''),
    given: whole as Given,
    expect,
    rules: rules.map(String),
    shows: shows as Example['shows'],
    ...(disputed !== undefined && { disputed: String(disputed) }),
  };
}
