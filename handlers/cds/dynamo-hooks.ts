/** What the hooks keep on AWS, for all instances of their function: tokens that were used, until they end, and feedback. A table whose key is `pk`. */
import { type AttributeValue, ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoTable } from '../store/dynamo-store.ts';
import type { FeedbackStore } from './feedback-store.ts';
import type { UsedTokens } from './replay.ts';

const text = (value: string): AttributeValue.SMember => ({ S: value });
const seconds = (milliseconds: number): AttributeValue.NMember => ({ N: String(Math.ceil(milliseconds / 1000)) });

/** DynamoDB deletes by `expires` within days, so that what has ended may still be there: then the token has ended too, and is refused before. */
export function createDynamoUsedTokens({ client, table: TableName }: DynamoTable): UsedTokens {
  return {
    async use(id, until) {
      const item = { pk: text(`token ${id}`), expires: seconds(until) };
      try {
        await client.send(new PutItemCommand({ TableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }));
        return true;
      } catch (error) {
        // What cannot be remembered cannot be accepted: the caller is asked to come again.
        return error instanceof ConditionalCheckFailedException ? false : undefined;
      }
    },
  };
}

export function createDynamoFeedback({ client, table: TableName }: DynamoTable): FeedbackStore {
  return {
    async keep(service, told) {
      for (const { card, outcome, reason, at } of told) {
        const said = { outcome: text(outcome), at: text(at), ...(reason === undefined ? {} : { reason: text(reason) }) };
        await client.send(new PutItemCommand({ TableName, Item: { pk: text(`feedback ${service} ${card}`), ...said } }));
      }
    },
  };
}
