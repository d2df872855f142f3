import { expect, test } from 'vitest';
import { questionnaires } from '../../src/fhir/definitions/questionnaire.ts';
import { RULE_SET, RULES } from '../../src/index.ts';
import { RECORD_GROUPS } from '../../src/policy/record-items.ts';
import { orderChecklist } from '../../src/present/order-checklist.ts';
import { RULE_IDS } from '../../src/rules/ids.ts';
import { problemsOf } from '../support/valid-r4.ts';

const items = RECORD_GROUPS.flatMap((group) => group.items);

test('every item is asked by rules that there are, under an id of its own', () => {
  const known: ReadonlySet<string> = new Set(RULE_IDS);
  expect(items.flatMap(({ rules }) => rules.filter((rule) => !known.has(rule)))).toEqual([]);
  expect(items.every(({ rules }) => rules.length > 0)).toBe(true);
  expect(new Set(items.map(({ linkId }) => linkId)).size).toBe(items.length);
});

test('the Questionnaire is valid R4 and asks each item once', () => {
  const [questionnaire] = questionnaires({ version: '1', ruleSet: RULE_SET, rules: RULES });
  if (!questionnaire) throw new Error('there is none');
  expect(problemsOf(questionnaire)).toEqual([]);
  expect(questionnaire.item?.flatMap(({ item = [] }) => item.map(({ text }) => text))).toEqual(items.map(({ text }) => text));
});

test('the checklist has a box for each item, and no script', () => {
  const page = orderChecklist();
  expect(page.match(/class="box"/g)).toHaveLength(items.length);
  expect(page).not.toContain('<script');
});
