/**
 * The AnswerStore on AWS: a DynamoDB table whose key is the string `pk`. An item is either taken (`holder`, `leaseUntil`) or done (`doneAt`).
 * What was answered is kept for good, at some hundred bytes each. The clocks of the workers may differ by less than a lease is longer than the work.
 */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AnswerStore } from './answer-store.ts';

export interface DynamoTable {
  readonly client: DynamoDBClient;
  readonly table: string;
  now(): number;
}

const answer = (key: string): AttributeValue.SMember => ({ S: `answer ${key}` });
const watermark = (source: string): AttributeValue.SMember => ({ S: `watermark ${source}` });
const number = (value: number): AttributeValue.NMember => ({ N: String(value) });

export function createDynamoStore({ client, table: TableName, now }: DynamoTable): AnswerStore {
  const get = async (pk: AttributeValue) => (await client.send(new GetItemCommand({ TableName, Key: { pk }, ConsistentRead: true }))).Item;
  return {
    async begin(key, owner, leaseMs) {
      const pk = answer(key);
      const at = now();
      const put = new PutItemCommand({
        TableName,
        Item: { pk, holder: { S: owner }, leaseUntil: number(at + leaseMs) },
        // Its holder may take it again: the SDK repeats a call whose answer was lost.
        ConditionExpression: 'attribute_not_exists(pk) OR leaseUntil <= :now OR holder = :owner',
        ExpressionAttributeValues: { ':now': number(at), ':owner': { S: owner } },
      });
      if (await isHeld(client.send(put))) return 'begun';
      return (await get(pk))?.doneAt ? 'done' : 'busy';
    },
    async finish(key, owner) {
      const done = new PutItemCommand({
        TableName,
        Item: { pk: answer(key), doneAt: number(now()) },
        ConditionExpression: 'holder = :owner',
        ExpressionAttributeValues: { ':owner': { S: owner } },
      });
      await isHeld(client.send(done));
    },
    async release(key, owner) {
      const free = new DeleteItemCommand({
        TableName,
        Key: { pk: answer(key) },
        ConditionExpression: 'holder = :owner',
        ExpressionAttributeValues: { ':owner': { S: owner } },
      });
      await isHeld(client.send(free));
    },
    async watermark(source) {
      return (await get(watermark(source)))?.instant?.S;
    },
    async setWatermark(source, instant) {
      await client.send(new PutItemCommand({ TableName, Item: { pk: watermark(source), instant: { S: instant } } }));
    },
  };
}

/** False when the condition on who holds it was not met. */
async function isHeld(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
