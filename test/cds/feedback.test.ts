import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { createDynamoFeedback, createDynamoUsedTokens } from '../../handlers/cds/dynamo-hooks.ts';
import { newTable, startDynalite } from '../store/support/dynamo.ts';
import { startHooks } from './support/client.ts';

const PATH = '/cds-services/s9326-order-sign/feedback';
const CARD = '4e0a3a1e-3ab9-4d2e-8d5c-1b1d5c1f0a01';
const accepted = { card: CARD, outcome: 'accepted', acceptedSuggestions: [{ id: 's1' }], outcomeTimestamp: '2026-03-02T15:00:00Z' };
const overridden = {
  card: 'Maria Muster',
  outcome: 'overridden',
  overrideReason: { reason: { code: 'will-follow', system: 'x' }, userComment: 'Maria Muster will bring it' },
  outcomeTimestamp: '2026-03-02T15:00:00.123+01:00',
};

test('is answered, and kept as counts, our reasons, and ids of cards', async () => {
  const hooks = await startHooks();
  const other = { ...overridden, overrideReason: { reason: { code: 'Maria Muster' } } };
  const response = await hooks.post(PATH, { feedback: [accepted, overridden, other] });

  expect([response.status, await response.json()]).toEqual([200, {}]);
  const line = hooks.lines.find((each) => each.includes('feedback')) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({
    route: 'POST /cds-services/{id}/feedback',
    hook: 's9326-order-sign',
    status: 200,
    outcomes: { accepted: 1, overridden: 2 },
    overrides: { 'will-follow': 1 },
    cardIds: [CARD],
  });
  expect(hooks.lines.join('\n')).not.toContain('Maria');
});

test.each<[string, unknown, readonly string[]]>([
  ['no object', [], ['Resource structure']],
  ['no feedback', {}, ['feedback required']],
  ['no list', { feedback: accepted }, ['feedback structure']],
  ['no item', { feedback: [null] }, ['feedback[0] structure']],
  [
    'an empty item',
    { feedback: [{}] },
    ['feedback[0].card required', 'feedback[0].outcome required', 'feedback[0].outcomeTimestamp required'],
  ],
  ['another outcome', { feedback: [{ ...accepted, outcome: 'ignored' }] }, ['feedback[0].outcome value']],
  ['no time', { feedback: [accepted, { ...accepted, outcomeTimestamp: 'yesterday' }] }, ['feedback[1].outcomeTimestamp value']],
  [
    'a suggestion without id',
    { feedback: [{ ...accepted, acceptedSuggestions: [{}] }] },
    ['feedback[0].acceptedSuggestions[0].id required'],
  ],
  [
    'a reason without code',
    { feedback: [{ ...overridden, overrideReason: { reason: {} } }] },
    ['feedback[0].overrideReason.reason.code required'],
  ],
])('%s is refused, with every place', async (_case, body, places) => {
  const hooks = await startHooks();
  const response = await hooks.post(PATH, body);
  const { issue } = (await response.json()) as { issue: { code: string; expression: string[] }[] };

  expect([response.status, issue.map(({ code, expression }) => `${expression} ${code}`)]).toEqual([400, places]);
});

test('is kept in the state file, one entry for a card: the later word stands', async () => {
  const file = join(tmpdir(), `s9326-feedback-${randomUUID()}.sqlite`);
  onTestFinished(() => rm(file, { force: true }));
  const hooks = await startHooks({ env: { S9326_STATE_FILE: file } });
  await hooks.post(PATH, { feedback: [accepted, overridden] });
  await hooks.post(PATH, { feedback: [{ ...overridden, card: CARD.toUpperCase() }] });
  const database = new DatabaseSync(file, { readOnly: true });
  onTestFinished(() => database.close());
  expect(
    database
      .prepare('SELECT * FROM feedback')
      .all()
      .map((row) => ({ ...row })),
  ).toEqual([{ service: 's9326-order-sign', card: CARD, outcome: 'overridden', reason: 'will-follow', at: overridden.outcomeTimestamp }]);
});

test('on AWS is kept in the table of the hooks, and a token is used once whichever instance sees it', async () => {
  const client = await startDynalite();
  const table = await newTable(client);
  const used = [0, 1].map(() => createDynamoUsedTokens({ client, table, now: Date.now }));
  expect(await used[0]?.use('a', Date.now() + 1000)).toBe(true);
  expect(await used[1]?.use('a', Date.now() + 1000)).toBe(false);
  expect(await used[1]?.use('b', Date.now() + 1000)).toBe(true);
  const absent = createDynamoUsedTokens({ client, table: 'there-is-none', now: Date.now });
  expect(await absent.use('a', 0)).toBeUndefined();
  await createDynamoFeedback({ client, table, now: Date.now }).keep('s', [{ card: CARD, outcome: 'accepted', at: '2026-03-02T15:00:00Z' }]);
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: { pk: { S: `feedback s ${CARD}` } } }));
  expect(Item).toMatchObject({ outcome: { S: 'accepted' }, at: { S: '2026-03-02T15:00:00Z' } });
});
