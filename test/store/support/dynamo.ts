/** DynamoDB on this machine, and a table in it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { afterAll } from 'vitest';

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));

const clientOf = (port: number): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 10,
  });

/** Stops after the last test of the file. */
export async function startDynalite(): Promise<DynamoDBClient> {
  const server = dynalite({ createTableMs: 0 });
  const client = clientOf(await listening(server));
  afterAll(async () => {
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return client;
}

const LOCAL = fileURLToPath(new URL('../dynamodb-local/', import.meta.url));

/** Amazon's own emulator needs Java, and its 57 MB are not of this package: dynamodb-local/README.md. */
export const hasDynamoLocal = (): boolean => existsSync(`${LOCAL}DynamoDBLocal.jar`) && spawnSync('java', ['-version']).status === 0;

/** Stops after the last test of the file. */
export async function startDynamoLocal(): Promise<DynamoDBClient> {
  const port = await freePort();
  const args = ['-Djava.library.path=./DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar', '-inMemory', '-port', String(port)];
  const java: ChildProcess = spawn('java', args, { cwd: LOCAL, stdio: 'ignore' });
  const client = clientOf(port);
  afterAll(() => {
    client.destroy();
    java.kill();
  });
  return client;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

let tables = 0;

/** Its name. */
export async function newTable(client: DynamoDBClient): Promise<string> {
  tables += 1;
  const TableName = `answers-${tables}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 0.05, maxDelay: 0.1 }, { TableName });
  return TableName;
}
