/** docs/rules.md: the catalogue, from the rules themselves. */
import { SOURCES } from '../../src/policy/sources.ts';
import { codeText } from '../../src/present/codes.ts';
import { EFFECT_LIMITS, type RuleId } from '../../src/rules/ids.ts';
import { RULE_SET, RULES } from '../../src/rules/index.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { code, link, table } from './markdown.ts';
import { OF_DAYS, OF_NO_RULE, parametersRead } from './parameters-read.ts';

/** The families of the catalogue, each by its first rule. */
const FAMILIES: Readonly<Partial<Record<RuleId, string>>> = {
  'service-dates-stated': 'Form',
  'coverage-present': 'Coverage',
  'authorization-present': 'Authorization',
  'place-of-service-home': 'Place',
  'evidence-present': 'Evidence',
  'one-per-diem-per-day': 'Units and bundling',
  'order-on-file': 'Documentation and advice',
};

const SCOPES: Readonly<Record<Rule['scope'], string>> = {
  claim: 'the claim',
  line: 'each line of S9326',
  date: 'each date of a line of S9326',
  'claim, line': 'the claim, and each line of S9326',
  'line, date': 'each line of S9326, and each of its dates',
  'other line': 'each line of another code',
  'any line': 'each line, of any code',
};

const NEEDS: Readonly<Record<NonNullable<Rule['needs']>, string>> = {
  coverage: 'a Coverage at hand',
  'focal insurance': 'a focal insurance',
  administrations: 'an administration of the patient at hand',
};

export function rulesPage(): string {
  return `# The rules

<!-- Written by scripts/docs.ts from src/rules. Change a rule, then run: node scripts/docs.ts -->

${RULES.length} rules (version ${RULE_SET}), in order of precedence: a unit that several rules refuse carries the first of them. A rule is met, not met,
undetermined (something that it needs was not sent) or not applicable. A rule that is not met denies, pends (waits until something
is sent or a person looks) or only advises; one that is undetermined pends, or advises where the rule only advises. Some answers
are weaker than their rule: they say so in the rule's file. *A policy may* says which other effects a [policy](policies.md) may give the rule.
Codes are group, CARC and RARC; their texts are X12's and are not here. Each rule links to its file, which is short and meant to be
read, and to its worked examples. Why each rule is there, and what is not checked, says [traceability.md](traceability.md).

${families()}

## What each rule reads, and when it is asked

*Days* stands for the parameters of how days are counted: ${OF_DAYS.map(code).join(', ')}. No rule reads
${OF_NO_RULE.map(code).join(', ')}: it multiplies the prices of concurrent therapies. A preauthorization asks about days to come, so rules that look
back are not asked of one. All parameters are explained in [policies.md](policies.md).

${table(['#', 'Rule', 'Parameters', 'When asked', 'Sources'], RULES.map(readingRow))}

## Sources

${table(
  ['Source', 'What it is'],
  Object.entries(SOURCES).map(([id, { title, url }]) => [link(id, url), title]),
)}
`;
}

function families(): string {
  const starts = RULES.map((rule, index) => ({ name: FAMILIES[rule.id], index })).filter(({ name }) => name !== undefined);
  return starts
    .map(({ name, index }, i) => {
      const rules = RULES.slice(index, starts[i + 1]?.index);
      const rows = rules.map((rule, offset) => catalogueRow(rule, index + offset + 1));
      return `## ${name}\n\n${table(['#', 'Rule', 'What holds when it is met', 'Asked of', 'If not', 'Codes', 'Examples'], rows)}`;
    })
    .join('\n\n');
}

function catalogueRow(rule: Rule, number: number): readonly string[] {
  const { id, title, scope, codes } = rule;
  const texts = [...new Set(codes.map(codeText))].map(code).join(', ') || 'none';
  return [
    String(number),
    link(code(id), `../src/rules/${id}.ts`),
    title,
    SCOPES[scope],
    effectText(rule),
    texts,
    link('examples', `../test/examples/rules/${id}.yaml`),
  ];
}

/** `deny; a policy may pend`. */
function effectText({ id, effect, isOffByDefault, onPreauthorization }: Rule): string {
  const limits: readonly string[] = EFFECT_LIMITS[id] ?? ['deny', 'pend', 'advise', 'off'];
  const others = limits.filter((each) => each !== effect && !(isOffByDefault && each === 'off'));
  const change = others.length === 0 ? 'a policy may not change it' : `a policy may: ${others.join(', ')}`;
  const ahead = onPreauthorization ? ` (${onPreauthorization} of a preauthorization)` : '';
  return isOffByDefault ? `off; a policy may: ${[effect, ...others].join(', ')}` : `**${effect}**${ahead}; ${change}`;
}

function readingRow(rule: Rule, index: number): readonly string[] {
  const { named, countsDays } = parametersRead(rule.id);
  const parameters = [...named.map(code), ...(countsDays ? ['*days*'] : [])].join(', ');
  const asked = [...(rule.needs ? [`with ${NEEDS[rule.needs]}`] : []), ...(rule.looksBack ? ['not of a preauthorization'] : [])];
  const sources = rule.sources.map((id) => link(id, SOURCES[id].url));
  return [String(index + 1), code(rule.id), parameters, asked.join('; '), sources.join(', ')];
}
