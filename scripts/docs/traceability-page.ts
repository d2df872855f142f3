/** docs/traceability.md: from what sources say to rule and example, or to the reason why it is not checked. */
import type { Source } from '../../src/policy/policy.ts';
import { SHIPPED } from '../../src/policy/shipped.ts';
import { SOURCES } from '../../src/policy/sources.ts';
import { code, link, table } from './markdown.ts';
import { SOURCES_READ } from './sources-read.ts';
import type { Statement, Topic } from './statement.ts';
import { TOPICS } from './statements/all.ts';

/** Sources of rules, of shipped policies, and those that were only read. */
export const ALL_SOURCES: ReadonlyMap<string, Source> = new Map<string, Source>([
  ...Object.entries(SOURCES),
  ...SHIPPED.flatMap((policy) => Object.entries(policy.sources)),
  ...Object.entries(SOURCES_READ),
]);

export const WORKED = 'test/examples/worked/days.csv';

export function traceabilityPage(): string {
  return `# From what is written to what is checked

<!-- Written by scripts/docs.ts from scripts/docs/statements. Change a statement there, then run: node scripts/docs.ts -->

Each statement of the code's definition and of the payers' sources, in our words, with the rule that checks it and worked examples, or
with the reason why it is not checked. Sources are at the end. Payers' sources are of their dates, and a contract holds before all of
them. The rules themselves are listed in [rules.md](rules.md).

${TOPICS.map(section).join('\n\n')}

## Sources

${table(
  ['Source', 'What it is'],
  [...ALL_SOURCES].map(([id, source]) => [sourceLink(id, source), datedTitle(source)]),
)}
`;
}

function section({ title, statements }: Topic): string {
  const checked = statements.filter((statement) => !('notChecked' in statement));
  const unchecked = statements.flatMap((statement) => ('notChecked' in statement ? [statement] : []));
  const parts = [`## ${title}`];
  if (checked.length > 0) parts.push(table(['What is said', 'Where', 'Checked by', 'How', 'Examples'], checked.map(checkedRow)));
  if (unchecked.length > 0)
    parts.push(
      table(
        ['What is said', 'Where', 'Not checked, because'],
        unchecked.map((each) => [each.says, whereText(each), each.notChecked]),
      ),
    );
  return parts.join('\n\n');
}

function checkedRow(statement: Statement): readonly string[] {
  if ('rules' in statement) {
    const { says, rules, how = '', worked } = statement;
    const cases = worked === undefined ? [] : [`${link('worked days', `../${WORKED}`)}: ${worked}`];
    const files = rules.map((id) => link(id, `../test/examples/rules/${id}.yaml`));
    return [
      says,
      whereText(statement),
      rules.map((id) => link(code(id), `../src/rules/${id}.ts`)).join(', '),
      how,
      [...files, ...cases].join(', '),
    ];
  }
  if ('applied' in statement) {
    const { says, file, applied, test } = statement;
    return [says, whereText(statement), link(code(file), `../${file}`), applied, link(code(test), `../${test}`)];
  }
  return [];
}

const whereText = ({ source, where }: Statement): string => `${sourceLink(source, ALL_SOURCES.get(source))}, ${where}`;

const sourceLink = (id: string, source: Source | undefined): string => (source?.url === undefined ? id : link(id, source.url));

const datedTitle = ({ title, published }: Source): string => (published === undefined ? title : `${title}; published ${published}`);
