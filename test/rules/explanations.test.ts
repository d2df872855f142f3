/**
 * What each rule says in the examples of its file, word for word: message, fix and evidence. `said/<rule>.md` is to be read when it
 * changes; `npx vitest run test/rules -u` writes it anew.
 */
import { expect, test } from 'vitest';
import type { Finding } from '../../src/index.ts';
import { RULE_IDS } from '../../src/rules/ids.ts';
import { judge } from '../support/example-answer.ts';
import { type Example, readExamples } from '../support/example-format.ts';

test.each(RULE_IDS)('%s explains itself', async (rule) => {
  const said = new Map<string, string>();
  for (const example of readExamples(`rules/${rule}.yaml`)) {
    const words = findingsOf(rule, example).map(inWords).join('');
    // What was said already needs no second reading.
    if (words !== '' && !said.has(words)) said.set(words, example.name);
  }
  const text = [...said].map(([words, name]) => `\n${name}\n${words}`).join('');
  await expect(`# ${rule}\n${text}`).toMatchFileSnapshot(`said/${rule}.md`);
});

function findingsOf(rule: string, { given }: Example): readonly Finding[] {
  const answer = judge(given);
  const focal = 'judgements' in answer ? answer.judgements.find(({ assessment }) => assessment.claim === 'Claim/c1') : undefined;
  return focal?.assessment.findings.filter((finding) => finding.rule === rule) ?? [];
}

const inWords = ({ message, fix, evidence }: Finding): string =>
  `- ${message}\n  Fix: ${fix}\n${evidence.length === 0 ? '' : `  Evidence: ${evidence.join(', ')}\n`}`;
