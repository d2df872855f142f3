/** `s9326 rules`: the catalogue. */
import { RULE_SET, RULES } from '../../src/index.ts';
import { rulesTable } from '../../src/present/rules-table.ts';
import { openOutput } from './output.ts';
import { styleFor, widthOf } from './terminal.ts';

export async function rules(options: { readonly color: boolean }): Promise<number> {
  const { stdout, env } = process;
  const table = rulesTable(RULES, { width: widthOf(stdout, env), style: styleFor(stdout, env, options) });
  const output = await openOutput(undefined, [], stdout);
  await output.write(`${RULES.length} rules, in order of precedence (rules ${RULE_SET})\n\n${table}\n`);
  await output.close();
  return 0;
}
