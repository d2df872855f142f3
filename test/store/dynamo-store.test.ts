import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { createDynamoStore } from '../../handlers/store/dynamo-store.ts';
import { describeAnswerStore } from './answer-store.contract.ts';
import { createClock } from './support/clock.ts';
import { hasDynamoLocal, newTable, startDynalite, startDynamoLocal } from './support/dynamo.ts';

const dynalite = await startDynalite();
describeAnswerStore('DynamoDB (dynalite)', async ({ now }) =>
  createDynamoStore({ client: dynalite, table: await newTable(dynalite), now }),
);

const HAS_LOCAL = hasDynamoLocal();
describe.skipIf(!HAS_LOCAL)('With Java:', async () => {
  if (!HAS_LOCAL) return;
  const local = await startDynamoLocal();
  describeAnswerStore('DynamoDB Local', async ({ now }) => createDynamoStore({ client: local, table: await newTable(local), now }));
});

describe('The table', () => {
  test('has the key and times of an answer, and nothing of who worked on it once it is done', async () => {
    const clock = createClock();
    const table = await newTable(dynalite);
    const store = createDynamoStore({ client: dynalite, table, now: clock.now });
    await store.begin('clinic Claim/c1 3', 'one', 1000);
    const get = new GetItemCommand({ TableName: table, Key: { pk: { S: 'answer clinic Claim/c1 3' } } });
    expect((await dynalite.send(get)).Item).toEqual({
      pk: { S: 'answer clinic Claim/c1 3' },
      holder: { S: 'one' },
      leaseUntil: { N: String(clock.now() + 1000) },
    });
    clock.move(500);
    await store.finish('clinic Claim/c1 3', 'one');
    expect((await dynalite.send(get)).Item).toEqual({ pk: { S: 'answer clinic Claim/c1 3' }, doneAt: { N: String(clock.now()) } });
    await store.begin('clinic Claim/c2 1', 'one', 1000);
    await store.release('clinic Claim/c2 1', 'one');
    expect((await dynalite.send(new ScanCommand({ TableName: table }))).Count).toBe(1);
  });

  test('that is not there is an error that does not tell the key', async () => {
    const store = createDynamoStore({ client: dynalite, table: 'none', now: Date.now });
    for (const call of [
      store.begin('clinic Claim/c1 3', 'one', 1000),
      store.finish('clinic Claim/c1 3', 'one'),
      store.release('clinic Claim/c1 3', 'one'),
      store.watermark('clinic'),
      store.setWatermark('clinic', '2025-04-01T00:00:00Z'),
    ]) {
      const error = await call.catch((problem: unknown) => problem);
      expect(error).toMatchObject({ name: 'ResourceNotFoundException' });
      expect(JSON.stringify(error) + String(error)).not.toContain('c1');
    }
  });
});
