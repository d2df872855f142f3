/** The generated parts of docs/policies.md: the shipped policies, the parameters, and what the example comes to. */
import { readFileSync } from 'node:fs';
import { adjudicate, parseInstant, readPolicy, readRequest, SHIPPED } from '../../src/index.ts';
import { mustBe, PARAMETER_TABLE } from '../../src/policy/parameter-table.ts';
import { DEFAULT_PARAMETERS, type ParameterName } from '../../src/policy/parameters.ts';
import type { Source } from '../../src/policy/policy.ts';
import { isFromFile } from '../../src/policy/read-policy.ts';
import { PLAIN } from '../../src/present/style.ts';
import { assessmentTable } from '../../src/present/table.ts';
import { formatDate } from '../../src/time/civil-date.ts';
import { code, fenced, link, table } from './markdown.ts';
import { PARAMETER_NAMES } from './parameter-schemas.ts';
import { ROOT } from './root.ts';

export const EXAMPLE_POLICY = 'docs/examples/acme-2025.json';
export const EXAMPLE_BUNDLE = 'docs/examples/change-on-1-july.json';

const readText = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

const jsonText = (value: unknown): string => JSON.stringify(value).replaceAll(',', ', ');

/** The parts by the name of their place. */
export const policyParts = (): Readonly<Record<string, string>> => ({
  'example policy': fenced(readText(EXAMPLE_POLICY), 'json'),
  'example answer': fenced(exampleAnswer()),
  parameters: table(
    ['Parameter', 'What it is', 'Default', 'What it may be'],
    [
      ['`timeZone`', 'Time zone of care, where the record names none', 'none', 'A time zone of the IANA database; not dated'],
      ...PARAMETER_NAMES.map(row),
    ],
  ),
  'shipped policies': shippedList(),
});

function row(name: ParameterName): readonly string[] {
  const { words, kind } = PARAMETER_TABLE[name];
  const unit = kind.is === 'number' && kind.unit !== 'share' ? `, ${kind.unit}` : '';
  return [
    code(name),
    words,
    code(jsonText(DEFAULT_PARAMETERS[name])),
    mustBe(kind)
      .replace(/^Must be an? |^Must be /, '')
      .replace(/\.$/, unit),
  ];
}

export function exampleAnswer(): string {
  const reading = readPolicy(JSON.parse(readText(EXAMPLE_POLICY)), SHIPPED);
  const request = readRequest(JSON.parse(readText(EXAMPLE_BUNDLE)));
  const asOf = parseInstant('2025-08-01T00:00:00Z');
  if (!reading.ok || !request.ok || asOf === undefined) throw new Error('The example of docs/policies.md cannot be read');
  const options = { asOf, policies: [reading.policy], policy: reading.policy.id };
  const judgements = request.request.records.flatMap((record) => adjudicate(record, options));
  return judgements.map(({ assessment }) => assessmentTable(assessment, { width: 100, style: PLAIN })).join('\n');
}

function shippedList(): string {
  return SHIPPED.filter(isFromFile)
    .map((policy) => {
      const values = policy.stated.map(({ name, from, value, source }) => {
        const since = from === Number.NEGATIVE_INFINITY ? '' : ` from ${formatDate(from)}`;
        return `- ${code(name)}: ${code(jsonText(value))}${since}${source === undefined ? '' : ` (${source})`}`;
      });
      const effects = Object.entries(policy.effects).map(([rule, effect]) => `- rule ${code(rule)}: ${effect}`);
      const { add, carveOut } = policy.codes.included;
      const codes = [
        ...add.map((each) => `- ${code(each)} is part of the per diem`),
        ...carveOut.map((each) => `- ${code(each)} is not part of the per diem`),
      ];
      const sources = Object.entries(policy.sources).map(([id, source]) => `- source ${code(id)}: ${sourceText(source)}`);
      return [`### ${code(policy.id)}`, `${policy.title}.`, [...values, ...effects, ...codes, ...sources].join('\n')].join('\n\n');
    })
    .join('\n\n');
}

function sourceText({ title, url, locator, published, checked }: Source): string {
  const dates = [published ? `published ${published}` : 'bears no date', checked && `last looked up ${checked}`].filter(Boolean).join(', ');
  return `${url === undefined ? title : link(title, url)}; ${locator ?? ''}; ${dates}.`.replace('; ;', ';');
}
